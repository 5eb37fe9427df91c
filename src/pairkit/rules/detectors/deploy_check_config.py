"""Settings of checks that were deleted, where none of the same kind came in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_KINDS = pattern_of(
    r"(?P<js>eslint|biome|oxlint|tslint|stylelint)|(?P<py>ruff|flake8|pylint|mypy|pyright|pyproject\.toml$|setup\.cfg$)"
    r"|(?P<php>phpstan|psalm|phpcs|pint\.json)|(?P<rb>rubocop|standard\.yml)|(?P<cover>codecov|coverage|simplecov|coveralls)"
    r"|(?P<hook>pre-commit|overcommit|lefthook|husky)|(?P<deps>dependabot|renovate|snyk)"
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file of settings that went and that nothing of its kind replaces."""
    stay = {_kind(file.path) for file in context.change.files if file.status != DELETED}
    for file in files:
        if file.status == DELETED and _kind(file.path) not in stay:
            yield Found(file.path, facts={"status": file.status})


def _kind(path: str) -> str:
    """Return what a file of settings is for; where that is not known, its own name."""
    name = path.rpartition("/")[2].lower()
    match = _KINDS.search(name)
    return str(match.lastgroup) if match else name
