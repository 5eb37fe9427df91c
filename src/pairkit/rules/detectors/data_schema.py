"""Fields of a declared data model (Prisma, Drizzle, Django, SQLAlchemy) that go, shrink or must be filled from now on.

The tool makes a migration out of such a file, and what it drops is in nobody's words yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pairkit.change.model import DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT

_PRISMA = pattern_of(r"^\s+(?P<name>\w+)\s+(?P<type>[A-Z]\w*)(?P<many>\[\])?(?P<maybe>\?)?(?P<rest>\s.*)?$")
_DRIZZLE = pattern_of(
    r"^\s+(?P<name>\w+):\s*(?P<type>varchar|char|text|integer|int|bigint|smallint|serial|bigserial|boolean|timestamp|date|datetime"
    r"|json|jsonb|uuid|numeric|decimal|real|doublePrecision|blob|\w*[eE]num)\((?P<rest>.*)$"
)
_DJANGO = pattern_of(
    r"^\s+(?P<name>[a-z]\w*)\s*=\s*(?:models\.)(?P<type>(?!(?:Q|F|Index|UniqueConstraint|CheckConstraint|Case|When|Value)\()[A-Z]\w*)\((?P<rest>.*)$"
)
_SQLALCHEMY = pattern_of(
    r"^\s+(?P<name>[a-z]\w*)\s*(?::\s*Mapped\[[^=]*\])?\s*=\s*(?:\w+\.)?(?:Column|mapped_column)\((?P<rest>.*)$"
)
_OWNER = pattern_of(
    r"^model\s+(?P<prisma>\w+)\s*\{|^(?:export\s+)?const\s+(?P<drizzle>\w+)\s*=\s*\w*[tT]able\(|^class\s+(?P<py>\w+)\s*[(:]"
)
_SCALARS = {"String", "Int", "BigInt", "Float", "Decimal", "Boolean", "DateTime", "Json", "Bytes"}
_FILLED = pattern_of(
    r"@default|@updatedAt|\.default|\.\$default|\.generated|[sS]erial|\bdefault\s*=|auto_now|server_default|primary_key"
)
_LENGTH = pattern_of(r"(?:max_length|max_digits|length)\s*[=:]\s*(\d+)|(?:VarChar|Char|String|Unicode)\((\d+)\)")
_SIZES = {
    **dict.fromkeys(("string", "text", "textfield", "json", "jsonb"), 9),
    **dict.fromkeys(("charfield", "varchar", "slugfield", "emailfield", "urlfield", "char"), 8),
    **dict.fromkeys(("bigint", "bigintegerfield", "bigserial"), 7),
    **dict.fromkeys(
        ("float", "decimal", "floatfield", "decimalfield", "numeric", "real", "doubleprecision", "datetime"), 6
    ),
    **dict.fromkeys(("datetimefield", "timestamp"), 6),
    **dict.fromkeys(("int", "integer", "integerfield", "positiveintegerfield", "date", "datefield"), 5),
    **dict.fromkeys(("smallint", "smallintegerfield", "positivesmallintegerfield"), 4),
    **dict.fromkeys(("boolean", "booleanfield"), 1),
}


class _Field(NamedTuple):
    owner: str
    name: str
    kind: str
    must: bool
    filled: bool
    length: int | None
    line: int
    text: str


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each model that loses or tightens fields."""
    if context.change.source == "all":
        return
    for file in {id(region.file): region.file for region in regions}.values():
        if file.generated or file.status == DELETED or file.old is None or file.new is None:
            continue
        seen: set[tuple[str, str]] = set()
        for variant, side, field in _changes(file):
            if (field.owner, variant) not in seen:
                seen.add((field.owner, variant))
                facts = {"variant": variant, "name": f"{field.owner}.{field.name}".lstrip(".")}
                yield Found(file.path, field.line, side, field.text[:160], facts, key=f"{variant} {field.name}")


