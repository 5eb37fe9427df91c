"""Marks that tell a checker to look away, where many of them come at once or one covers a whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_MANY = 3
_ONE = pattern_of(
    r"#\s{0,3}(?:noqa\b|type:\s{0,3}ignore|pyright:\s{0,3}ignore|pylint:\s{0,3}disable|nosec\b|mypy:\s{0,3}ignore)"
    r"|(?://|/\*)\s{0,3}(?:eslint-disable(?:-next-line|-line)?\b|@ts-ignore|@ts-expect-error|biome-ignore|oxlint-disable"
    r"|nolint\b|prettier-ignore|tslint:disable|NOSONAR)|#\s{0,3}rubocop:disable|@SuppressWarnings|#\[allow\("
    r"|@phpstan-ignore|#\s{0,3}shellcheck\s+disable"
)
_WHOLE = pattern_of(
    r"^\s{0,8}(?:#\s{0,3}(?:flake8:\s{0,3}noqa|ruff:\s{0,3}noqa|mypy:\s{0,3}ignore-errors|pylint:\s{0,3}skip-file|type:\s{0,3}ignore"
    r"|pyright:\s{0,3}basic)\s*$|(?://|/\*)\s{0,3}@ts-nocheck|/\*\s{0,3}(?:eslint-disable|oxlint-disable)\s{0,3}\*/"
    r"|/\*\s{0,3}eslint\s{1,3}[@\w/-]{2,60}\s{0,3}:"
    r"|#!\[allow\()"
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each file that gains a mark for the whole file, or at least three for single lines."""
    if context.change.source == "all":
        return
    for path in dict.fromkeys(region.file.path for region in regions):
        file = next(file for file in files if file.path == path)
        if file.generated:
            continue
        whole, came = _marks(file, NEW, _WHOLE), _marks(file, NEW, _ONE)
        gone = len(_marks(file, OLD, _ONE))
        variant = "file" if whole and not _marks(file, OLD, _WHOLE) else "lines" if len(came) - gone >= _MANY else ""
        if variant:
            number, line, what = (whole if variant == "file" else came)[0]
            facts = {"variant": variant, "count": len(came) - gone, "what": what}
            yield Found(path, number, NEW, line, facts, key=variant)


def _marks(file: FileChange, side: str, pattern: re.Pattern[str]) -> list[tuple[int, str, str]]:
    return [
        (number, line.strip()[:160], match[0].strip(" /*#"))
        for block in file.blocks(side)
        for number, line in block.lines()
        if len(line) < 2000 and (match := pattern.search(line))
    ]
