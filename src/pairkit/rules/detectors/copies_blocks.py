"""Blocks of code that stand twice in one change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pairkit.change.model import NEW, FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_LEAST = 12
_TELLING = 9
"""How many lines of the twelve must say something: no bracket alone, no import, no comment; as many different ones."""
_MOST_LINES = 50_000
_QUIET = ("#", "//", "/*", "*", "--", "<!--", "import ", "from ", "use ", "using ", "package ", "require ", "#include")


class _Line(NamedTuple):
    number: int
    text: str
    run: int
    """Which run of added lines it belongs to: a block does not go on behind a line that was there before."""


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file with a copy: the longest. Tests, generated files, a first commit are left out."""
    change = context.change
    if change.first or change.source == "all" or not 2 * _LEAST <= change.added <= _MOST_LINES:
        return
    from pairkit.rules.paths import is_test

    places = [(file, _lines(file)) for file in files if not file.generated and not is_test(file.path)]
    first: dict[tuple[str, ...], tuple[int, int]] = {}
    for n, (file, lines) in enumerate(places):
        best: tuple[int, _Line, str] | None = None
        at = 0
        while at + _LEAST <= len(lines):
            window = lines[at : at + _LEAST]
            key = tuple(line.text for line in window)
            if window[0].run != window[-1].run or not _says_something(key):
                at += 1
                continue
            where = first.setdefault(key, (n, at))
            if where[0] == n and at - where[1] < _LEAST:
                at += 1
                continue
            other, others = places[where[0]]
            length = _length(lines, at, others, where[1])
            if best is None or length > best[0]:
                best = (length, window[0], f"{other.path}:{others[where[1]].number}")
            at += length
        if best:
            facts = {"count": best[0], "other": best[2], "what": best[1].text[:80]}
            yield Found(file.path, best[1].number, NEW, best[1].text[:160], facts, key=f"{best[2]} {best[1].text}")


def _lines(file: FileChange) -> list[_Line]:
    return [
        _Line(number, " ".join(line.split()), run)
        for run, block in enumerate(file.blocks(NEW))
        for number, line in block.lines()
        if line.strip()
    ]


def _says_something(key: tuple[str, ...]) -> bool:
    telling = {line for line in key if not line.startswith(_QUIET) and sum(map(str.isalnum, line)) > 2}
    listed = sum(line.endswith(",") and "(" not in line for line in telling)
    return len(telling) >= _TELLING and listed <= _LEAST // 2  # parameters and fields are named alike with reason


def _length(lines: list[_Line], at: int, others: list[_Line], start: int) -> int:
    """Return how many lines go on being the same."""
    least = min(len(lines) - at, len(others) - start)
    least = min(least, at - start) if lines is others else least
    for n in range(_LEAST, least):
        one, two = lines[at + n], others[start + n]
        if one.text != two.text or one.run != lines[at].run or two.run != others[start].run:
            return n
    return least
