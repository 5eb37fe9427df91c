"""Where the literals of all rules stand in some files, found in one pass over their bytes.

Bytes, because the accelerator is three times as quick on them and lower case costs nothing there. Positions are turned
into those of the text only for files that are not plain ASCII.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from pairkit.change.model import NEW, Block, FileChange
from pairkit.rules.haystack import REACH, Region, lower

_KELVIN = "\u212a"  # the only sign beyond ASCII whose lower case is a plain letter
_FOLLOWING = bytes(range(0x80, 0xC0))  # every byte of a sign in UTF-8 but its first
_STEP = 1024
_LARGE = 200_000  # bytes from which the larger and quicker automaton pays for being built


class Spots:
    """The places of literals in the added lines of some files; `masks` says which entries each file is for."""

    def __init__(self, files: Sequence[FileChange], masks: Sequence[int], literals: frozenset[str]) -> None:
        self._places: list[tuple[FileChange, Block]] = []
        self._masks: list[int] = []
        self._starts: list[int] = []
        self._pieces: list[bytes] = []
        self._marked: dict[int, list[int]] = {}
        cased = any(not literal.isascii() and literal.lower() != literal.upper() for literal in literals)
        at = 0
        for file, mask in zip(files, masks, strict=True):
            for block in file.blocks(NEW):
                piece = _folded(block.text, cased)
                self._places.append((file, block))
                self._masks.append(mask)
                self._starts.append(at)
                self._pieces.append(piece)
                at += len(piece) + 1
        self._ends = [*self._starts[1:], at + 1]
        self.known = _find(b"\n".join(self._pieces), literals) if literals and at else {}

    def regions(self, literals: Iterable[str], bits: int = -1) -> list[Region]:
        """Return where any of `literals` (in lower case) stands, in files of `bits`; regions that touch are one."""
        known = [self.known[literal] for literal in literals if literal in self.known]
        offsets = known[0] if len(known) == 1 else sorted(offset for own in known for offset in own)
        regions: list[Region] = []
        at = 0
        while at < len(offsets):
            n = bisect_right(self._starts, offsets[at]) - 1
            stop = bisect_left(offsets, self._ends[n], at)
            if self._masks[n] & bits:
                regions += self._in_block(n, offsets[at:stop])
            at = stop
        return regions

    def _in_block(self, n: int, offsets: Sequence[int]) -> Iterator[Region]:
        file, block = self._places[n]
        start, end = 0, -1
        for inside in self._inside(n, offsets):
            if inside > end:
                least = max(0, inside - REACH)
                begin = max(block.text.rfind("\n", least, inside) + 1, least)
                if end >= 0 and begin > end:
                    yield Region(file, block, start, end)
                start = begin if begin > end else start
            end = min(len(block.text), inside + REACH)
        yield Region(file, block, start, end)

    def _inside(self, n: int, offsets: Sequence[int]) -> Iterator[int]:
        """Yield positions in a block's text for those in the bytes of all."""
        first, piece = self._starts[n], self._pieces[n]
        if self._places[n][1].text.isascii():
            yield from (offset - first for offset in offsets)
            return
        marks = self._marks(n)
        for offset in offsets:
            mark = (offset - first) // _STEP
            rest = piece[mark * _STEP : offset - first]
            yield marks[mark] + len(rest.translate(None, _FOLLOWING))

    def _marks(self, n: int) -> list[int]:
        """Return how many signs begin before each `_STEP` bytes of a piece."""
        if n not in self._marked:
            piece, marks = self._pieces[n], [0]
            for at in range(0, len(piece), _STEP):
                marks.append(marks[-1] + len(piece[at : at + _STEP].translate(None, _FOLLOWING)))
            self._marked[n] = marks
        return self._marked[n]


def _folded(text: str, cased: bool) -> bytes:
    if text.isascii():
        return text.encode("ascii").lower()
    text = lower(text) if cased else text.replace(_KELVIN, "k")
    return text.encode("utf-8", "surrogatepass").lower()


def _find(text: bytes, literals: Collection[str]) -> dict[str, list[int]]:
    """Return the places of each literal that stands in `text`; places of one do not overlap."""
    names = _names(frozenset(literals))
    places: dict[str, list[int]] = {}
    automaton = _automaton(names, len(text) >= _LARGE)
    if automaton is None:
        for name, raw in names:
            found = list(_each(text, raw))
            if found:
                places[name] = found
        return places
    found_of: list[list[int]] = [[] for _ in names]
    ends = [0] * len(names)
    for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if start >= ends[number]:
            ends[number] = end
            found_of[number].append(start)
    return {names[n][0]: found for n, found in enumerate(found_of) if found}


@lru_cache(maxsize=256)
def _names(literals: frozenset[str]) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, name.encode("utf-8", "surrogatepass")) for name in sorted(literals))


@lru_cache(maxsize=256)
def _automaton(names: tuple[tuple[str, bytes], ...], large: bool) -> Any | None:
    """Return the accelerator for some literals, or None without it (`pip install pairkit[fast]`)."""
    try:
        from ahocorasick_rs import BytesAhoCorasick, Implementation
    except ImportError:
        return None
    kind = Implementation.DFA if large else Implementation.ContiguousNFA
    return BytesAhoCorasick([raw for _, raw in names], implementation=kind)


def _each(text: bytes, literal: bytes) -> Iterator[int]:
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + len(literal))
