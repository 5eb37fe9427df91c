"""Marks in comments that tell a scanner to look away, beside the code or on a line of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.rules.context import Context
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_NAME = __name__.rpartition(".")[2]


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the first new mark of each file that fits `added` of this rule's own entry."""
    pattern = re.compile(next(one["added"] for one in rule["detect"] if one.get("detector") == _NAME), re.MULTILINE)
    seen: set[str] = set()
    for region in regions:
        file = region.file
        if region.block.side != NEW or file.generated or file.path in seen:
            continue
        gone = {" ".join(line.split()) for block in file.blocks(OLD) for _, line in block.lines()}
        for match in pattern.finditer(region.block.text, region.start, region.end):
            evidence = line_around(region.block.text, match.start("what"))
            if " ".join(evidence.split()) not in gone:
                seen.add(file.path)
                line = region.block.line_at(match.start("what"))
                yield Found(file.path, line, NEW, evidence, {"what": match["what"], "count": 1}, key=evidence)
                break
