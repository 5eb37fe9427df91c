"""Thousands of lines that a program wrote: nobody reads them, so somebody must know why they are here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_MANY = 1000
_LARGE = 300
_SHOWN = 3


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the largest generated files where a thousand lines changed: in a lock (rule `lock-huge`), or in all others.

    A generator writes many files at once, so all but the locks count together.
    """
    if context.change.source == "all":
        return
    locks = rule["id"] == "lock-huge"
    written = [
        (file.added + file.removed, file)
        for file in files
        if file.generated and (file.generated == "lock") == locks and file.status != DELETED
    ]
    total = sum(lines for lines, _ in written)
    least = _MANY if locks else _LARGE
    huge = [pair for pair in written if pair[0] >= least] if total >= _MANY else []
    for lines, file in sorted(huge, key=lambda pair: -pair[0])[:_SHOWN]:
        yield Found(file.path, None, facts={"lines": lines, "total": total}, key="huge")
