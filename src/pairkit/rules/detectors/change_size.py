"""A change that is too big to be looked at with care."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, Change, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_document, is_test
from pairkit.rules.reading.form import bare, only_form

_TEXTS = pattern_of(
    r"(?i)(?:^|/)(?:locales?|i18n|l10n|lang|languages|translations|messages)/.*\.(?:json5?|ya?ml|php|ts|js|rb|properties|ftl)$"
    r"|\.(?:json|jsonl|ndjson|geojson|csv|tsv|ipynb|pdf|svg|resx|ftl|pbxproj|storyboard|xib|lock)$"
)
"""Texts in a person's language and plain data: they are read as what they are, not line by line as code."""


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding above `size.stop` (rule `too-big`) or `size.split` changed lines (rule `big-change`).

    Only lines count that somebody has to read as code, see `_to_read`. A project's first commit and a look at
    everything are never too big.
    """
    change = context.change
    if change.first:
        return
    read = [file for file in change.files if _is_code(file)]
    split, stop = context.agreement.size["split"], context.agreement.size["stop"]
    if sum(file.added + file.removed for file in read) <= split:
        return  # most changes; only a big one is looked at line by line
    read = [file for file in read if not only_form(file)]
    lines = _to_read(change, read)
    over = lines > stop if rule["id"] == "too-big" else split < lines <= stop
    if over:
        facts = {"lines": lines, "count": len(read), "limit": stop if rule["id"] == "too-big" else split}
        yield Found(None, facts=facts, key="size")


def _is_code(file: FileChange) -> bool:
    """Tell whether a file is read line by line: tests are not, or the limit would be a reason to leave them out."""
    if not file.hunks or file.generated or file.status == DELETED:
        return False
    return not (is_test(file.path) or is_document(file.path) or _TEXTS.search(file.path))


def _to_read(change: Change, read: list[FileChange]) -> int:
    """Count the changed lines, without those that went in one place and came in another, or were only indented."""
    came, left = _lines(read, NEW), _lines(read, OLD)
    went = _lines(change.files, OLD)
    moved_here = sum((came & went).values())
    moved_away = sum((left & _lines(change.files, NEW)).values())
    return came.total() + left.total() - moved_here - moved_away


def _lines(files: Iterable[FileChange], side: str) -> Counter[str]:
    return Counter(bare(line) for file in files for block in file.blocks(side) for line in block.text.split("\n"))
