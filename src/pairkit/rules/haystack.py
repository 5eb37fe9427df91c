"""All changed lines of one side as one text, so that the literals of every rule are looked for in one pass each.

Python's `in` on one long text is as fast as memory allows; a regular expression per rule and line is not. A pattern
runs only around a literal that is there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from pairkit.change.model import Block, Change, FileChange

_LONG = 300_000  # signs from which one pass for all literals is quicker than a pass for each
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
        if not self._text:
            return []
        offsets = sorted(self._offsets(literals))
        regions: list[Region] = []
        at = 0
        while at < len(offsets):
            n = bisect_right(self._starts, offsets[at]) - 1
            after = self._starts[n + 1] if n + 1 < len(self._starts) else len(self._text) + 1
            stop = bisect_left(offsets, after, at)
            regions += around(*self._places[n], (offset - self._starts[n] for offset in offsets[at:stop]))
            at = stop
        return regions

    def _offsets(self, literals: Iterable[str]) -> Iterator[int]:
        for literal in literals:
            if self._known is not None:
                yield from self._known.get(literal, ())
                continue
            at = self._text.find(literal)
            while at >= 0:
                yield at
                at = self._text.find(literal, at + len(literal))


def lower(text: str) -> str:
    """Return `text` in lower case with every sign at the same position (a few capitals grow when lowered)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def around(file: FileChange, block: Block, positions: Iterable[int]) -> Iterator[Region]:
    """Yield where a pattern may match around some positions of a block, in their order; regions that touch are one."""
    start, end = 0, -1
    for position in positions:
        if position > end:
            least = max(0, position - REACH)
            begin = max(block.text.rfind("\n", least, position) + 1, least)
            if end >= 0 and begin > end:
                yield Region(file, block, start, end)
            start = begin if begin > end else start
        end = min(len(block.text), position + REACH)
    if end >= 0:
        yield Region(file, block, start, end)


def one_pass(text: str, literals: Iterable[str]) -> dict[str, list[int]] | None:
    """Return the places of each literal, found in one pass; None without the accelerator (`pip install pairkit[fast]`).

    It finds what the slow way finds: places of one literal do not overlap.
    """
    from pairkit.rules.literals import is_quick, places

    if not is_quick():
        return None
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
