"""Parts of the service that a settings file lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import Lost, findings


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses something of this kind."""
    return findings(context, files, regions, _lost_parts)


_PART = pattern_of(r"^\s+[\"'](?P<k>\w+(?:\.\w+){1,8})[\"'],?\s*(?:#.*)?$")


def _lost_parts(context: Context, file: FileChange) -> Iterator[Lost]:
    came = "\n".join(block.text for block in file.blocks(NEW))
    for block in file.blocks(OLD):
        for line, text in block.lines():
            match = _PART.match(text)
            if match and match["k"] not in came and match["k"].rpartition(".")[2] not in came:
                yield Lost(line, OLD, match["k"].rpartition(".")[2], text.strip())
