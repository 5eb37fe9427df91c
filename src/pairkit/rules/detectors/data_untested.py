"""Code that changed while no test did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_test

_FEWEST = 10
_SAYS_NOTHING = ("#", "//", "*", "/*", "import ", "from ")
_FIRSTS = frozenset(one[0] for one in _SAYS_NOTHING)
_CODE = pattern_of(r"\.(?:py|[cm]?[jt]sx?|vue|svelte|go|java|kt|rb|php|rs|cs|scala|swift|ex|exs)$", re.IGNORECASE)
_ELSEWHERE = pattern_of(
    r"(?:^|/)(?:migrations?|versions|migrate|alembic|docs?|examples?|scripts?|node_modules|vendor|static|locale"
    r"|i18n)/"
    r"|(?:^|/)(?:settings|setup|conf|urls|__init__|manage|noxfile|tasks)\.py$|\.config\.[cm]?[jt]s$|\.d\.ts$"
    r"|\.stories\.[jt]sx?$"
)
_TESTS = ("#[cfg(test)]", ">>> ")
"""Tests that stand in the code itself, of Rust and of Python."""
_TESTED = pattern_of(r"^[ \t]*+(?:#\[cfg\(test\)\]|>>> )", re.MULTILINE)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding where a change adds ten lines of code or more and touches no test."""
    change = context.change
    if change.first or change.source == "all":
        return
    if any(is_test(file.path) or is_test(file.old_path or file.path) for file in change.files):
        return
    code = [file for file in change.files if _is_code(file)]
    blocks = [block.text for file in code for block in file.blocks(NEW)]
    lines = sum(map(_speaking, blocks))
    if lines < _FEWEST or any(_TESTED.search(text) for text in blocks if any(mark in text for mark in _TESTS)):
        return
    yield Found(None, facts={"lines": lines, "count": len([file for file in code if file.added])}, key="untested")


def _speaking(text: str) -> int:
    """Return how many lines are neither empty nor comments nor imports."""
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    return len(lines) - sum(line[0] in _FIRSTS and line.startswith(_SAYS_NOTHING) for line in lines)


def _is_code(file: FileChange) -> bool:
    if file.status == DELETED or file.generated:
        return False
    return bool(_CODE.search(file.path)) and not _ELSEWHERE.search(file.path)
