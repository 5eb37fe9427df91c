"""Where the literals of all rules stand in some files, found in one pass over their bytes.

Bytes, because the accelerator is three times as quick on them and lower case costs nothing there. Positions are turned
into those of the text only for files that are not plain ASCII.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from pairkit.change.model import NEW, Block, FileChange
from pairkit.rules.haystack import REACH, Region, lower

_KELVIN = "\u212a"  # the only sign beyond ASCII whose lower case is a plain letter
_LARGE = 200_000  # bytes from which the larger and quicker automaton pays for being built


class Spots:
    """The places of literals in the added lines of some files; `masks` says which entries each file is for."""

    def __init__(self, files: Sequence[FileChange], masks: Sequence[int], literals: frozenset[str]) -> None:
        self._places: list[tuple[FileChange, Block]] = []
        self._masks: list[int] = []
        self._starts: list[int] = []
        self._pieces: list[bytes] = []
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
        return list(self._regions(offsets, bits)) if offsets else []

    def _regions(self, offsets: Sequence[int], bits: int) -> Iterator[Region]:
        n, stop, fits = -1, -1, False
        start, end = 0, -1
        for offset in offsets:
            if offset >= stop:
                if end >= 0:
                    yield Region(file, block, start, end)  # noqa: F821 - set with `end`
                n = bisect_right(self._starts, offset) - 1
                stop, end, fits = self._ends[n], -1, bool(self._masks[n] & bits)
                file, block = self._places[n]
                plain, first, size = block.text.isascii(), self._starts[n], len(block.text)
                seen_bytes = seen_signs = 0
            if not fits:
                continue
            inside = offset - first
            if not plain:
                seen_signs += len(self._pieces[n][seen_bytes:inside].decode("utf-8", "surrogatepass"))
                seen_bytes, inside = inside, seen_signs
            if end >= inside:
                end = min(size, inside + REACH)
                continue
            least = max(0, inside - REACH)
            begin = max(block.text.rfind("\n", least, inside) + 1, least)
            if end < 0:
                start = begin
            elif begin > end:
                yield Region(file, block, start, end)
                start = begin
            end = min(size, inside + REACH)
        if end >= 0:
            yield Region(file, block, start, end)


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
