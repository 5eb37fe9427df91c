"""Refuse patterns that can take forever: repeats that can share one text out among them in very many ways.

Python's `re` tries every way, from every sign on. Over the two thousand signs that a pattern may see, `(a+)+` has more
ways than there is time, and two repeats in a row that each take the next one's signs need seconds. A repeat is harmless
where the sign that comes next tells whether it goes on or ends, as in `[ ]*=[0-9]+`: there is one way only. It is
nearly so where each round takes a sign that nothing after it takes, as in `(?:[a-z]+-)*[a-z]+ x`: what is tried after
one round ends before the next, so all of it together is one way along the text.

What is refused is a little more than what is harmful, for look-arounds and references are read coarsely.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from math import lgamma, log
from typing import Any, NamedTuple

_PARSER: Any = import_module("re._parser")  # `re` reads its patterns with it; there is no public door to it
_SMALL = 16
"""So many rounds are few enough to try all ways of sharing."""
_DEEPEST = 8
_SEEN = 2000
"""Signs that a pattern may see."""
_MOST = 3e8
"""Steps that may be taken over them: one or two seconds."""
_NARROW = 3
"""A place that takes no more signs than this is not found everywhere."""
_LEAD = 8
"""So many narrow places are looked at."""
_OTHER = "\u3042"
_SIGNS = "".join(map(chr, range(256))) + "\u2003\u0660" + _OTHER
"""Every sign that patterns tell apart, as far as it matters: the first 256, and a few for all others."""

Signs = frozenset[str]
_ALL = frozenset(_SIGNS)
_LINE_STARTS = (_PARSER.AT_BEGINNING, _PARSER.AT_BEGINNING_STRING)


def too_slow(pattern: str) -> bool:
    """Tell whether `pattern` (a valid one) could take very long on some text."""
    return _Reading(pattern).is_slow()


Lead = tuple[Signs, ...]
"""The narrow places that something begins with: it cannot begin at every sign of a text."""
_LINE: Lead = (frozenset(),)
"""The beginning of a line: what does not begin with an empty one begins once in it."""


class _Run(NamedTuple):
    """A run along the text: so many `times` something is tried, which begins with `lead`."""

    times: int
    lead: Lead = ()


class _Rest(NamedTuple):
    """What a walk knows of the part of a pattern that it has been over.

    `runs` are those that lie in one another where it is dearest, `signs` what it may take, `lead` how it begins.
    """

    runs: tuple[_Run, ...] = ()
    signs: Signs = frozenset()
    lead: Lead = ()

    def behind(self, signs: Signs) -> _Rest:
        """Return it with one place more before it."""
        lead = (signs, *self.lead[: _LEAD - 1]) if len(signs) <= _NARROW else ()
        return self._replace(signs=self.signs | signs, lead=lead)

    def tried(self, times: int, rounds: int = 1) -> tuple[_Run, ...]:
        """Return the runs of trying it after each of so many signs.

        Looking for its lead takes as long as what only looks at the next signs.
        """
        is_long = any(run.times > _SMALL for run in self.runs)
        return self.runs + (_Run(times, self.lead if is_long else ()),) * rounds


def _steps(runs: Sequence[_Run]) -> float:
    """Return the logarithm of how many steps runs in one another take at most.

    Of those along the whole text each begins only where the one around it is. Leads that cannot stand in one place
    share the text among them: it cannot be made of one alone.
    """
    apart: list[Lead] = []
    for run in runs:
        if run.lead and all(_differ(run.lead, other) for other in apart):
            apart.append(run.lead)
    ways = sum(log(max(1, run.times) / (_period(run.lead) * len(apart) if run.lead else 1)) for run in runs)
    return ways - lgamma(1 + sum(run.times == _SEEN for run in runs))


@lru_cache(maxsize=512)
def _period(lead: Lead) -> int:
    """Return how far apart two places of a lead are at least."""
    if lead == _LINE:
        return _SEEN
    return next((n for n in range(1, len(lead)) if not _differ(lead, lead[n:])), len(lead))


def _differ(lead: Lead, other: Lead) -> bool:
    """Tell whether two leads cannot begin at the same sign."""
    return any(not (one & two) for one, two in zip(lead, other, strict=False))


class _Reading:
    """One walk over a pattern, from its end to its beginning: what may follow a part is known before the part."""

    def __init__(self, pattern: str) -> None:
        self._tree = _PARSER.parse(pattern)
        self._endless, self._depth, self._looks = False, 0, False
        self._rest = _Rest()
        self._flags = int(self._tree.state.flags)
        for letter, flag in (("i", re.IGNORECASE), ("s", re.DOTALL)):  # those of a group count for the whole
            self._flags |= int(flag) if re.search(rf"\(\?[aiLmsux]*{letter}", pattern) else 0

    def is_slow(self) -> bool:
        """Tell whether some text could take long."""
        try:
            self._walk(self._tree, frozenset(), rounds=1)
        except RecursionError:
            return True
        return self._endless or _steps(self._rest.tried(_SEEN)) > log(_MOST)

    def _walk(self, items: Any, after: Signs, *, rounds: int) -> Signs:
        """Take in a row of parts and return the signs that it, or what comes `after` it, may begin with.

        `rounds` is how often the repeats around it may take it.
        """
        for item in reversed(list(items)):
            after = self._part(str(item[0]), item[1], after, rounds=rounds)
        return after

    def _part(self, name: str, value: Any, after: Signs, *, rounds: int) -> Signs:
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return self._repeat(value, after, rounds=rounds, gives=name != "POSSESSIVE_REPEAT")
        if name == "BRANCH":
            return self._branch(value[1], after, rounds=rounds)
        if name == "AT":
            if value in _LINE_STARTS and "\n" not in after:
                self._rest = self._rest._replace(lead=_LINE)
            return after
        if name in ("ASSERT", "ASSERT_NOT", "ATOMIC_GROUP"):
            return self._once(value, after, look=name != "ATOMIC_GROUP", rounds=rounds)
        signs = _signs(name, value, flags=self._flags)
        if signs is not None:
            self._rest = self._rest.behind(signs)
            return signs
        first = after if name == "GROUPREF_EXISTS" else frozenset()
        for part in _inner(value):
            first |= self._walk(part, after, rounds=rounds)
        return first or _ALL

    def _once(self, value: Any, after: Signs, *, look: bool, rounds: int) -> Signs:
        """Take in what is never gone back into once it matched: its ways and those of what follows do not multiply."""
        follows, looked = self._rest, self._looks
        self._rest, self._looks = _Rest(), looked or look
        first = self._walk(value[1] if look else value, frozenset() if look else after, rounds=rounds)
        own, self._looks = self._rest, looked
        self._rest = _Rest(max(own.runs, follows.runs, key=_steps), own.signs | follows.signs, own.lead or follows.lead)
        return after if look else first

    def _branch(self, ways: Any, after: Signs, *, rounds: int) -> Signs:
        """Every way may be tried, each with what follows."""
        follows, tried, first = self._rest, list[_Rest](), list[Signs]()
        for way in ways:
            self._rest = follows
            first.append(self._walk(way, after, rounds=rounds))
            tried.append(self._rest)
        signs = frozenset[str]().union(*(one.signs for one in tried))
        self._rest = _Rest(
            max((one.runs for one in tried), key=_steps), signs, min((one.lead for one in tried), key=len)
        )
        self._endless = self._endless or (rounds > _SMALL and _overlap(first))
        return frozenset().union(*first)

    def _repeat(self, repeat: Any, after: Signs, *, rounds: int, gives: bool) -> Signs:
        """Take in a repeat; one that `gives` nothing back has one way only."""
        least, most, body = repeat
        wide, inside = most != least and int(most) > _SMALL, rounds > _SMALL
        self._depth += 1
        if self._depth > _DEEPEST:
            self._endless = True
            return _ALL
        follows, endless = self._rest, self._endless
        again = self._walk(body, frozenset(), rounds=1) if int(most) > 1 else frozenset()
        self._rest, self._endless = follows._replace(signs=self._rest.signs), endless
        first = self._walk(body, after | again, rounds=rounds * int(most))
        self._depth -= 1
        shared = gives and most != least and bool(first & after)
        if inside and (shared or (wide and self._looks)):
            self._endless = True
        lead = self._rest.lead if int(least) else min(self._rest.lead, follows.lead, key=len)
        runs = self._runs(body, follows, min(int(most), _SEEN), rounds=rounds if shared else 0)
        self._rest = self._rest._replace(runs=runs, lead=lead)
        return first | after if int(least) == 0 else first

    def _runs(self, body: Any, follows: _Rest, times: int, *, rounds: int) -> tuple[_Run, ...]:
        """Return the runs of a repeat of up to so many `times`, and of what follows it.

        `rounds` is 0 where that is tried after the last one alone, and how often the whole is repeated otherwise.
        """
        if rounds and _stays_in(body, follows.signs, flags=self._flags):
            alone = follows.tried(times, min(rounds, _SMALL))
        else:
            alone = (_Run(times),)
        return max(alone, self._rest.runs, key=_steps)


def _stays_in(items: Any, signs: Signs, *, flags: int) -> bool:
    """Tell whether a row of parts may take nothing but `signs`."""
    return all(_part_stays_in(str(item[0]), item[1], signs, flags=flags) for item in items)


def _part_stays_in(name: str, value: Any, signs: Signs, *, flags: int) -> bool:
    own = _signs(name, value, flags=flags)
    if own is not None:
        return bool(own & signs)
    if name == "BRANCH":
        return any(_stays_in(way, signs, flags=flags) for way in value[1])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return int(value[0]) == 0 or _stays_in(value[2], signs, flags=flags)
    return name.startswith("ASSERT") or all(_stays_in(part, signs, flags=flags) for part in _inner(value))


def _overlap(ways: Sequence[Signs]) -> bool:
    return any(one & other for n, one in enumerate(ways) for other in ways[:n])


def _inner(value: Any) -> Iterator[Any]:
    """Yield the patterns inside a group or a condition."""
    if isinstance(value, _PARSER.SubPattern):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _inner(one)


def _signs(name: str, value: Any, *, flags: int) -> Signs | None:
    """Return the signs that one place of a pattern takes, or None for what is more than one place."""
    if name == "ANY":
        return _ALL if flags & re.DOTALL else _ALL - {"\n"}
    if name in ("LITERAL", "NOT_LITERAL"):
        letters = _letters(value, flags=flags)
        return letters if name == "LITERAL" else (_ALL - letters) | {_OTHER}
    if name == "IN":
        return _set(tuple((str(kind), one) for kind, one in value), flags=flags)
    return None


@lru_cache(maxsize=512)
def _set(items: tuple[tuple[str, Any], ...], *, flags: int) -> Signs:
    found: set[str] = set()
    for kind, one in items:
        if kind == "LITERAL":
            found |= _letters(one, flags=flags)
        elif kind == "RANGE":
            found |= {sign for sign in _SIGNS if one[0] <= ord(sign) <= one[1]}
            found |= {sign.swapcase() for sign in tuple(found) if flags & re.IGNORECASE}
            found |= {_OTHER} if one[1] > 255 else set()
        elif kind == "CATEGORY":
            found |= {sign for sign in _SIGNS if re.match(_CATEGORIES[str(one)], sign)}
    return (_ALL - found) | {_OTHER} if items[0][0] == "NEGATE" else frozenset(found)


_CATEGORIES = {
    f"CATEGORY_{no}{name}": sign.upper() if no else sign
    for name, sign in (("DIGIT", r"\d"), ("SPACE", r"\s"), ("WORD", r"\w"))
    for no in ("", "NOT_")
}


def _letters(code: int, *, flags: int) -> Signs:
    letter = chr(code)
    alike = {letter, letter.lower(), letter.upper()} if flags & re.IGNORECASE else {letter}
    return frozenset(alike if code < 256 else {*alike, _OTHER})
