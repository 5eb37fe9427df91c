"""The few changed lines that an item is about.

Only lines of the change are ever shown: what stands around them was not searched for secrets.
"""

from __future__ import annotations

from pairkit.change.model import NEW, OLD, Change, FileChange
from pairkit.checklist.document import Line
from pairkit.rules.finding import Finding
from pairkit.rules.mask import Mask

_BEFORE, _AFTER = 1, 3
_WIDEST = 160


def excerpt(change: Change, finding: Finding, mask: Mask) -> tuple[Line, ...]:
    """Return up to five changed lines around a finding, the removed ones first; none where it names no line."""
    file = next((file for file in change.files if file.path == finding.file), None)
    if file is None or finding.line is None:
        return ()
    lines = _around(file, finding.line, finding.side)
    while lines and not lines[0][2].strip():
        lines.pop(0)
    while lines and not lines[-1][2].strip():
        lines.pop()
    return tuple(Line(number, side, _shown(mask(text))) for number, side, text in lines)


def _around(file: FileChange, line: int, side: str) -> list[tuple[int, str, str]]:
    for hunk in file.hunks:
        block = hunk.added if side == NEW else hunk.removed
        if block is None or not block.start <= line < block.start + block.length:
            continue
        here = [(number, side, text) for number, text in block.lines() if line - _BEFORE <= number <= line + _AFTER]
        other = hunk.removed if side == NEW else hunk.added
        if other is not None and other.length == block.length == 1:  # one line became another: both tell the story
            there = [(number, OLD if side == NEW else NEW, text) for number, text in other.lines()]
            return there + here if side == NEW else here + there
        return here
    return []


def _shown(text: str) -> str:
    text = text.expandtabs(4).rstrip()
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
