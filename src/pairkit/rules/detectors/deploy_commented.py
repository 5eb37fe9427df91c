"""Steps of a pipeline that check something and became comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_CHECK = pattern_of(
    r"\b(?:tests?|spec|lint\w*|check\w*|cy|cypress|e2e|audit|scan|coverage|verify|pytest|jest|vitest|phpunit|rspec|rubocop|mypy|eslint"
    r"|ruff|phpstan|clippy|codeql|trivy|snyk|semgrep|playwright|tsc|typecheck)\b",
    re.IGNORECASE,
)
_RUNS = pattern_of(r"(?:-\s+)?(?:(?:run|script|uses|name)\s*:\s*|-\s+)?[\w./@-]+")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file: the first such step."""
    for file in {id(region.file): region.file for region in regions}.values():
        came = {
            re.sub(r"^\s*#\s*", "", line).strip()
            for block in file.blocks(NEW)
            for line in block.text.split("\n")
            if line.lstrip().startswith("#")
        }
        for number, line in ((number, line) for block in file.blocks(OLD) for number, line in block.lines()):
            text = line.strip()
            if (
                len(text) > 3
                and text in came
                and not text.startswith("#")
                and _RUNS.match(text)
                and _CHECK.search(text)
            ):
                yield Found(file.path, number, OLD, text[:160], {"what": text[:60], "variant": "step"}, key=text)
                break
