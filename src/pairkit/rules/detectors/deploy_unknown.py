"""Packages that the registry does not know; asked for beforehand, and only with `check --online`."""

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
    """Yield one finding for each package of `context.missing` that the change adds."""
    if not context.missing:
        return
    from pairkit.rules.detectors.deploy_packages import added_packages  # nothing of it is needed otherwise

    for file, entry in added_packages(context.change):
        if entry.name in context.missing:
            facts = {"what": entry.name, "names": entry.name}
            yield Found(file.path, entry.line, NEW, entry.text[:160], facts, key=entry.name)
