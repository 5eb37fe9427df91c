"""Recorded results that were recorded anew: whatever the program does now counts as right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, OLD, FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a change, at the first of the snapshots that were rewritten; a new one rewrites nothing."""
    rewritten = [file for file in files if _is_rewritten(file)]
    if not rewritten:
        return
    first = rewritten[0]
    line = next((block.start for block in first.blocks(OLD)), None)
    names = [file.path.rpartition("/")[2] for file in rewritten]
    facts = {
        "count": len(rewritten),
        "lines": sum(file.removed for file in rewritten),
        "names": ", ".join(names[:3]) + (" …" if len(names) > 3 else ""),
        "variant": "one" if len(rewritten) == 1 else "several",
    }
    yield Found(first.path, line, OLD if line else "new", names[0], facts, key="snapshots")


def _is_rewritten(file: FileChange) -> bool:
    """Tell whether something recorded went or changed: not where a record only came or went whole."""
    if file.status in (ADDED, DELETED) or file.old is None or file.new is None:
        return False
    if file.binary:
        return file.old.blob is None or file.old.blob != file.new.blob
    return any(line.strip() for block in file.blocks(OLD) for line in block.text.split("\n"))
