"""A title that promises little over a change that does more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each kind of thing that the title does not speak of. A commit to be has no title yet."""
    title = context.change.title.strip()
    if title and not context.change.first:
        from pairkit.rules.detectors.scope_promises import surprises  # a dozen patterns, not for a hook's path

        yield from surprises(title, files)
