"""Versions and systems that a pipeline no longer tries: the list of a matrix lost entries and gained none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_LIST = pattern_of(
    r"^\s*(?:-\s+)?[\"']?(?P<key>[\w-]*(?:version|versions|node|python|ruby|php|go|java|jdk|os|platform|rails|django|database|db|browser)s?)"
    r"[\"']?\s*:\s*\[(?P<items>[^\]\n]{1,300})\]\s*(?:#.*)?$",
    re.IGNORECASE,
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the first such list of each file."""
    for file in {id(region.file): region.file for region in regions}.values():
        old = {key: items for _, _, key, items in _lists(file, OLD)}
        for line, text, key, items in _lists(file, NEW):
            if key in old and items < old[key]:
                what = ", ".join(sorted(old[key] - items))
                yield Found(
                    file.path, line, NEW, text.strip()[:160], {"what": f"{key}: {what}", "variant": "gone"}, key=text
                )
                break


def _lists(file: FileChange, side: str) -> Iterator[tuple[int, str, str, set[str]]]:
    for number, line in ((number, line) for block in file.blocks(side) for number, line in block.lines()):
        match = _LIST.match(line) if len(line) < 500 else None
        if match:
            yield (
                number,
                line,
                match["key"],
                {one.strip().strip("\"'") for one in match["items"].split(",") if one.strip()},
            )
