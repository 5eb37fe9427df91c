"""Columns that must hold a value from now on, while rows that are there may have none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.migrations import at, each_block


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each such place in the forward direction."""
    return each_block(regions, _not_null)


_ADD_SQL = pattern_of(
    r"(?i)\badd\s{1,9}(?:column\s{1,9})?(?:if\s{1,9}not\s{1,9}exists\s{1,9})?(?!constraint|index|key|primary|foreign"
    r"|unique|check|value)(?P<name>[\w\"`]{1,80})\s{1,9}"
    r"(?P<rest>[^,;()]{0,120}(?:\([^)]{0,60}\)[^,;()]{0,120}){0,3})"
)
_SET_SQL = pattern_of(r"(?i)\balter\s{1,9}column\s{1,9}(?P<name>[\w\"`]{1,80})\s{1,9}set\s{1,9}not\s{1,9}null\b")
_FILLED = pattern_of(r"(?i)\b(?:default|generated|identity|serial|bigserial|auto_increment|as)\b")
_ADD_PY = pattern_of(
    r"\b(?:op|batch_op|batch)\.(?P<what>add_column|alter_column)\((?P<rest>[^\n]*(?:\n(?![ \t]*(?:op|batch_op"
    r"|batch)\.|[ \t]*#|\n|def )[^\n]*){0,12})"
)
_ADD_RUBY = pattern_of(
    r"^[ \t]*(?:add_column|add_reference)[ (]{1,4}[:\"']\w+[\"']?,\s{0,20}[:\"'](?P<name>\w+)(?P<rest>"
    r"[^\n]*\bnull:\s*false[^\n]*)"
    r"|^[ \t]*change_column_null[ (]{1,4}[:\"']\w+[\"']?,\s{0,20}[:\"'](?P<name2>\w+)[\"']?,\s{0,9}false\)?\s*$",
    re.MULTILINE,
)


_TABLE = pattern_of(r"(?i)\balter\s{1,9}table\s{1,9}(?:(?:only|if\s{1,9}exists)\s{1,9}){0,2}([\w.\"`]{1,80})")


def _not_null(file: FileChange, block: Block, kind: str) -> Iterator[Found]:
    text = "\n".join(part.text for part in file.new.parts()) if file.new else block.text
    demands = _DEMANDS.get(kind)
    for match, name in demands(block.text, text) if demands else ():
        yield from at(file, block, kind, match, {"name": name})


def _demands_sql(added: str, text: str) -> Iterator[tuple[re.Match[str], str]]:
    made = {name.lower() for name in _CREATED.findall(text)}
    for match in _ADD_SQL.finditer(added):
        if not _MUST_HAVE.search(match["rest"]) or _FILLED.search(match["rest"]):
            continue
        before = _TABLE.findall(added, max(0, match.start() - 4000), match.start())
        if before and before[-1].lower() not in made:
            yield match, match["name"].strip('"`')
    for match in _SET_SQL.finditer(added):
        name = match["name"].strip('"`')
        if not _backfilled(text, name):
            yield match, name


def _demands_python(added: str, text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _ADD_PY.finditer(added):
        rest = match["rest"]
        names = re.findall(r"[\"'](\w+)[\"']", rest[:200])
        if not re.search(r"(?<!existing_)nullable\s*=\s*False", rest) or "server_default" in rest or not names:
            continue
        name = names[0] if len(names) == 1 or match[0].startswith("batch") else names[1]
        if not _backfilled(text, name):
            yield match, name


def _demands_ruby(added: str, text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _ADD_RUBY.finditer(added):
        name = match["name"] or match["name2"]
        if "default:" not in (match["rest"] or "") and not _backfilled(text, name):
            yield match, name


_ADD_JS = pattern_of(
    r"^[ \t]*\w{1,20}\.(?!dropNullable)\w{2,30}\(\s{0,9}[\"'`](?P<name>\w+)[\"'`]"
    r"(?P<rest>[^;\n]{0,300}\.notNullable\(\)[^;\n]{0,200})"
    r"|\.(?:addColumn|changeColumn)\(\s{0,40}[\"'`]\w+[\"'`],\s{0,40}[\"'`](?P<name2>\w+)[\"'`],"
    r"(?P<rest2>[^;]{0,600}?allowNull:\s{0,4}false[^;]{0,300}?)\)",
    re.MULTILINE,
)
_ADD_PHP = pattern_of(
    r"^[ \t]*\$\w{1,20}->\w{2,30}\(\s{0,9}['\"](?P<name>\w+)['\"]"
    r"(?P<rest>[^;\n]{0,300}->nullable\(false\)[^;\n]{0,200});",
    re.MULTILINE,
)
_OPENED = pattern_of(
    r"\b(?:createTable|createTableIfNotExists|alterTable|Schema::create|Schema::table|schema\.table)\b"
)


def _demands_calls(pattern: re.Pattern[str], added: str, text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in pattern.finditer(added):
        groups = match.groupdict()
        name, rest = groups["name"] or groups.get("name2") or "", groups["rest"] or groups.get("rest2") or ""
        opened = _OPENED.findall(added, max(0, match.start() - 4000), match.start())
        in_new = bool(opened) and opened[-1] in {"createTable", "createTableIfNotExists", "Schema::create"}
        if not in_new and not re.search(r"(?i)default|increments|primary", rest) and not _backfilled(text, name):
            yield match, name


def _demands_js(added: str, text: str) -> Iterator[tuple[re.Match[str], str]]:
    return _demands_calls(_ADD_JS, added, text)


def _demands_php(added: str, text: str) -> Iterator[tuple[re.Match[str], str]]:
    return _demands_calls(_ADD_PHP, added, text)


_MUST_HAVE = pattern_of(r"(?i)\bnot\s{1,9}null\b")
_CREATED = pattern_of(r"(?i)\bcreate\s{1,9}table\s{1,9}(?:if\s{1,9}not\s{1,9}exists\s{1,9})?([\w.\"`]{1,80})")
_DEMANDS = {
    "sql": _demands_sql,
    "py": _demands_python,
    "rb": _demands_ruby,
    "js": _demands_js,
    "php": _demands_php,
}


def _backfilled(text: str, name: str) -> bool:
    """Tell whether the migration fills the column before it must be filled."""
    return bool(
        re.search(
            rf"(?i)\bupdate\b[^;]{{0,300}}\bset\b[^;]{{0,300}}\b{re.escape(name)}\b"
            rf"|update_all[^\n]{{0,200}}\b{re.escape(name)}\b",
            text,
        )
    )
