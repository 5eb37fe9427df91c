"""The line that made a checker strict, gone without another value in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_ON = pattern_of(r"^\s*\"?strict\"?\s*[:=]\s*[Tt]rue\b")
_ANY = pattern_of(r"^\s*\"?strict\"?\s*[:=]")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each configuration that loses `strict = true` and says nothing else of it."""
    for file in files:
        if file.status == DELETED or any(_ANY.match(line) for block in file.blocks(NEW) for _, line in block.lines()):
            continue
        for block in file.blocks(OLD):
            hit = next(((number, line.strip()) for number, line in block.lines() if _ON.match(line)), None)
            if hit:
                yield Found(file.path, hit[0], OLD, hit[1], {"what": hit[1].rstrip(",")}, key="strict")
                break
