"""Refuse patterns that can take forever: repeats that can share one text out among them in very many ways.

Python's `re` tries every way. Over the two thousand signs that a pattern may see, `(a+)+` has more ways than there is
time, and three repeats in a row that each take the next one's signs need minutes. A repeat is harmless where the sign
that comes next tells whether it goes on or ends, as in `[ ]*=[0-9]+`: there is one way only.

What is refused is a little more than what is harmful, for look-arounds and references are read coarsely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

_PARSER: Any = import_module("re._parser")  # `re` reads its patterns with it; there is no public door to it
_SMALL = 16
"""So many rounds are few enough to try all ways of sharing."""
_DEEPEST = 8
_OPEN = 2
"""So many repeats that could give signs to one another may stand in one pattern."""
_OTHER = "\u3042"
_SIGNS = "".join(map(chr, range(256))) + "\u2003\u0660" + _OTHER
"""Every sign that patterns tell apart, as far as it matters: the first 256, and a few for all others."""

Signs = frozenset[str]
_ALL = frozenset(_SIGNS)


def too_slow(pattern: str) -> bool:
    """Tell whether `pattern` (a valid one) could take very long on some text."""
    return _Reading(pattern).is_slow()


class _Reading:
    """One walk over a pattern, from its end to its beginning: what may follow a part is known before the part."""

    def __init__(self, pattern: str) -> None:
        self._tree = _PARSER.parse(pattern)
        self._open, self._endless, self._depth, self._looks = 0, False, 0, False
        self._fold = bool(self._tree.state.flags & re.IGNORECASE) or "(?i" in pattern

    def is_slow(self) -> bool:
        """Tell whether some text could take long."""
        try:
            self._walk(self._tree, frozenset(), rounds=1)
        except RecursionError:
            return True
        return self._endless or self._open > _OPEN

    def _walk(self, items: Any, after: Signs, *, rounds: int) -> Signs:
        """Take in a row of parts and return the signs that it, or what comes `after` it, may begin with.

        `rounds` is how often the repeats around it may take it.
        """
        for item in reversed(list(items)):
            after = self._part(str(item[0]), item[1], after, rounds=rounds)
        return after

    def _part(self, name: str, value: Any, after: Signs, *, rounds: int) -> Signs:
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return self._repeat(value, after, rounds=rounds)
        if name == "BRANCH":
            return self._branch(value[1], after, rounds=rounds)
        if name == "AT":
            return after
        if name in ("ASSERT", "ASSERT_NOT", "ATOMIC_GROUP"):
            return self._once(value, after, look=name != "ATOMIC_GROUP", rounds=rounds)
        signs = _signs(name, value, fold=self._fold)
        if signs is not None:
            return signs
        first = after if name == "GROUPREF_EXISTS" else frozenset()
        for part in _inner(value):
            first |= self._walk(part, after, rounds=rounds)
        return first or _ALL

    def _once(self, value: Any, after: Signs, *, look: bool, rounds: int) -> Signs:
        """Take in what is never gone back into once it matched: its ways and those of what follows do not multiply."""
        follows, looked = self._open, self._looks
        self._open, self._looks = 0, looked or look
        first = self._walk(value[1] if look else value, frozenset() if look else after, rounds=rounds)
        self._open, self._looks = max(self._open, follows), looked
        return after if look else first

    def _branch(self, ways: Any, after: Signs, *, rounds: int) -> Signs:
        """Only one of the ways is taken, so the one with the most open repeats counts."""
        before, most, first = self._open, self._open, list[Signs]()
        for way in ways:
            self._open = before
            first.append(self._walk(way, after, rounds=rounds))
            most = max(most, self._open)
        self._open = most
        self._endless = self._endless or (rounds > _SMALL and _overlap(first))
        return frozenset().union(*first)

    def _repeat(self, repeat: Any, after: Signs, *, rounds: int) -> Signs:
        least, most, body = repeat
        wide, inside = most != least and int(most) > _SMALL, rounds > _SMALL
        self._depth += 1
        if self._depth > _DEEPEST:
            self._endless = True
            return _ALL
        kept = self._open, self._endless
        again = self._walk(body, frozenset(), rounds=1) if int(most) > 1 else frozenset()
        self._open, self._endless = kept
        first = self._walk(body, after | again, rounds=rounds * int(most))
        self._depth -= 1
        shared = most != least and bool(first & after)
        if inside and (shared or (wide and self._looks)):
            self._endless = True
        elif shared and wide:
            self._open += rounds
        return first | after if int(least) == 0 else first


def _overlap(ways: Sequence[Signs]) -> bool:
    return any(one & other for n, one in enumerate(ways) for other in ways[:n])


def _inner(value: Any) -> Iterator[Any]:
    """Yield the patterns inside a group or a condition."""
    if isinstance(value, _PARSER.SubPattern):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _inner(one)


def _signs(name: str, value: Any, *, fold: bool) -> Signs | None:
    """Return the signs that one place of a pattern takes, or None for what is more than one place."""
    if name == "ANY":
        return _ALL
    if name in ("LITERAL", "NOT_LITERAL"):
        letters = _letters(value, fold=fold)
        return letters if name == "LITERAL" else (_ALL - letters) | {_OTHER}
    if name == "IN":
        return _set(tuple((str(kind), one) for kind, one in value), fold=fold)
    return None


@lru_cache(maxsize=512)
def _set(items: tuple[tuple[str, Any], ...], *, fold: bool) -> Signs:
    found: set[str] = set()
    for kind, one in items:
        if kind == "LITERAL":
            found |= _letters(one, fold=fold)
        elif kind == "RANGE":
            found |= {sign for sign in _SIGNS if one[0] <= ord(sign) <= one[1]}
            found |= {sign.swapcase() for sign in tuple(found) if fold}
            found |= {_OTHER} if one[1] > 255 else set()
        elif kind == "CATEGORY":
            found |= {sign for sign in _SIGNS if re.match(_CATEGORIES[str(one)], sign)}
    return (_ALL - found) | {_OTHER} if items[0][0] == "NEGATE" else frozenset(found)


_CATEGORIES = {
    f"CATEGORY_{no}{name}": sign.upper() if no else sign
    for name, sign in (("DIGIT", r"\d"), ("SPACE", r"\s"), ("WORD", r"\w"))
    for no in ("", "NOT_")
}


def _letters(code: int, *, fold: bool) -> Signs:
    letter = chr(code)
    alike = {letter, letter.lower(), letter.upper()} if fold else {letter}
    return frozenset(alike if code < 256 else {*alike, _OTHER})
