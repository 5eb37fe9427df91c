"""Where the literals of all rules stand in some files, found in one pass over their bytes.

Bytes, because the search is three times as quick on them and lower case costs nothing there. Positions are turned
into those of the text only for files that are not plain ASCII.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain

from pairkit.change.model import NEW, Block, FileChange
from pairkit.rules.haystack import Region, around, lower
from pairkit.rules.literals import places

_KELVIN = "\u212a"  # the only sign beyond ASCII whose lower case is a plain letter
_FOLLOWING = bytes(range(0x80, 0xC0))  # every byte of a sign in UTF-8 but its first
_STEP = 1024


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
        self.known = places(b"\n".join(self._pieces), literals) if literals and at else {}

    def regions(self, literals: Iterable[str], bits: int = -1) -> list[Region]:
        """Return where any of `literals` (in lower case) stands, in files of `bits`; regions that touch are one."""
        return [region for region, _ in self.hits(literals, bits)]

    def hits(self, literals: Iterable[str], bits: int = -1) -> list[tuple[Region, Sequence[int]]]:
        """Return the same, each with the positions of the literals in its block's text, in their order."""
        known = [self.known[literal] for literal in literals if literal in self.known]
        offsets = known[0] if len(known) == 1 else sorted(chain.from_iterable(known))
        hits: list[tuple[Region, Sequence[int]]] = []
        at = 0
        while at < len(offsets):
            n = bisect_right(self._starts, offsets[at]) - 1
            stop = bisect_left(offsets, self._ends[n], at)
            if self._masks[n] & bits:
                hits += around(*self._places[n], self._inside(n, offsets[at:stop]))
            at = stop
        return hits

    def _inside(self, n: int, offsets: Sequence[int]) -> Sequence[int]:
        """Return positions in a block's text for those in the bytes of all."""
        first, piece = self._starts[n], self._pieces[n]
        if self._places[n][1].text.isascii():
            return [offset - first for offset in offsets] if first else offsets
        marks = self._marks(n)
        positions = []
        for offset in offsets:
            mark = (offset - first) // _STEP
            rest = piece[mark * _STEP : offset - first]
            positions.append(marks[mark] + len(rest.translate(None, _FOLLOWING)))
        return positions

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
