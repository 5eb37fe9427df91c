"""Environment files that enter the repository, and ignore rules that kept them out and go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, COPIED, DELETED, MODIFIED, NEW, OLD, RENAMED, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_ENV = pattern_of(r"(?:^|/)(?:\.env(?:\.[\w-]+)*|[\w-]+\.env|\.envrc)$", re.IGNORECASE)
_HARMLESS = pattern_of(
    r"\.(?:example|sample|template|dist|defaults?|schema|test|ci)(?:\.|$)|(?:^|/)(?:example|sample|template)\.env$",
    re.IGNORECASE,
)
_IGNORED = pattern_of(r"^/?(?:\*\*/)?(?:\.env|\*\.env|\.env\.\*|\.env\*|\.envrc|\.env\.local)\s*$")
_IGNORE_FILES = (".gitignore", ".dockerignore")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each environment file that is added or changed, and for each lost ignore rule."""
    for file in files:
        if file.status in (ADDED, MODIFIED, RENAMED, COPIED) and _is_env(file.path):
            yield Found(file.path, 1 if file.hunks else None, facts={"variant": "file"}, key="env")
        elif file.path.rpartition("/")[2] in _IGNORE_FILES and file.status != ADDED:
            yield from _lost_rule(file)


def _is_env(path: str) -> bool:
    return bool(_ENV.search(path)) and not _HARMLESS.search(path)


def _lost_rule(file: FileChange) -> Iterator[Found]:
    kept = {line.strip() for block in file.blocks(NEW) for _, line in block.lines()}
    if file.status != DELETED and any(_IGNORED.match(line) for line in kept):
        return
    for block in file.blocks(OLD):
        for number, line in block.lines():
            if _IGNORED.match(line.strip()) and line.strip() not in kept:
                facts = {"variant": "unignored", "what": line.strip()}
                yield Found(file.path, number, OLD, line.strip(), facts, key=line)
                return
