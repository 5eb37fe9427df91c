"""All changed lines of one side as one text, so that the literals of every rule are looked for in one pass each.

Python's `in` on one long text is as fast as memory allows; a regular expression per rule and line is not. A pattern
runs only around a literal that is there.
"""

from __future__ import annotations

from bisect import bisect_right
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


def one_pass(text: str, literals: Iterable[str]) -> dict[str, list[int]] | None:
    """Return the places of each literal, found in one pass; None without the accelerator (`pip install pairkit[fast]`).

    It finds what the slow way finds: places of one literal do not overlap.
    """
    try:
        from ahocorasick_rs import AhoCorasick
    except ImportError:
        return None
    names = sorted(set(literals))
    places: dict[str, list[int]] = {}
    for number, start, _ in AhoCorasick(names).find_matches_as_indexes(text, overlapping=True):
        name = names[number]
        own = places.setdefault(name, [])
        if not own or start >= own[-1] + len(name):
            own.append(start)
    return places


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
