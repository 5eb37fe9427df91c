"""Files that belong to the other person, and the files that keep the agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import FileChange
from pairkit.project.zones import CLOSED, MAKER, ZONES, is_guard_file, may_change
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each file that the acting person does not answer for.

    Rule `guard-file` sees the guard files, rule `zone-crossed` all others.
    """
    if context.zones is None:
        return
    for file in files:
        # A moved file is judged by the stricter of its places: moving pairkit.yaml away is changing it.
        path = max((file.path, file.old_path or file.path), key=lambda path: _strictness(context, path))
        guard = is_guard_file(path)
        zone = CLOSED if guard else context.zones.of(path)
        if guard == (rule["id"] == "guard-file") and not may_change(context.acting.role, zone):
            owner = context.agreement.first("maker" if zone == MAKER else "developer")
            facts = {"zone": zone, "owner": owner.called if owner else ""}
            yield Found(path, facts=facts, key=zone)


def _strictness(context: Context, path: str) -> int:
    if context.zones is None or is_guard_file(path):
        return len(ZONES)
    return ZONES.index(context.zones.of(path))
