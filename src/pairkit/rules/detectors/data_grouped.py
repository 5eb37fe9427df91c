"""What a rule's `structure` finds, said once a file where it stands there many times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pairkit.change.model import OLD, FileChange, Side
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.structure import find_structure, read_as

_EACH = 2
_NAMED = pattern_of(r"\s{0,9}(?:=>|\bas)\s{0,9}\w+|\(\s{0,9}\w+\s{0,9}\)")
"""The name that an error is given: with or without one it is the same place."""


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield each match of a file that has two at most, and else its first with their count."""
    found: dict[str, list[Found]] = {}
    for wanted in rule["detect"]:
        if "structure" not in wanted:
            continue
        fitting = [r for r in regions if read_as(r.file.path, wanted["structure"]["languages"])]
        new = list(find_structure(wanted, fitting)) if fitting else []
        before = _before(wanted, fitting) if new else Counter()
        sides = {region.file.path: region.file.new for region in fitting}
        for one in new:
            place = _place(one, sides[str(one.file)])
            if before[place]:
                before[place] -= 1  # it stood there already, and something in it or around it changed
            else:
                found.setdefault(one.file or "", []).append(one)
    for each in found.values():
        each.sort(key=lambda one: one.line or 0)
        if len(each) <= _EACH:
            yield from each
        else:
            yield each[0]._replace(facts={**each[0].facts, "count": len(each), "variant": "many"})


def _before(wanted: Mapping[str, Any], regions: Iterable[Region]) -> Counter[tuple[str, ...]]:
    """Count what was found in what went from the files of some regions."""
    files = {region.file.path: region.file for region in regions}
    went = [Region(file, block, 0, len(block.text)) for file in files.values() for block in file.blocks(OLD)]
    return Counter(_place(one, files[str(one.file)].old) for one in find_structure(wanted, went))


def _place(found: Found, side: Side | None) -> tuple[str, ...]:
    """Return what makes a place the same before and after: its file, its own line and the one above."""
    above = ""
    for block in side.parts() if side else ():
        lines = [(number, line.strip()) for number, line in block.lines() if line.strip()]
        own = [at for at, (number, line) in enumerate(lines) if number <= (found.line or 0) and line == found.evidence]
        above = lines[own[-1] - 1][1] if own and own[-1] else above
    return str(found.file), _NAMED.sub("", found.evidence), above
