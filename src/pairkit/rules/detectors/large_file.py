"""Files above the agreed size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

MEGABYTE = 1_000_000


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each new or changed file above `size.file_mb` megabytes."""
    limit = context.agreement.size["file_mb"]
    for file in files:
        if file.size is not None and file.size > limit * MEGABYTE:
            facts = {"size": f"{file.size / MEGABYTE:.0f}", "limit": limit}
            yield Found(file.path, facts=facts, key="large")
