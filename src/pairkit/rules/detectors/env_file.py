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

_ENV = pattern_of(r"(?:^|/)(?:\.env(?:\.[\w-]+)*|\.?[\w-]+\.env|\.envrc|\.flaskenv)$", re.IGNORECASE)
_HARMLESS = pattern_of(
    r"\.(?:example|sample|template|dist|defaults?|schema|test|ci)(?:\.|$)|(?:^|/)(?:example|sample|template)\.env$",
    re.IGNORECASE,
)
_SECRET = pattern_of(
    r"(?i)^(?!\s*#)[^=:\n]{0,200}(?:key|secret|token|passw|pwd|credential|dsn|private|auth|salt|비밀)[^=:\n]{0,200}[=:]\s*[\"']?[^\s\"'$]"
    r"|://[^/\s:@]{0,80}:[^/\s:@$]{1,200}@|[=:]\s*[\"']?(?=[^\s\"']*\d)(?=[^\s\"']*[A-Za-z])[\w+/=-]{24,}"
)
_IGNORED = pattern_of(r"^/?(?:\*\*/)?(?:\.env|\*\.env|\.env\.\*|\.env\*|\.envrc|\.env\.local)\s*$")
_IGNORE_FILES = (".gitignore", ".dockerignore")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each environment file that is added or changed, and for each lost ignore rule."""
    for file in files:
        if file.status in (ADDED, MODIFIED, RENAMED, COPIED) and _is_env(file.path):
            plain = file.status == MODIFIED and not _holds_secret(file)
            variant, severity = ("plain", "note") if plain else ("file", "")
            line = 1 if file.hunks else None
            yield Found(file.path, line, facts={"variant": variant}, key="env", severity=severity)
        elif file.path.rpartition("/")[2] in _IGNORE_FILES and file.status != ADDED:
            yield from _lost_rule(file)


def _is_env(path: str) -> bool:
    return bool(_ENV.search(path)) and not _HARMLESS.search(path)


def _holds_secret(file: FileChange) -> bool:
    """Tell whether a value that came to a file, which the project keeps in its history, may be a secret."""
    return file.binary or any(_SECRET.search(line) for block in file.blocks(NEW) for _, line in block.lines())


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
