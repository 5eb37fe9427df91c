"""Tell how far from its beginning a pattern has one of its literals.

Where that is known, a pattern need not be tried at every sign of a text: a literal's place tells where a match can
begin. Trying costs some 40 ns a sign and pattern, which a file full of things that look like keys makes seconds of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from pairkit.playbook.stride import is_found_everywhere

_PARSER: Any = import_module("re._parser")  # as in backtracking.py
_LETTERS = 10  # a set of more letters than these stands for any letter
_PATHS = 400
_LONGEST = 120
_REPEATS = 2

_Path = tuple[str, ...]
"""The signs a match may begin with, in lower case; an empty one where it may be any of many."""


class _Unknown(Exception):
    """Nothing can be said."""


def leads(pattern: str, literals: Sequence[str]) -> list[int]:
    """Return the distances at which every match has one of `literals` (in lower case), nearest first; [] if unknown.

    A literal that repeats itself ("aaaa") is not found at all of its places, so nothing is said then.
    """
    if not all(map(is_found_everywhere, literals)):
        return []
    return _leads(pattern, literals, ranges=False) or _leads(pattern, literals, ranges=True)


def _leads(pattern: str, literals: Sequence[str], *, ranges: bool) -> list[int]:
    search = _Search(literals, ranges=ranges)
    try:
        if any(search.walk((), list(_PARSER.parse(pattern)))):
            return []  # a match may come to its end without any
    except _Unknown:
        return []
    return sorted(search.found)


class _Search:
    """Goes through the ways in which a match can begin, each until one of the literals must stand there.

    `ranges` takes `[0-9]` for ten ways, which few patterns need and many have too often for that.
    """

    def __init__(self, literals: Iterable[str], *, ranges: bool) -> None:
        self._literals = tuple(literals)
        self._kinds = ("LITERAL", "RANGE") if ranges else ("LITERAL",)
        self._paths = 0
        self.found: set[int] = set()

    def walk(self, path: _Path, items: list[Any]) -> Iterator[_Path]:
        """Yield the ways through some items on which no literal stands yet. Raises _Unknown where that is open."""
        if self._has(path):
            return
        if not items:
            yield path
            return
        for longer in self._through(path, *items[0]):
            yield from self.walk(longer, items[1:])

    def _has(self, path: _Path) -> bool:
        for literal in self._literals:
            at = len(path) - len(literal)
            if at >= 0 and path[at:] == tuple(literal):
                self.found.add(at)
                return True
        return False

    def _through(self, path: _Path, kind: Any, value: Any) -> Iterator[_Path]:
        name = str(kind)
        if name in ("AT", "ASSERT", "ASSERT_NOT"):
            yield path
        elif name in ("LITERAL", "NOT_LITERAL", "IN", "ANY"):
            yield from (self._longer(path, sign) for sign in _signs(name, value, self._kinds))
        elif name == "SUBPATTERN":
            yield from self.walk(path, list(value[-1]))
        elif name == "BRANCH":
            for branch in value[1]:
                yield from self.walk(path, list(branch))
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            yield from self._repeated(path, *value)
        else:
            raise _Unknown

    def _repeated(self, path: _Path, least: int, most: int, items: Any) -> Iterator[_Path]:
        if most - least > _REPEATS or most > _LONGEST:
            raise _Unknown
        for times in range(least, most + 1):
            yield from self.walk(path, list(items) * times)

    def _longer(self, path: _Path, sign: str) -> _Path:
        self._paths += 1
        if self._paths > _PATHS or len(path) >= _LONGEST:
            raise _Unknown
        return (*path, sign)


def _signs(name: str, value: Any, kinds: Sequence[str]) -> Iterable[str]:
    """Return the letters that may stand there, in lower case; an empty text for too many to tell."""
    if name == "LITERAL":
        return (chr(value).lower(),)
    if name != "IN" or any(str(kind) not in kinds for kind, _ in value):
        return ("",)
    spans = [(one, one) if str(kind) == "LITERAL" else one for kind, one in value]
    if sum(last - first + 1 for first, last in spans) > 2 * _LETTERS:
        return ("",)
    letters = {chr(code).lower() for first, last in spans for code in range(first, last + 1)}
    return sorted(letters) if len(letters) <= _LETTERS else ("",)
