"""Run the rules that judge a file by itself over some files of a tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pairkit.change.attributes import marked
from pairkit.change.everything import Tracked, as_read
from pairkit.change.model import NEW, FileChange
from pairkit.git.objects import Objects
from pairkit.rules.context import Context
from pairkit.rules.engine import by_entry, is_left_out
from pairkit.rules.finding import Found
from pairkit.rules.long_files import in_long_files
from pairkit.rules.tree.fits import Fits
from pairkit.rules.tree.scope import is_for_one_file, is_silent
from pairkit.rules.tree.spots import Spots

Plain = Mapping[str, Any]


class Entry(NamedTuple):
    """One entry under a rule's `detect`; `number` keeps the order of the playbooks."""

    number: int
    rule: Plain
    detect: Plain
    literals: tuple[str, ...]
    """In lower case; those of all shapes where the entry stands for them."""


class Look(NamedTuple):
    """What one file's content says: what kind of file it is, and what was found, with the number of each entry."""

    binary: bool
    generated: str | None
    lines: int
    found: tuple[tuple[int, Found], ...]


class Wanted(NamedTuple):
    """A file to look at.

    `rendered` tells that it is exactly as the project's template made it; `attributes` is what `.gitattributes` says.
    """

    file: Tracked
    rendered: bool = False
    attributes: tuple[tuple[str, bool], ...] = ()


def entries(context: Context) -> list[Entry]:
    """Return the entries that have something to say of a tree."""
    every = [(rule, detect) for rule in context.playbooks.rules for detect in rule["detect"]]
    shapes = tuple({literal for shape in context.playbooks.shapes for literal in shape["literals"]})
    return [
        Entry(n, rule, detect, shapes if "shapes" in detect else tuple(map(str.lower, detect.get("literals", ()))))
        for n, (rule, detect) in enumerate(every)
        if not is_left_out(context, rule) and not is_silent(detect)
    ]


class Sweep:
    """Looks at files, many at once, so that the literals of all rules are looked for in one pass."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._entries = [entry for entry in entries(context) if is_for_one_file(entry.detect)]
        self._fits = Fits([entry.detect for entry in self._entries])
        self._kinds: dict[str, int] = {}
        self._literals: dict[int, frozenset[str]] = {}
        self._of: dict[str, int] = {}
        self._always = 0
        for n, entry in enumerate(self._entries):
            for literal in entry.literals:
                self._of[literal] = self._of.get(literal, 0) | 1 << n
            self._always |= 0 if entry.literals else 1 << n

    def kind(self, path: str) -> int:
        """Return a number that is the same for paths which the same entries are for."""
        if path not in self._kinds:
            self._kinds[path] = self._fits.of(path)
        return self._kinds[path]

    def look(self, wanted: Sequence[Wanted], objects: Objects) -> list[Look]:
        """Read files and return what each says, in their order."""
        files = list(read_all(wanted, objects))
        found = self.found(files)
        for n, one in in_long_files(self._context, files):
            found.setdefault(one.file or "", []).append((n, one))
        return [Look(file.binary, file.generated, file.added, tuple(found.get(file.path, ()))) for file in files]

    def found(self, files: Sequence[FileChange]) -> dict[str, list[tuple[int, Found]]]:
        """Return what is found in files, by their paths."""
        masks = [self.kind(file.path) for file in files]
        spots = Spots(files, masks, self._wanted(masks))
        hit = self._always
        for literal in spots.known:
            hit |= self._of[literal]
        context = self._context._replace(change=self._context.change._replace(files=tuple(files)))
        found: dict[str, list[tuple[int, Found]]] = {}
        for n in _bits(hit):
            entry, bit = self._entries[n], 1 << n
            fitting = [file for file, mask in zip(files, masks, strict=True) if mask & bit]
            regions = spots.regions(entry.literals, bit) if entry.literals and "shapes" not in entry.detect else []
            if not fitting or (entry.literals and not regions and "shapes" not in entry.detect):
                continue
            for one in by_entry(context, entry.rule, entry.detect, fitting, regions, {NEW: spots}):
                found.setdefault(one.file or "", []).append((entry.number, one))
        return found

    def _wanted(self, masks: Iterable[int]) -> frozenset[str]:
        every = 0
        for mask in masks:
            every |= mask
        if every not in self._literals:
            own = (literal for n in _bits(every) for literal in self._entries[n].literals)
            self._literals[every] = frozenset(own)
        return self._literals[every]


def read_all(wanted: Sequence[Wanted], objects: Objects) -> Iterator[FileChange]:
    """Yield files with their lines, in order."""
    raws = objects.read_all([one.file.blob for one in wanted if one.file.readable])
    for one in wanted:
        raw = next(raws) or b"" if one.file.readable else None
        file = marked(as_read(one.file, raw, objects), dict(one.attributes))
        yield file._replace(generated="template") if one.rendered else file


def _bits(number: int) -> list[int]:
    return [n for n in range(number.bit_length()) if number >> n & 1]
