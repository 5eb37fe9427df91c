"""What a rule's `structure` finds, said once a file where it stands there many times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.structure import find_structure, read_as

_EACH = 2


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield each match of a file that has two at most, and else its first with their count."""
    found: dict[str, list[Found]] = {}
    for wanted in rule["detect"]:
        fitting = [r for r in regions if read_as(r.file.path, wanted["structure"]["languages"])]
        for one in find_structure(wanted, fitting) if fitting else ():
            found.setdefault(one.file or "", []).append(one)
    for each in found.values():
        each.sort(key=lambda one: one.line or 0)
        if len(each) <= _EACH:
            yield from each
        else:
            yield each[0]._replace(facts={**each[0].facts, "count": len(each), "variant": "many"})