def _changes(file: FileChange) -> Iterator[tuple[str, str, _Field]]:
    """Yield what became of each changed field: gone, smaller, must be filled."""
    old, new = _fields(file, OLD), _fields(file, NEW)
    touched = {side: {n for block in file.blocks(side) for n, _ in block.lines()} for side in (OLD, NEW)}
    owners = {owner for owner, _ in old}
    for key, field in old.items():
        now = new.get(key)
        if now is None:
            if field.line in touched[OLD] and any(owner == field.owner for owner, _ in new):
                yield "gone", OLD, field
        elif now.line in touched[NEW]:
            if _smaller(field, now):
                yield "smaller", NEW, now
            elif now.must and not field.must and not now.filled:
                yield "must", NEW, now
    for key, field in new.items():
        if key not in old and field.owner in owners and field.line in touched[NEW] and field.must and not field.filled:
            yield "must", NEW, field


def _smaller(old: _Field, new: _Field) -> bool:
    before, after = _SIZES.get(old.kind.lower(), 0), _SIZES.get(new.kind.lower(), 0)
    if before and after and before != after:
        return after < before
    return bool(new.length) and (not old.length or (new.length or 0) < old.length)


def _fields(file: FileChange, side: str) -> dict[tuple[str, str], _Field]:
    half = file.new if side == NEW else file.old
    found: dict[tuple[str, str], _Field] = {}
    for block in half.parts() if half else ():
        owner = ""
        lines = block.text.split("\n")
        for n, line in enumerate(lines):
            match = _OWNER.match(line)
            if match:
                owner = next(filter(None, match.groups()))
            elif line and not line[0].isspace() and line[0] not in "})]@#/":
                owner = ""
            field = _field(owner, line, lines[n + 1 : n + 8], block.start + n) if not COMMENT.match(line) else None
            if field:
                found.setdefault((owner, field.name), field)
    return found


def _field(owner: str, line: str, below: list[str], number: int) -> _Field | None:
    if len(line) > 1000:
        return None
    prisma = _PRISMA.match(line)
    if prisma and "=" not in line and ":" not in line.split("@", maxsplit=1)[0]:
        if (
            prisma["many"]
            or "@relation" in line
            or (prisma["type"] not in _SCALARS and "@" not in line and not prisma["maybe"])
        ):
            return None
        rest = prisma["rest"] or ""
        return _make(owner, prisma["name"], prisma["type"], rest, not prisma["maybe"], number, line)
    text = _statement(line, below)
    for pattern in (_DRIZZLE, _DJANGO, _SQLALCHEMY):
        match = pattern.match(text)
        if match:
            kind = match.groupdict().get("type") or _column_type(match["rest"])
            must = ".notNull()" in text if pattern is _DRIZZLE else _demands(text, sqlalchemy=pattern is _SQLALCHEMY)
            if kind in {"ManyToManyField", "GenericRelation", "relationship"}:
                return None
            return _make(owner, match["name"], kind, match["rest"], must, number, line)
    return None


def _demands(text: str, *, sqlalchemy: bool) -> bool:
    if sqlalchemy:
        return bool(re.search(r"nullable\s*=\s*False", text))
    return not re.search(r"null\s*=\s*True", text)


def _column_type(rest: str) -> str:
    match = re.search(
        r"\b(String|Text|Integer|BigInteger|SmallInteger|Boolean|Date|DateTime|Float|Numeric|JSON|Unicode)\b", rest
    )
    return (
        {"BigInteger": "bigint", "SmallInteger": "smallint", "Unicode": "String"}.get(match[1], match[1])
        if match
        else ""
    )


def _make(owner: str, name: str, kind: str, rest: str, must: bool, number: int, line: str) -> _Field:  # noqa: PLR0913, PLR0917
    length = _LENGTH.search(rest)
    size = int(next(filter(None, length.groups()))) if length else None
    return _Field(owner, name, kind, must, bool(_FILLED.search(rest + kind)), size, number, line.strip())


def _statement(line: str, below: list[str]) -> str:
    text, depth = line, line.count("(") - line.count(")")
    for more in below:
        if depth <= 0:
            break
        text += " " + more.strip()
        depth += more.count("(") - more.count(")")
    return text
