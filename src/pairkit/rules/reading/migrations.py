"""Database migrations: which language one is written in, and which way each line of it goes.

Only the forward direction counts: what stands in `down`, `downgrade` or `Down` is the way back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from pairkit.change.model import NEW, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import JS, compiled

_TURNS = {
    "rb": r"^[ \t]*def[ \t]+(?:self\.)?(?P<a>up|down|change)\b|\bdir\.(?P<b>up|down)\b",
    "js": r"\bexports\.(?P<a>up|down)\b|\b(?:async[ \t]+)?(?:function[ \t]+)?(?P<b>up|down)[ \t]*(?:\("
    r"|:[ \t]*(?:async\b|function\b|\())"
    r"|\bconst[ \t]+(?P<c>up|down)\b",
    "php": r"\bfunction[ \t]+(?P<a>up|down)\b",
    "cs": r"\bvoid[ \t]+(?P<a>Up|Down)\b",
    "py": r"^def[ \t]+(?P<a>upgrade|downgrade)\b",
    "sql": r"(?i)^[ \t]*--[ \t]*+(?:migrate:|\+goose|\+migrate|rambler)?[ \t]*(?P<a>up|down|rollback)\b",
}
_BACK = {"down", "rollback", "downgrade"}
_LONGEST = 1_000_000
_BACK_FILE = pattern_of(r"(?:^|[._-])(?:down|rollback|revert|undo)(?:[._-]|$)", re.IGNORECASE)
COMMENT = pattern_of(r"^\s*(?:#|//|\*|/\*|--)")


Find = Callable[[FileChange, Block, str], Iterator[Found]]


def each_block(regions: list[Region], find: Find) -> Iterator[Found]:
    """Yield what `find` sees in each block of added lines, once, given file, block and language."""
    seen: set[int] = set()
    for region in regions:
        file, block = region.file, region.block
        kind = kind_of(file.path)
        back = _BACK_FILE.search(file.path.rpartition("/")[2])
        if id(block) not in seen and kind and not file.generated and not back:
            seen.add(id(block))
            yield from find(file, block, kind)


def kind_of(path: str) -> str | None:
    """Return the language of a migration, or None where it is none that is known."""
    ending = path.rpartition(".")[2].lower()
    return "js" if ending in JS else "sql" if ending == "ddl" else ending if ending in _TURNS else None


def at(file: FileChange, block: Block, kind: str, match: re.Match[str], facts: dict[str, object]) -> Iterator[Found]:
    """Yield a finding at a match, unless it is a comment or stands in the way back."""
    line = line_of(block, match)
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    text = (
        block.text[block.text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
        if len(block.text) < _LONGEST
        else match[0]
    )
    comment = COMMENT.match(text) or (kind == "sql" and "--" in text.partition(match[0].split("\n")[0])[0])
    if not comment and not _backwards(file, kind, line):
        yield Found(file.path, line, NEW, line_around(block.text, match.start()), facts, key=text.strip())


def line_of(block: Block, match: re.Match[str]) -> int:
    """Return the line where a match begins, white space left out."""
    return block.line_at(match.start() + len(match[0]) - len(match[0].lstrip()))


def _backwards(file: FileChange, kind: str, line: int) -> bool:
    """Tell whether a line stands in the way back: after the last word that turns the direction, or git's heading."""
    turn = ""
    for part in file.new.parts() if file.new else ():
        if part.start <= line:
            turn = next((word for at, word in reversed(_turns(part.text, kind)) if part.start + at <= line), turn)
    if not turn:
        for hunk in file.hunks:
            if hunk.added and hunk.added.start <= line < hunk.added.start + hunk.added.length:
                found = compiled(_TURNS[kind]).search(hunk.section)
                turn = next(filter(None, found.groups())).lower() if found else ""
    return turn in _BACK


@lru_cache(maxsize=8)
def _turns(text: str, kind: str) -> tuple[tuple[int, str], ...]:
    """Return where in a text the direction changes, in lines from its beginning, and which way."""
    found = compiled(_TURNS[kind]).finditer(text)
    return tuple((text.count("\n", 0, m.start()), next(filter(None, m.groups())).lower()) for m in found)
