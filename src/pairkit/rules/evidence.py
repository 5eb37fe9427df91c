"""The line that a finding is about, as a report can show it."""

from __future__ import annotations

_WIDEST = 160
_REACH = 1000  # a file of one line must not be searched to its ends for each finding


def line_around(text: str, at: int) -> str:
    """Return the line of `text` around a position, trimmed, and shortened to what fits a report."""
    least, most = max(0, at - _REACH), at + _REACH
    start = max(text.rfind("\n", least, at) + 1, least)
    end = text.find("\n", at, most)
    line = text[start : end if end >= 0 else most]
    if len(line) > _WIDEST:
        left = max(0, min(at - start - _WIDEST // 2, len(line) - _WIDEST))
        line = ("…" if left else "") + line[left : left + _WIDEST] + "…"
    return line.strip()
