"""Database changes that lose data, in the forward direction only."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_NAME = r"(?P<name>(?:[\w.\"`\[\]]|[#$]?\{[\w.()]{1,60}\}){1,80})"
_STATEMENTS = {
    "table": pattern_of(rf"(?i)\bdrop\s{{1,9}}table\s{{1,9}}(?:if\s{{1,9}}exists\s{{1,9}})?{_NAME}"),
    "schema": pattern_of(rf"(?i)\bdrop\s{{1,9}}(?:database|schema)\s{{1,9}}(?:if\s{{1,9}}exists\s{{1,9}})?{_NAME}"),
    "column": pattern_of(rf"(?i)\bdrop\s{{1,9}}column\s{{1,9}}(?:if\s{{1,9}}exists\s{{1,9}})?{_NAME}"),
    "rows": pattern_of(rf"(?i)\btruncate\s{{1,9}}(?:table\s{{1,9}})?(?:only\s{{1,9}})?{_NAME}"),
    "delete": pattern_of(rf"(?i)\bdelete\s{{1,9}}from\s{{1,9}}(?:only\s{{1,9}})?{_NAME}(?P<rest>[^;]{{0,400}})"),
}
_CALLS = {
    "model": pattern_of(r"\bmigrations\.DeleteModel\(\s{0,40}(?:name\s{0,4}=\s{0,4})?[\"'](?P<name>\w+)"),
    "field": pattern_of(
        r"\bmigrations\.RemoveField\(\s{0,40}(?:model_name\s{0,4}=\s{0,4})?[\"'](?P<name>\w+)[\"'],\s{0,40}"
        r"(?:name\s{0,4}=\s{0,4})?[\"'](?P<more>\w+)"
    ),
    "table": pattern_of(r"\bop\.drop_table\(\s{0,20}[\"'](?P<name>\w+)"),
    "column": pattern_of(
        r"\b(?:op|batch_op|batch)\.drop_column\(\s{0,20}[\"'](?P<name>\w+)(?:[\"'],\s{0,20}[\"'](?P<more>\w+))?"
    ),
}
_CODE = (".sql", ".ddl")
_BACK_FILE = pattern_of(r"(?:^|[/._-])(?:down|rollback|revert|undo)(?:[/._-]|$)", re.IGNORECASE)
_DIRECTION = pattern_of(
    r"(?im)^[ \t]*(?:--[ \t]*+(?:migrate|\+goose|\+migrate|rambler)?:?[ \t]*(?P<sql>up|down|rollback)\b"
    r"|(?:async\s+)?def\s+(?P<py>upgrade|downgrade)\b|(?:exports\.|async\s+function\s+|export\s+(?:async\s+)?function\s+"
    r"|(?:public\s+)?(?:async\s+)?(?:function\s+)?(?=(?:up|down)\s*\()|def\s+(?:self\.)?(?=(?:up|down)\b)|func\s+(?=[uUdD]))"
    r"(?P<js>up|down)(?=\b|[A-Z0-9_]))"
)
_BACK = {"down", "rollback", "downgrade"}
_WHERE = pattern_of(r"(?i)\b(?:where|using|limit|join)\b")
_TEMPORARY = pattern_of(r"(?i)\bcreate\s+(?:temp|temporary)\s+table\s+(?:if\s+not\s+exists\s+)?[\"`]?(\w+)")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield what would lose tables, columns or rows when this change reaches a database with data in it."""
    seen: set[int] = set()
    for region in regions:
        if id(region.block) not in seen and not _BACK_FILE.search(region.file.path.rpartition("/")[2]):
            seen.add(id(region.block))
            yield from _in_block(region.file, region.block, some=rule["id"] == "rows-deleted")


def _in_block(file: FileChange, block: Block, *, some: bool) -> Iterator[Found]:
    """Yield what is lost as a whole, or with `some` the rows that fit a condition."""
    sql = file.path.lower().endswith(_CODE)
    text = _without_comments(block.text) if sql else block.text
    turns = _backward_lines(file)
    temporary = {name.lower() for name in _TEMPORARY.findall(text)}
    lines: set[int] = set()
    for kind, pattern in _patterns(sql):
        for match in pattern.finditer(text):
            name = match["name"].strip('"`[]')
            line = block.line_at(match.start())
            partly = kind == "delete" and _WHERE.search(match["rest"]) is not None
            if line in lines or name.lower() in temporary or partly != some:
                continue
            if _backwards(turns, line):
                continue
            lines.add(line)
            evidence = line_around(block.text, match.start())
            facts = {"variant": kind, "name": _full(match, name)}
            rebuilt = "should" if kind == "table" and _is_rebuilt(text, name, match.end()) else ""
            yield Found(file.path, line, NEW, evidence, facts, key=evidence, severity=rebuilt)


def _is_rebuilt(text: str, name: str, at: int) -> bool:
    """Tell whether a table was copied into another one that then takes its name: SQLite needs that for most changes."""
    own = re.escape(name.rpartition(".")[2].strip('"`[]'))
    source = re.compile(rf"(?i)\bfrom\s+[\"`\[]?{own}\b")
    copies = (one for one in text[:at].split(";") if "insert" in one.lower() and "select" in one.lower())
    named = rf"(?i)\brename\s+(?:table\s+\S{{1,80}}\s+)?to\s+[\"`\[]?{own}\b"
    return any(source.search(one) for one in copies) and bool(re.search(named, text[at : at + 2000]))


def _patterns(sql: bool) -> Iterator[tuple[str, re.Pattern[str]]]:
    yield from _STATEMENTS.items()
    if not sql:
        yield from _CALLS.items()


def _full(match: re.Match[str], name: str) -> str:
    more = match.groupdict().get("more")
    return f"{name}.{more}" if more else name


def _without_comments(text: str) -> str:
    """Return SQL with its comments as spaces, every sign at its place; a comment that never ends reaches to the end."""
    out = []
    at = 0
    while at < len(text):
        starts = [place for place in (text.find("--", at), text.find("/*", at)) if place >= 0]
        if not starts:
            break
        start = min(starts)
        mark, ahead = ("\n", 0) if text.startswith("--", start) else ("*/", 2)
        end = text.find(mark, start + 2)
        end = len(text) if end < 0 else end + ahead
        out += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = end
    return "".join([*out, text[at:]])


def _backward_lines(file: FileChange) -> list[tuple[int, bool]]:
    """Return where the direction changes: (line, whether what follows is the way back)."""
    if file.new is None:
        return []
    return [
        (block.line_at(match.end()), (match["sql"] or match["py"] or match["js"]).lower() in _BACK)
        for block in file.new.parts()
        for match in _DIRECTION.finditer(block.text)
    ]


def _backwards(turns: list[tuple[int, bool]], line: int) -> bool:
    """Tell whether a line belongs to the way back: below a "down" mark or inside a `downgrade` function."""
    n = bisect_right(turns, (line, True))
    return n > 0 and turns[n - 1][1]
