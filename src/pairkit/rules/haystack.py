"""All changed lines of one side as one text, so that the literals of every rule are looked for in one pass each.

Python's `in` on one long text is as fast as memory allows; a regular expression per rule and line is not. A pattern
runs only around a literal that is there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple, Protocol

from pairkit.change.model import Block, Change, FileChange
from pairkit.playbook.stride import stride

_LONG = 300_000  # signs from which one pass for all literals is quicker than a pass for each
_GROWS = "\u0130"
"""The one capital that becomes two signs when lowered: the Turkish I with a dot."""
REACH = 1000
"""Signs on each side of a literal within which a pattern may match."""


class Region(NamedTuple):
    """Where to look: `block.text[start:end]`, some signs around literals that were found there."""

    file: FileChange
    block: Block
    start: int
    end: int


class Places(Protocol):
    """Where literals stand."""

    def regions(self, literals: Iterable[str]) -> list[Region]:
        """Return where any of `literals` (in lower case) stands, regions that touch being one."""

    def hits(self, literals: Iterable[str]) -> list[tuple[Region, Sequence[int]]]:
        """Return the same, each with the positions of the literals in its block's text, in their order."""


class Haystack:
    """The added (NEW) or removed (OLD) lines of a change's text files.

    `every` returns all literals that will be asked for; it is used only where one pass for all of them pays.
    """

    def __init__(self, change: Change, side: str, every: Callable[[], Iterable[str]]) -> None:
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
        self._text = lower("\n".join(texts))
        self._known = one_pass(self._text, every()) if len(self._text) > _LONG else None

    def regions(self, literals: Iterable[str]) -> list[Region]:
        """Return where any of `literals` (in lower case) stands, regions that touch being one."""
        return [region for region, _ in self.hits(literals)]

    def hits(self, literals: Iterable[str]) -> list[tuple[Region, Sequence[int]]]:
        """Return the same, each with the positions of the literals in its block's text, in their order."""
        if not self._text:
            return []
        offsets = self._sorted(literals)
        hits: list[tuple[Region, Sequence[int]]] = []
        at = 0
        while at < len(offsets):
            n = bisect_right(self._starts, offsets[at]) - 1
            after = self._starts[n + 1] if n + 1 < len(self._starts) else len(self._text) + 1
            stop = bisect_left(offsets, after, at)
            own, first = offsets[at:stop], self._starts[n]
            hits += around(*self._places[n], [offset - first for offset in own] if first else own)
            at = stop
        return hits

    def _sorted(self, literals: Iterable[str]) -> list[int]:
        if self._known is None:
            return sorted(self._offsets(literals))
        known = [own for literal in literals if (own := self._known.get(literal))]
        return known[0] if len(known) == 1 else sorted(chain.from_iterable(known))

    def _offsets(self, literals: Iterable[str]) -> Iterator[int]:
        for literal in literals:
            at = self._text.find(literal)
            step = stride(literal) if at >= 0 else 1
            while at >= 0:
                yield at
                at = self._text.find(literal, at + step)


def lower(text: str) -> str:
    """Return `text` in lower case with every sign at the same position."""
    return _GROWS.join([part.lower() for part in text.split(_GROWS)]) if _GROWS in text else text.lower()


def around(file: FileChange, block: Block, positions: Sequence[int]) -> Iterator[tuple[Region, Sequence[int]]]:
    """Yield where a pattern may match around some positions of a block, in their order; regions that touch are one.

    Each comes with the positions in it.
    """
    start, end, first, at = 0, -1, 0, 0
    while at < len(positions):
        position = positions[at]
        least = max(0, position - REACH)
        begin = max(block.text.rfind("\n", least, position) + 1, least)
        if begin > end:
            if end >= 0:
                yield Region(file, block, start, end), positions[first:at]
            start, first = begin, at
        end = position + REACH
        while (after := bisect_right(positions, end, at)) > at + 1:  # those within reach, at one go
            at = after - 1
            end = positions[at] + REACH
        end = min(len(block.text), end)
        at += 1
    if end >= 0:
        yield Region(file, block, start, end), positions[first:]


def one_pass(text: str, literals: Iterable[str]) -> dict[str, list[int]]:
    """Return the places of each literal, found in one pass; it finds what looking for one after the other finds."""
    from pairkit.rules.literals import places

    raw = text.encode("utf-8", "surrogatepass")
    found = places(raw, frozenset(literals))
    if text.isascii():
        return found
    signs, seen, at = {}, 0, 0
    for offset in sorted({offset for own in found.values() for offset in own}):
        at += len(raw[seen:offset].decode("utf-8", "surrogatepass"))
        seen = offset
        signs[offset] = at
    return {name: [signs[offset] for offset in own] for name, own in found.items()}


def both(change: Change, every: Callable[[], Iterable[str]]) -> dict[str, Haystack]:
    """Return the haystacks by side, each made when first asked."""
    return _Lazy(change, every)


class _Lazy(dict[str, Haystack]):
    def __init__(self, change: Change, every: Callable[[], Iterable[str]]) -> None:
        super().__init__()
        self._change, self._every = change, every

    def __missing__(self, side: str) -> Haystack:
        self[side] = made = Haystack(self._change, side, self._every)
        return made
