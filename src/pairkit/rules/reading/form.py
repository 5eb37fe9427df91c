"""Changes of form alone."""

from __future__ import annotations

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of

_FORM = pattern_of(r"[\s,;()'\"`]+")


def bare(text: str) -> str:
    """Return code without what a formatter changes: blanks, quotes, commas and the like."""
    return _FORM.sub("", text)


def only_form(file: FileChange) -> bool:
    """Tell whether a formatter could have made the change: the same signs but for blanks, quotes and commas."""
    old, new = (bare("".join(block.text for block in file.blocks(side))) for side in (OLD, NEW))
    return old == new
