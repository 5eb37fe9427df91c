"""One file, taken apart once for all rules that ask.

Most code has no place where text becomes a command. Plain text that must stand there is looked for first; only where it
does, comments are taken out, which needs a parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pairkit.change.model import Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.bare import bare
from pairkit.rules.code.flow import LANGUAGES, hears
from pairkit.rules.code.scripts import PAGES, scripts_of
from pairkit.rules.code.text import LONGEST, changed_lines, parts
from pairkit.rules.haystack import lower
from pairkit.rules.paths import ending

WIDEST = 5000
"""Signs of a line beyond which a program wrote it."""
_KEPT = 3_000_000
_SET = pattern_of(r"\w*[^\S\n]*(?::=|\+=|\.=|=)(?![=>])")


class Piece:
    """What can be seen of one side of a file, or a part of it."""

    def __init__(self, block: Block, path: str, language: str) -> None:
        self.block, self._path, self.language = block, path, language

    @cached_property
    def readable(self) -> bool:
        """Whether people may have written this."""
        text = self.block.text
        if len(text) > LONGEST:
            return False
        return len(text) <= WIDEST or max(map(len, text.split("\n"))) <= WIDEST

    def mentions(self, any_of: tuple[str, ...]) -> bool:
        """Tell whether one of some texts stands in it."""
        return any(one in self.block.text for one in any_of)

    @cached_property
    def hears(self) -> bool:
        """Whether what a stranger sends can be in it."""
        return hears(self.block.text, self.language)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, each sign at its place."""
        return lower(self.block.text)

    def assigned(self, any_of: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Yield start and end of each line that gives a value to a name with one of some lower-case texts in it."""
        text = self.lower
        done: set[int] = set()
        for one in any_of:
            at = text.find(one)
            while at >= 0:
                found = _SET.match(text, at)
                if found:
                    start = text.rfind("\n", 0, at) + 1
                    end = text.find("\n", at)
                    if start not in done:
                        done.add(start)
                        yield start, end if end >= 0 else len(text)
                at = text.find(one, at + len(one))

    @cached_property
    def bare(self) -> str:
        """The code without comments; every other sign is at its place."""
        return bare(self.block.text, self._path, self.language)


class Reading:
    """A file's new side: its changed lines by number, and its pieces. `known` is for what was found in them already."""

    def __init__(self, file: FileChange) -> None:
        self.file = file
        end = ending(file.path)
        language = LANGUAGES.get(end)
        blocks = parts(file) if language or end in PAGES else ()
        self.pieces = [Piece(block, file.path, language) for block in blocks if language]
        if end in PAGES:
            scripts = ((block, scripts_of(block.text, part=block.start > 1)) for block in blocks)
            self.pieces += [
                Piece(block._replace(text=text), file.path, "js") for block, text in scripts if text.strip()
            ]
        self.size = sum(len(block.text) for block in blocks)
        self.known: dict[tuple[str, ...], Any] = {}

    @cached_property
    def changed(self) -> dict[int, str]:
        """The changed lines by their numbers."""
        return changed_lines(self.file)


_kept: dict[int, Reading] = {}
_size = [0]


def reading(file: FileChange) -> Reading:
    """Return the reading of a file, the same one as long as there is room for it."""
    found = _kept.get(id(file))
    if found is not None and found.file is file:
        return found
    made = Reading(file)
    if _size[0] + made.size > _KEPT or len(_kept) >= 1000:
        _kept.clear()
        _size[0] = 0
    _size[0] += made.size
    _kept[id(file)] = made
    return made
