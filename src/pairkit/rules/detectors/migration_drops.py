"""Tables and columns that calls of Rails, Knex, Sequelize, Laravel and others drop: SQL patterns do not see these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import Block, FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import compiled
from pairkit.rules.reading.migrations import at, each_block


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each such place in the forward direction."""
    return each_block(regions, _drops)


_QUOTE = r"[\"'`]"
_DROPS = {
    "rb": r"^[ \t]*(?P<table>drop_table|drop_join_table)[ (]{1,4}[:\"'](?P<name>\w+)"
    r"|^[ \t]*(?:remove_columns?|remove_reference|remove_belongs_to"
    r"|remove_timestamps)[ (]{1,4}[:\"'](?P<name2>\w+)[\"']?(?:,\s{0,20}[:\"'](?P<more>\w+))?"
    r"|^[ \t]*t\.remove[ (]{1,4}[:\"'](?P<name3>\w+)",
    "js": rf"\.(?P<table>dropTable|dropTableIfExists|dropCollection"
    rf"|dropDatabase)\(\s{{0,40}}{_QUOTE}?(?P<name>[\w.]+)"
    rf"|\.(?:removeColumn|dropColumn)\(\s{{0,40}}{_QUOTE}(?P<name2>[\w.]+){_QUOTE}(?:,\s{{0,40}}{_QUOTE}"
    rf"(?P<more>\w+))?"
    rf"|\.dropColumns\(\s{{0,40}}{_QUOTE}(?P<name3>\w+)",
    "php": r"\bSchema::(?P<table>drop|dropIfExists)\(\s{0,40}[\"'](?P<name>\w+)"
    r"|->dropColumn\(\s{0,40}\[?\s{0,40}[\"'](?P<name2>\w+)",
    "cs": r"\bmigrationBuilder\.(?:(?P<table>DropTable)"
    r"|DropColumn)\(\s{0,60}(?:name:\s{0,9})?\"(?P<name>\w+)\"(?:,\s{0,60}(?:table:\s{0,9})?\"(?P<more>\w+)\")?",
    "sql": r"(?i)\balter\s{1,9}table\s{1,9}(?:only\s{1,9}"
    r"|if\s{1,9}exists\s{1,9})?(?P<name>[\w.\"`]{1,80})\s{1,9}drop\s{1,9}(?!(?:column|constraint|index|primary"
    r"|foreign|key|default|check|partition|not|expression|identity|period|row|system|trigger|policy"
    r"|if)\b)(?P<more>[\w\"`]{1,80})",
}  # fmt: skip


def _drops(file: FileChange, block: Block, kind: str) -> Iterator[Found]:
    if kind not in _DROPS:
        return
    for match in compiled(_DROPS[kind]).finditer(block.text):
        groups = match.groupdict()
        name = next(groups[key] for key in ("name", "name2", "name3") if groups.get(key)).strip('"`')
        more = (groups.get("more") or "").strip('"`')
        variant = "table" if groups.get("table") else "column"
        if kind == "cs" and more:
            name, more = more, name
        yield from at(file, block, kind, match, {"variant": variant, "name": f"{name}.{more}" if more else name})
