"""Database migrations in the forms that SQL patterns do not see: calls of Rails, Knex, Sequelize, Laravel and others.

Only the forward direction counts: what stands in `down`, `downgrade` or `Down` is the way back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pairkit.change.model import ADDED, NEW, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_JS = ("js", "ts", "mjs", "cjs", "mts", "cts")
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
_TURNS = {
    "rb": r"^[ \t]*def[ \t]+(?:self\.)?(?P<a>up|down|change)\b|\bdir\.(?P<b>up|down)\b",
    "js": r"\bexports\.(?P<a>up|down)\b|\b(?:async[ \t]+)?(?:function[ \t]+)?(?P<b>up|down)[ \t]*(?:\("
    r"|:[ \t]*(?:async\b|function\b|\())"
    r"|\bconst[ \t]+(?P<c>up|down)\b",
    "php": r"\bfunction[ \t]+(?P<a>up|down)\b",
    "cs": r"\bvoid[ \t]+(?P<a>Up|Down)\b",
    "py": r"^def[ \t]+(?P<a>upgrade|downgrade)\b",
    "sql": r"(?i)^[ \t]*--[ \t]*(?:migrate:|\+goose|\+migrate|rambler)?[ \t]*(?P<a>up|down|rollback)\b",
}
_BACK = {"down", "rollback", "downgrade"}
_BACK_FILE = pattern_of(r"(?:^|[._-])(?:down|rollback|revert|undo)(?:[._-]|$)", re.IGNORECASE)
_COMMENT = pattern_of(r"^\s*(?:#|//|\*|/\*|--)")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield what the rule is about, once for each block of added lines."""
    seen: set[int] = set()
    for region in regions:
        file, block = region.file, region.block
        kind = _kind(file.path)
        if (
            id(block) not in seen
            and kind
            and not file.generated
            and not _BACK_FILE.search(file.path.rpartition("/")[2])
        ):
            seen.add(id(block))
            yield from _FINDERS[rule["id"]](file, block, kind)


def _kind(path: str) -> str | None:
    ending = path.rpartition(".")[2].lower()
    return "js" if ending in _JS else "sql" if ending == "ddl" else ending if ending in _TURNS else None


def _drops(file: FileChange, block: Block, kind: str) -> Iterator[Found]:
    if kind not in _DROPS:
        return
    for match in _compiled(_DROPS[kind]).finditer(block.text):
        groups = match.groupdict()
        name = next(groups[key] for key in ("name", "name2", "name3") if groups.get(key)).strip('"`')
        more = (groups.get("more") or "").strip('"`')
        variant = "table" if groups.get("table") else "column"
        if kind == "cs" and more:
            name, more = more, name
        yield from _at(file, block, kind, match, {"variant": variant, "name": f"{name}.{more}" if more else name})


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
    if kind == "sql":
        for match in _SQL_TYPE.finditer(block.text):
            name = (match["name"] or match["name2"]).strip('"`')
            yield from _at(file, block, kind, match, {"name": name, "type": match["type"]})
    elif kind == "rb":
        for match in _RUBY_TYPE.finditer(block.text):
            yield from _at(
                file, block, kind, match, {"name": f"{match['table']}.{match['name']}", "type": match["type"]}
            )
    elif kind == "py":
        for match in _ALTER.finditer(block.text):
            old = re.search(r"existing_type\s*=\s*([\w.]+)\(?(?:length=)?(\d*)", match["rest"])
            new = re.search(r"\btype_\s*=\s*([\w.]+)\(?(?:length=)?(\d*)", match["rest"])
            if old and new and _smaller((old[1], old[2]), (new[1], new[2])):
                shown = f"{new[1].rpartition('.')[2]}{f'({new[2]})' if new[2] else ''}"
                yield from _at(file, block, kind, match, {"name": match["name"], "type": shown})

    elif kind in _CALLS_TYPE:
        for match in _compiled(_CALLS_TYPE[kind]).finditer(block.text):
            shown = match["type"] + (f"({match['size']})" if match["size"] else "")
            if match["type"].lower() not in _WIDE or match["size"]:
                yield from _at(file, block, kind, match, {"name": match["name"], "type": shown})


_WIDE = {"text", "longtext", "mediumtext", "json", "jsonb", "biginteger", "bigint", "string"}
_CALLS_TYPE = {
    "js": r"^[ \t]*\w{1,20}\.(?P<type>string|text|integer|bigInteger|boolean|date|datetime|float|decimal|tinyint|smallint)"
    r"\(\s{0,9}[\"'`](?P<name>\w+)[\"'`](?:,\s{0,9}(?P<size>\d+))?[^;\n]{0,200}\.alter\(",
    "php": r"^[ \t]*\$\w{1,20}->(?P<type>string|char|text|integer|bigInteger|boolean|date|dateTime|float|decimal|tinyInteger"
    r"|smallInteger)"
    r"\(\s{0,9}['\"](?P<name>\w+)['\"](?:,\s{0,9}(?P<size>\d+))?[^;\n]{0,200}->change\(",
}


