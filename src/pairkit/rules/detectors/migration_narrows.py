"""Columns that become smaller or hold another kind of value."""

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
    return each_block(regions, _narrows)


_SQL_TYPE = pattern_of(
    r"(?i)\b(?:alter\s{1,9}column\s{1,9}(?P<name>[\w\"`]{1,80})\s{1,9}(?:set\s{1,9}data\s{1,9})?type"
    r"|modify\s{1,9}(?:column\s{1,9})?(?P<name2>[\w\"`]{1,80}))\s{1,9}"
    r"(?P<type>(?:var)?char(?:acter)?(?:\s{1,4}varying)?\s{0,4}\(\s{0,4}\d+\s{0,4}\)|(?:small|tiny"
    r"|medium)?int(?:eger)?\b|int[24]\b|date\b|bool(?:ean)?\b"
    r"|(?:numeric|decimal)\s{0,4}\([^)]{1,20}\)|real\b)"
)
_ALTER = pattern_of(
    r"\b(?:op|batch_op|batch)\.alter_column\(\s{0,40}[\"'](?P<name>\w+)[\"'](?P<rest>[^\n]*(?:\n(?![ \t]*(?:op"
    r"|batch_op|batch)\.)[^\n]*){0,12})"
)
_RUBY_TYPE = pattern_of(
    r"^[ \t]*change_column[ (]{1,4}[:\"'](?P<table>\w+)[\"']?,\s{0,20}[:\"'](?P<name>\w+)[\"']?,\s{0,20}[:\"']"
    r"(?P<type>integer|date|boolean|decimal|float|string[\"']?,\s{0,9}limit:\s{0,9}\d+)", re.MULTILINE
)  # fmt: skip
_SIZES = {
    **dict.fromkeys(("text",), 9),
    **dict.fromkeys(("string", "unicode", "varchar"), 8),
    **dict.fromkeys(("biginteger", "bigint"), 7),
    **dict.fromkeys(("float", "numeric", "datetime", "timestamp"), 6),
    **dict.fromkeys(("integer", "date"), 5),
    "smallinteger": 4,
    "boolean": 1,
}


def _narrows(file: FileChange, block: Block, kind: str) -> Iterator[Found]:
    for match, name, shown in _READERS[kind](block.text) if kind in _READERS else ():
        yield from at(file, block, kind, match, {"name": name, "type": shown})


_Seen = Iterator[tuple[re.Match[str], str, str]]


def _sql(text: str) -> _Seen:
    for match in _SQL_TYPE.finditer(text):
        yield match, (match["name"] or match["name2"]).strip('"`'), match["type"]


def _ruby(text: str) -> _Seen:
    return ((match, f"{match['table']}.{match['name']}", match["type"]) for match in _RUBY_TYPE.finditer(text))


def _python(text: str) -> _Seen:
    for match in _ALTER.finditer(text):
        old = re.search(r"existing_type\s*=\s*([\w.]+)\(?(?:length=)?(\d*)", match["rest"])
        new = re.search(r"\btype_\s*=\s*([\w.]+)\(?(?:length=)?(\d*)", match["rest"])
        if old and new and _smaller((old[1], old[2]), (new[1], new[2])):
            yield match, match["name"], f"{new[1].rpartition('.')[2]}{f'({new[2]})' if new[2] else ''}"


def _calls(pattern: re.Pattern[str], text: str) -> _Seen:
    for match in pattern.finditer(text):
        if match["type"].lower() not in _WIDE or match["size"]:
            yield match, match["name"], match["type"] + (f"({match['size']})" if match["size"] else "")


def _javascript(text: str) -> _Seen:
    return _calls(_KNEX, text)


def _php(text: str) -> _Seen:
    return _calls(_LARAVEL, text)


_READERS = {"sql": _sql, "rb": _ruby, "py": _python, "js": _javascript, "php": _php}
_WIDE = {"text", "longtext", "mediumtext", "json", "jsonb", "biginteger", "bigint", "string"}
_SIZED = r"(?:,\s{0,9}(?P<size>\d+))?[^;\n]{0,200}"
_KNEX = pattern_of(
    r"^[ \t]*\w{1,20}\.(?P<type>string|text|integer|bigInteger|boolean|date|datetime|float|decimal|tinyint|smallint)"
    r"\(\s{0,9}[\"'`](?P<name>\w+)[\"'`]" + _SIZED + r"\.alter\(",
    re.MULTILINE,
)
_LARAVEL = pattern_of(
    r"^[ \t]*\$\w{1,20}->(?P<type>string|char|text|integer|bigInteger|boolean|date|dateTime|float|decimal"
    r"|tinyInteger|smallInteger)\(\s{0,9}['\"](?P<name>\w+)['\"]" + _SIZED + r"->change\(",
    re.MULTILINE,
)


def _smaller(old: tuple[str, str], new: tuple[str, str]) -> bool:
    before, after = (_SIZES.get(one[0].rpartition(".")[2].lower(), 0) for one in (old, new))
    if not before or not after:
        return False
    if before == after:
        return bool(new[1]) and (not old[1] or int(new[1]) < int(old[1]))
    return after < before
