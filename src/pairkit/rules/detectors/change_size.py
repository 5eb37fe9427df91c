"""A change that is too big to be looked at with care."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding above `size.stop` (rule `too-big`) or `size.split` changed lines (rule `big-change`).

    Generated and deleted files do not count, nor do a project's first commit and a look at everything.
    """
    change = context.change
    if change.first:
        return
    read = [file for file in change.files if file.hunks and not file.generated and file.status != DELETED]
    lines = sum(file.added + file.removed for file in read)
    split, stop = context.agreement.size["split"], context.agreement.size["stop"]
    over = lines > stop if rule["id"] == "too-big" else split < lines <= stop
    if over:
        facts = {"lines": lines, "count": len(read), "limit": stop if rule["id"] == "too-big" else split}
        yield Found(None, facts=facts, key="size")
