"""Context for agents (AGENTS.md, CLAUDE.md) that names code which this change moves or deletes.

Only what the change shows of such a file can be read here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, RENAMED, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_PATH = pattern_of(r"[\w@.-]+(?:/[\w@.-]+)+/?|[\w-]+\.(?:py|[cm]?[jt]sx?|go|rs|rb|java|sh|sql|ya?ml|toml|json)\b")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each line of a context file that still names a path which the change takes away."""
    gone = {file.old_path or file.path for file in context.change.files if file.status in (DELETED, RENAMED)}
    if not gone:
        return
    there = {file.path for file in context.change.files if file.status != DELETED}
    for file in files:
        if file.new is None:
            continue
        for block in file.new.parts():
            for number, line in block.lines():
                named = [word.removeprefix("./").rstrip("/.") for word in _PATH.findall(line)]
                lost = next((word for word in named if word in gone and word not in there), None)
                if lost:
                    yield Found(file.path, number, NEW, line.strip()[:160], {"what": lost}, key=lost)
