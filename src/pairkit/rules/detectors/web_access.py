"""Checks of who somebody is and what they may do, that went or became comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import files_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost_guards import commented, condition_of, elsewhere_in, lost, plain

_CODE = pattern_of(
    r"\.(?:py|[cm]?[jt]sx?|vue|svelte|php|rb|java|kt|go|cs|rs|scala|erb|html?|graphqls?|gql|jinja2?|ejs|hbs|twig)$"
)

_SCREENS = (".vue", ".svelte")
"""What runs in the visitor's own browser: a check there hides something and keeps nobody out."""


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield what one rule tells of: the rule's id says which."""
    for file in files_of(regions):
        if not _CODE.search(file.path):
            continue
        if rule["id"] == "auth-check-commented":
            yield from commented(file)
        else:
            yield from _removed(file, elsewhere_in(context, file))


def _removed(file: FileChange, elsewhere: frozenset[str]) -> Iterator[Found]:
    in_comments = {found.facts["name"] for found in commented(file)}
    seen: set[str] = set()
    for guard in lost(file, elsewhere):
        if guard.name not in seen and guard.name not in in_comments:
            seen.add(guard.name)
            severity = "should" if file.path.endswith(_SCREENS) else ""
            facts = {"name": plain(guard.name)}
            yield Found(
                file.path, condition_of(file, guard), OLD, guard.text[:160], facts, key=guard.text, severity=severity
            )
