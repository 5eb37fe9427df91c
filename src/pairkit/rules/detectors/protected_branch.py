"""A commit straight on a branch that changes only by requests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding where a commit goes straight on a protected branch. A merge there (a `git pull`) is none."""
    if context.protected and context.change.source == "staged" and context.change.files:
        name = (context.acting.name or "me").split()[0].lower()
        slug = "".join(sign for sign in name if sign.isascii() and sign.isalnum()) or "my"
        yield Found(None, facts={"branch": context.branch, "own": f"{slug}/work"}, key=context.branch or "")
