"""Files that decide how the project is tried and delivered: a change there is a place to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, RENAMED, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_COMMENT = pattern_of(r"^\s*(?:#|//|--|\{\{/\*|$)")
_USES = pattern_of(r"^\s*(?:-\s*)?uses:\s*(?P<action>[^@\s]+)@\S+")
_VERSION = pattern_of(r"^\s*(?:-\s*)?(?P<key>[\w-]*version):\s*[\"']?[~^>=<v]*\d[\w.*-]*[\"']?\s*$")
"""A tool's next version, as a pipeline asks for it."""
_TEXT = pattern_of(r"^\s*description\s*=\s*\"")
_AS = pattern_of(r"^\s*FROM\s.*\s(?P<as>as)\s", re.IGNORECASE)
_CHART = pattern_of(r"^\s*(?:version|appVersion)\s*:")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file whose meaning may have changed: not for comments, nor for an action's next version."""
    if context.change.source == "all":
        return
    for file in files:
        if file.generated or (file.status == RENAMED and not file.hunks):
            continue
        lines = _meaningful(file)
        if lines:
            side, line, text = lines[0]
            variant = "gone" if file.status == DELETED else "new" if file.old is None else "changed"
            facts = {"variant": variant, "what": text.strip()[:80]}
            yield Found(file.path, line, side, text.strip()[:160], facts, key="place")


def _meaningful(file: FileChange) -> list[tuple[str, int, str]]:
    sides = {
        side: [
            (side, number, line)
            for block in file.blocks(side)
            for number, line in block.lines()
            if not (_COMMENT.match(line) or _says_only(file.path, line))
        ]
        for side in (NEW, OLD)
    }
    words = {side: sorted(_word(line) for _, _, line in lines) for side, lines in sides.items()}
    return [] if words[NEW] == words[OLD] else sides[NEW] or sides[OLD]


def _says_only(path: str, line: str) -> bool:
    """Tell whether a line is for people only: what a variable is for, the next number of a chart."""
    return bool((path.endswith("Chart.yaml") and _CHART.match(line)) or (path.endswith(".tf") and _TEXT.match(line)))


def _word(line: str) -> str:
    """Return a line without its indentation, and an action without its version."""
    uses = _USES.match(line)
    number = _VERSION.match(line)
    if number:
        return f"{number['key']} version"
    named = _AS.match(line)
    if named:
        line = f"{line[: named.start('as')]}AS{line[named.end('as') :]}"
    return f"uses {uses['action']}" if uses else " ".join(line.partition(" #")[0].split())
