"""What changed: files, and in each the runs of lines that went and came.

Nothing here runs git. A file's sides read themselves when asked, so that a check which needs only the changed lines
never loads whole files.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

OLD, NEW = "old", "new"
ADDED, DELETED, MODIFIED, RENAMED, COPIED, TYPE = "added", "deleted", "modified", "renamed", "copied", "type"


@lru_cache(maxsize=16)
def _breaks(text: str) -> list[int]:
    """Return where lines end: thousands of findings in one file must not count its lines anew each time."""
    return [match.start() for match in re.finditer("\n", text)]


class Block(NamedTuple):
    """A run of consecutive lines of one side. `start` is the 1-based number of the first; newlines join them."""

    side: str
    start: int
    text: str

    def line_at(self, offset: int) -> int:
        """Return the line number of a position in `text`."""
        return self.start + bisect_left(_breaks(self.text), offset)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield (line number, text)."""
        return enumerate(self.text.split("\n"), self.start)

    @property
    def length(self) -> int:
        """How many lines."""
        return self.text.count("\n") + 1


class Hunk(NamedTuple):
    """One place where lines changed: those that went, those that came. `section` is the heading git found above it."""

    removed: Block | None
    added: Block | None
    section: str = ""


class Side(NamedTuple):
    """A file before or after.

    `complete` tells whether `parts()` is the whole file, as one block from line 1 on, or only what a patch shows of it.
    """

    blob: str | None
    mode: str
    complete: bool
    parts: Callable[[], tuple[Block, ...]]


class FileChange(NamedTuple):
    """One file of a change. `old` is None for a new file, `new` for a deleted one; `size` is the new one's in bytes."""

    path: str
    status: str
    old: Side | None
    new: Side | None
    hunks: Sequence[Hunk]
    old_path: str | None = None
    binary: bool = False
    size: int | None = None
    generated: str | None = None
    """Why nobody reads this file line by line ("lock", "minified", "snapshot", "marked"), or None."""

    attributes: tuple[tuple[str, bool], ...] = ()
    """What `.gitattributes` says of it, by name: `linguist-generated` and `linguist-vendored`, if it says anything."""

    recoded: bool = False
    """Whether the lines were read from UTF-16: other programs will not see them as they stand here."""

    pieces: Callable[[str], Iterator[Block]] | None = None
    """How to read a side of a text that is too long to be held at once, None for any other file.

    Such a file has no hunks: only secrets are looked for in it. Of a patch these are the lines that changed.
    """

    def blocks(self, side: str) -> Iterator[Block]:
        """Yield the runs of lines that were removed (OLD) or added (NEW)."""
        for hunk in self.hunks:
            block = hunk.added if side == NEW else hunk.removed
            if block is not None:
                yield block

    @property
    def added(self) -> int:
        """How many lines came."""
        return sum(block.length for block in self.blocks(NEW))

    @property
    def removed(self) -> int:
        """How many lines went."""
        return sum(block.length for block in self.blocks(OLD))


class Skipped(NamedTuple):
    """A part of the change that was not looked at, and the words' key of why."""

    path: str
    reason: str
    facts: Mapping[str, object] = MappingProxyType({})


class Change(NamedTuple):
    """All that one commit, range or patch does.

    `source` is "staged", "merge", "range", "all" or "patch". `first` tells that there is no history before it.
    `title` is the subject of the newest commit or of the patch, `authors` their e-mail addresses.
    """

    source: str
    files: tuple[FileChange, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    first: bool = False
    base: str = ""
    tip: str = ""
    skipped: tuple[Skipped, ...] = ()
    lines: int | None = None
    """How many lines came, where that is known without reading the files."""

    @property
    def added(self) -> int:
        """How many lines came, generated files left out."""
        if self.lines is not None:
            return self.lines
        return sum(file.added for file in self.files if not file.generated)

    @property
    def removed(self) -> int:
        """How many lines went, generated files left out."""
        if self.source == "all":
            return 0  # and no file is read to find that out
        return sum(file.removed for file in self.files if not file.generated)