def _smaller(old: tuple[str, str], new: tuple[str, str]) -> bool:
    before, after = (_SIZES.get(one[0].rpartition(".")[2].lower(), 0) for one in (old, new))
    if not before or not after:
        return False
    if before == after:
        return bool(new[1]) and (not old[1] or int(new[1]) < int(old[1]))
    return after < before


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
_LONGEST = 1_000_000


def _not_null(file: FileChange, block: Block, kind: str) -> Iterator[Found]:
    text = "\n".join(part.text for part in file.new.parts()) if file.new else block.text
    demands = _DEMANDS.get(kind)
    for match, name in demands(block.text, text) if demands else ():
        yield from _at(file, block, kind, match, {"name": name})


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


_NO_RETURN = {
    "py": r"^def[ \t]+downgrade\([^)]*\)[^:\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*"
    r"|\"\"\"[^\"]{0,300}\"\"\")?\n){0,6}[ \t]*(?:pass|return|\.\.\.|raise\b[^\n]*)[ \t]*(?:#[^\n]*)?$"
    r"|\bmigrations\.RunPython\(\s{0,40}(?:code\s*=\s*)?[\w.]+\s{0,20},?\s{0,40}\)",
    "rb": r"^[ \t]*raise[ \t]+(?:ActiveRecord::)?IrreversibleMigration",
    "js": r"\bexports\.down[ \t]*=[ \t]*(?:async[ \t]*)?(?:function[^{\n]{0,60}"
    r"|\([^)\n]{0,60}\)[ \t]*=>[ \t]*)\{\s{0,40}(?://[^\n]*\s{0,40})?\}"
    r"|\basync[ \t]+down\([^)\n]{0,120}\)[^{\n]{0,40}\{\s{0,40}(?://[^\n]*\s{0,40})?\}"
    r"|\bfunction[ \t]+down\([^)\n]{0,120}\)[^{\n]{0,40}\{\s{0,40}(?://[^\n]*\s{0,40})?\}",
    "php": r"\bfunction[ \t]+down\(\)[^{\n]{0,20}\s{0,20}\{\s{0,40}(?://[^\n]*\s{0,40})?\}",
}
_EMPTY = pattern_of(
    r"^def[ \t]+upgrade\([^)]*\)[^:\n]*:\s*(?:\"\"\"[^\"]{0,300}\"\"\"\s*|#[^\n]*\s*)*(?:pass\b|\Z"
    r"|\n\ndef)",
    re.MULTILINE,
)


def _no_return(file: FileChange, block: Block, kind: str) -> Iterator[Found]:
    if kind not in _NO_RETURN or (kind == "py" and _EMPTY.search(block.text)):
        return
    for match in _compiled(_NO_RETURN[kind]).finditer(block.text):
        if kind != "py" or "downgrade" not in match[0] or file.status == ADDED:
            line = line_around(block.text, match.start())
            if not _COMMENT.match(line):
                yield Found(file.path, _line(block, match), NEW, line, {"name": line}, key=line)
                return


def _at(file: FileChange, block: Block, kind: str, match: re.Match[str], facts: dict[str, object]) -> Iterator[Found]:
    line = _line(block, match)
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    text = (
        block.text[block.text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
        if len(block.text) < _LONGEST
        else match[0]
    )
    comment = _COMMENT.match(text) or (kind == "sql" and "--" in text.partition(match[0].split("\n")[0])[0])
    if not comment and not _backwards(file, kind, line):
        yield Found(file.path, line, NEW, line_around(block.text, match.start()), facts, key=text.strip())


def _line(block: Block, match: re.Match[str]) -> int:
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
                found = _compiled(_TURNS[kind]).search(hunk.section)
                turn = next(filter(None, found.groups())).lower() if found else ""
    return turn in _BACK


@lru_cache(maxsize=8)
def _turns(text: str, kind: str) -> tuple[tuple[int, str], ...]:
    """Return where in a text the direction changes, in lines from its beginning, and which way."""
    found = _compiled(_TURNS[kind]).finditer(text)
    return tuple((text.count("\n", 0, m.start()), next(filter(None, m.groups())).lower()) for m in found)


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


_FINDERS = {
    "migration-drops": _drops,
    "migration-narrows": _narrows,
    "migration-not-null": _not_null,
    "migration-no-return": _no_return,
}
