"""What the web detectors share: text without comments, statements that a change touches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pairkit.change.model import NEW, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.haystack import Region

LONGEST = 400_000
"""Signs of code in one file beyond which nobody reads it line by line."""
COMMENT = pattern_of(r"\s*(?:#(?!\[)|//|/\*|\*(?:\s|/|$)|--\s|<!--|\{#|\{/\*|;)")
_DOWN = pattern_of(r"(?im)^[ \t]*--[ \t]*+(?:migrate|\+goose|\+migrate|rambler)?:?[ \t]*(?P<way>up|down|rollback)\b")


def files_of(regions: Iterable[Region]) -> list[FileChange]:
    """Return the files of the regions, each once, without those that nobody reads."""
    return [file for file in {id(r.file): r.file for r in regions}.values() if not file.generated]


def changed_lines(file: FileChange, side: str = NEW) -> dict[int, str]:
    """Return the changed lines of a side by their numbers."""
    return {number: line for block in file.blocks(side) for number, line in block.lines()}


def parts(file: FileChange, side: str = NEW) -> tuple[Block, ...]:
    """Return what can be seen of a side: the whole file, or the pieces that a patch shows."""
    half = file.new if side == NEW else file.old
    return half.parts() if half is not None else ()


def sql_without_comments(text: str) -> str:
    """Return SQL with comments, and what stands below a "down" mark, as spaces: every sign stays at its place."""
    out, at = [], 0
    while at < len(text):
        starts = [place for place in (text.find("--", at), text.find("/*", at)) if place >= 0]
        if not starts:
            break
        start = min(starts)
        way = _DOWN.match(text, max(text.rfind("\n", 0, start) + 1, 0))
        mark, ahead = ("\n", 0) if text.startswith("--", start) else ("*/", 2)
        end = text.find(mark, start + 2)
        end = len(text) if end < 0 else end + ahead
        if way and way["way"].lower() != "up":
            up = next((m.start() for m in _DOWN.finditer(text, end) if m["way"].lower() == "up"), len(text))
            end = max(end, up)
        out += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = end
    return "".join([*out, text[at:]])


def touched(block: Block, start: int, end: int, changed: dict[int, str]) -> int | None:
    """Return the first changed line between two positions of a block, or None."""
    first, last = block.line_at(start), block.line_at(max(start, end - 1))
    return next((number for number in range(first, last + 1) if number in changed), None)


def code_lines(lines: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that are code: no comment, not empty."""
    for number, line in lines.items():
        if line.strip() and not COMMENT.match(line):
            yield number, line
