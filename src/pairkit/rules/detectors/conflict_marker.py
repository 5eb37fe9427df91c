"""Lines that a merge left for a person to decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file: a start with its middle or its end, since one sign alone is also an underline."""
    for path in dict.fromkeys(region.file.path for region in regions):
        file = next(file for file in files if file.path == path)
        lines = [(number, line) for block in file.blocks(NEW) for number, line in block.lines()]
        starts = [(number, line) for number, line in lines if line.startswith("<<<<<<< ") or line == "<<<<<<<"]
        ends = [number for number, line in lines if line.startswith(">>>>>>> ") or line == ">>>>>>>"]
        middles = [number for number, line in lines if line == "======="]
        if starts and any(number > starts[0][0] for number in ends + middles):
            number, line = starts[0]
            yield Found(path, number, evidence=line[:60], facts={"count": len(starts)}, key="conflict")
        elif ends and middles and min(middles) < max(ends):
            yield Found(path, min(middles), facts={"count": len(ends)}, key="conflict")
