"""All changed lines of one side as one text, so that the literals of every rule are looked for in one pass each.

Python's `in` on one long text is as fast as memory allows; a regular expression per rule and line is not. A pattern
runs only around a literal that is there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pairkit.change.model import Block, Change, FileChange

REACH = 1000
"""Signs on each side of a literal within which a pattern may match."""


class Region(NamedTuple):
    """Where to look: `block.text[start:end]`, some signs around literals that were found there."""

    file: FileChange
    block: Block
    start: int
    end: int


class Haystack:
    """The added (NEW) or removed (OLD) lines of a change's text files."""

    def __init__(self, change: Change, side: str) -> None:
        self._places: list[tuple[FileChange, Block]] = []
        self._starts: list[int] = []
        texts: list[str] = []
        at = 0
        for file in change.files:
            for block in file.blocks(side):
                self._places.append((file, block))
                self._starts.append(at)
                texts.append(block.text)
                at += len(block.text) + 1
        self._text = _lower("\n".join(texts))

    def regions(self, literals: Iterable[str]) -> list[Region]:
        """Return where any of `literals` (in lower case) stands, regions that touch being one."""
        if not self._text:
            return []
        offsets = sorted(self._offsets(literals))
        regions: list[Region] = []
        for offset in offsets:
            n = bisect_right(self._starts, offset) - 1
            file, block = self._places[n]
            inside = offset - self._starts[n]
            least = max(0, inside - REACH)
            start = max(block.text.rfind("\n", least, inside) + 1, least)
            end = min(len(block.text), inside + REACH)
            last = regions[-1] if regions else None
            if last is not None and last.block is block and start <= last.end:
                regions[-1] = Region(file, block, last.start, end)
            else:
                regions.append(Region(file, block, start, end))
        return regions

    def _offsets(self, literals: Iterable[str]) -> Iterator[int]:
        for literal in literals:
            at = self._text.find(literal)
            while at >= 0:
                yield at
                at = self._text.find(literal, at + len(literal))


def _lower(text: str) -> str:
    """Return `text` in lower case with every sign at the same position (a few capitals grow when lowered)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def both(change: Change) -> dict[str, Haystack]:
    """Return the haystacks by side, each made when first asked."""
    return _Lazy(change)


class _Lazy(dict[str, Haystack]):
    def __init__(self, change: Change) -> None:
        super().__init__()
        self._change = change

    def __missing__(self, side: str) -> Haystack:
        self[side] = made = Haystack(self._change, side)
        return made
