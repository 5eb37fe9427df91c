"""Steps of a pipeline that check something and may fail from now on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_MAY_FAIL = pattern_of(r"^\s*(?:-\s+)?(?P<what>continue-on-error|allow_failure|continueOnError):\s*[\"']?true\b")
_STEP = pattern_of(r"\s*-\s")
_CONDITION = pattern_of(r"\s*+(?:-\s+)?(?:if|needs|id|ref|branch|base)\s*:")
_LONGEST = 60
_CHECK = pattern_of(
    r"\b(?:tests?|pytest|jest|vitest|mocha|lint\w*|ruff|flake8|eslint|biome|mypy|pyright|tsc|type-?check|audit|bandit"
    r"|codeql|trivy|semgrep|gitleaks|snyk|osv-scanner|clippy|rubocop|rspec|phpunit|tox|nox|playwright|cypress|e2e|pre-commit"
    r"|coverage|check|checks|scan|verify|build|migrations?)\b",
    re.IGNORECASE,
)
_NO_CHECK = pattern_of(
    r"uses:\s*+\S{0,200}?(?:upload|download|cache|codecov|coveralls|comment|notify|slack|label|setup-|checkout|artifact)"
    r"|git push|\bgh (?:pr|issue|release)\b",
    re.IGNORECASE,
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file, for the first step or job that checks something and may fail now."""
    for path in dict.fromkeys(region.file.path for region in regions):
        file = next(file for file in files if file.path == path)
        gone = {line.strip() for block in file.blocks(OLD) for _, line in block.lines()}
        new = {number for block in file.blocks(NEW) for number, _ in block.lines()}
        found = next((one for block in _parts(file) for one in _hits(block, new, gone)), None)
        if found:
            number, line, what = found
            yield Found(path, number, NEW, line, {"what": what, "count": 1}, key=line)


def _parts(file: FileChange) -> tuple[Block, ...]:
    return file.new.parts() if file.new else ()


def _hits(block: Block, new: set[int], gone: set[str]) -> Iterator[tuple[int, str, str]]:
    lines = block.text.split("\n")
    for at, line in enumerate(lines):
        match = _MAY_FAIL.match(line) if block.start + at in new and line.strip() not in gone else None
        if match:
            around = _around(lines, at)
            if _CHECK.search(around) and not _NO_CHECK.search(around):
                yield block.start + at, line.strip(), match["what"]


def _around(lines: list[str], at: int) -> str:
    """Return the step, or the job, that a key belongs to: its neighbours at the same depth and all below them."""
    depth = _depth(lines[at])
    first = at
    while first > 0 and not _STEP.match(lines[first]):
        if lines[first - 1].strip() and _depth(lines[first - 1]) < depth:
            first -= 1  # the job's own name
            break
        first -= 1
    last = at + 1
    while last < len(lines) and last - at < _LONGEST and (not lines[last].strip() or _depth(lines[last]) >= depth):
        if _STEP.match(lines[last]) and _depth(lines[last]) == depth:
            break
        last += 1
    return "\n".join(line for line in lines[first:last] if not _MAY_FAIL.match(line) and not _CONDITION.match(line))


def _depth(line: str) -> int:
    """Return how far a key is indented; a step's dash counts as indentation."""
    return len(line) - len(line.lstrip(" -"))
