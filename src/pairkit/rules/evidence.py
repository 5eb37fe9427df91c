"""The line that a finding is about, as a report can show it."""

from __future__ import annotations

_WIDEST = 160


def line_around(text: str, at: int) -> str:
    """Return the line of `text` around a position, trimmed, and shortened to what fits a report."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    if len(line) > _WIDEST:
        left = max(0, min(at - start - _WIDEST // 2, len(line) - _WIDEST))
        line = ("…" if left else "") + line[left : left + _WIDEST] + "…"
    return line.strip()
