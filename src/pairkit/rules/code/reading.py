"""One file, taken apart once for all rules that ask.

Most code has no place where text becomes a command. Which names a piece of code calls, mentions and assigns to is found
in one pass and tells whether a closer look can find anything; only then comments are taken out, which needs a parser.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from pairkit.change.model import Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.bare import bare
from pairkit.rules.code.flow import LANGUAGES
from pairkit.rules.code.text import changed_lines, parts

LONGEST = 400_000
"""Signs of a piece of code beyond which nobody reads it for flow."""
WIDEST = 5000
"""Signs of a line beyond which a program wrote it."""
_KEPT = 3_000_000
_WORD = pattern_of(r"\w+\(?")
_SET = pattern_of(
    r"(?m)^[^\S\n]*(?:(?:const|let|var|String|final[^\S\n]+String)[^\S\n]*)?\$?(\w+)[^\S\n]*(?::=|\+=|\.=|=)(?![=>])"
)
_TELLING = pattern_of(r"(?i)sql|query|stmt|statement|where|cmd|command")


class Piece:
    """What can be seen of one side of a file, or a part of it."""

    def __init__(self, block: Block, path: str, language: str) -> None:
        self.block, self._path, self._language = block, path, language

    @cached_property
    def readable(self) -> bool:
        """Whether people may have written this."""
        text = self.block.text
        if len(text) > LONGEST:
            return False
        return len(text) <= WIDEST or max(map(len, text.split("\n"))) <= WIDEST

    @cached_property
    def words(self) -> frozenset[str]:
        """All words; one that stands right before a bracket ends in `(`."""
        return frozenset(_WORD.findall(self.block.text))

    @cached_property
    def listed(self) -> str:
        """All words in one text, each on a line of its own: looking for a part of a word is quick there."""
        return "\n" + "\n".join(self.words)

    def mentions(self, any_of: tuple[str, ...]) -> bool:
        """Tell whether one of some words is there: `name` anywhere, `name(` called, `start*` at a word's beginning."""
        words = self.words
        for one in any_of:
            if one.endswith("*"):
                if "\n" + one[:-1] in self.listed:
                    return True
            elif one in words or (not one.endswith("(") and one + "(" in words):
                return True
        return False

    @cached_property
    def assigned(self) -> list[tuple[int, str]]:
        """The lines that give a value to a name which speaks of SQL or a command, as offset of the name and name."""
        if not _TELLING.search(self.listed):
            return []
        found = [(match.start(1), match[1]) for match in _SET.finditer(self.block.text)]
        return [(at, name) for at, name in found if _TELLING.search(name)]

    @cached_property
    def bare(self) -> str:
        """The code without comments; every other sign is at its place."""
        return bare(self.block.text, self._path, self._language)


class Reading:
    """A file's new side: its changed lines by number, and its pieces. `known` is for what was found in them already."""

    def __init__(self, file: FileChange) -> None:
        self.file = file
        self.language = LANGUAGES.get(file.path.rpartition(".")[2].lower())
        blocks = parts(file) if self.language else ()
        self.pieces = [Piece(block, file.path, self.language or "") for block in blocks]
        self.size = sum(len(block.text) for block in blocks)
        self.known: dict[tuple[str, ...], Any] = {}

    @cached_property
    def changed(self) -> dict[int, str]:
        """The changed lines by their numbers."""
        return changed_lines(self.file)


_kept: dict[int, Reading] = {}


def reading(file: FileChange) -> Reading:
    """Return the reading of a file, the same one as long as there is room for it."""
    found = _kept.get(id(file))
    if found is not None and found.file is file:
        return found
    made = Reading(file)
    if sum(one.size for one in _kept.values()) + made.size > _KEPT or len(_kept) >= 1000:
        _kept.clear()
    _kept[id(file)] = made
    return made
