"""Keys of answers and fields of what is sent and received."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT, Lost, findings


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses something of this kind."""
    return findings(context, files, regions, _lost_fields)


_KEY = pattern_of(r"^\s*[\"'](?P<k>\w{1,60})[\"']\s*(?::|=>)\s*(?P<v>\S.*)$")
_FIELD = pattern_of(
    r"^[ \t]+(?P<k>[a-z]\w{0,60})\s*(?::\s*(?P<t>[^=\n]{1,120}?)\s*(?:=.*)?|=\s*(?P<c>(?:\w+\.){0,3}[A-Z]\w*)\(.*)$"
)
_TAG = pattern_of(r"`[^`]*\bjson:\"(?P<k>\w{1,60})")
_ANSWER = pattern_of(
    r"\b(?:jsonify|JSONResponse|JsonResponse|ORJSONResponse|json_response|json_encode)\b|\bjson\.dumps\("
    r"|\b(?:res|ctx|c|reply|response)(?:\.status\(\w+\))?\.(?:json|send|JSON)\(|\bResponse(?:\.json)?\("
    r"|\brender\s+json"
)
_RETURN = pattern_of(r"\breturn\s*+(?:\(\s*+)?[\[{]|\breturn\s+array\(")
_SCHEMAS = pattern_of(r"(?:^|/)(?:api_?)?(?:schemas?|serializers?|serialisers?|dtos?)(?:/|\.py$)")
_SPEAKS = pattern_of(
    r"(?i)to_?dict|to_?json|as_?json|serial|view|\bapi|route|controller|handler|endpoint|response|payload"
)
_SCHEMA = pattern_of(
    r"^\s*class\s+\w+\((?!.*\btable\s*=\s*True).*\b(?:BaseModel|SQLModel|\w*Serializer|\w*Schema|ObjectType"
    r"|InputObjectType"
    r"|BaseInputObjectType|BaseMutation|\w+Base|\w+Public|\w+Response|\w+Mixin)\b"
    r"|^\s*(?:export\s+)?(?:interface|type|class)\s+\w*(?:Response|Dto|DTO|Payload)\b"
)


def _around(lines: Mapping[int, str], hunk: Hunk, line: int) -> list[str]:
    """Return the lines that a line stands inside of, the nearest first; what git found above a hunk comes last."""
    out: list[str] = []
    indent = _indent(lines.get(line, ""))
    for number in range(line - 1, max(0, line - _HIGHEST), -1):
        text = lines.get(number)
        if text is None or indent == 0:
            break
        if text.strip() and _indent(text) < indent:
            indent = _indent(text)
            out.append(text)
    return [*out, hunk.section] if indent else out


_HIGHEST = 400


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _lost_fields(context: Context, file: FileChange) -> Iterator[Lost]:
    if file.status == DELETED or file.old is None:
        return
    came = _Came("\n".join(block.text for block in file.blocks(NEW)))
    lines = {number: text for block in file.old.parts() for number, text in block.lines()}
    for hunk in file.hunks:
        added = _Added(hunk.added.text.split("\n") if hunk.added else [])
        for line, text in hunk.removed.lines() if hunk.removed else ():
            if not COMMENT.match(text):
                lost = _lost_field(file, text, added, came)
                if lost and _counts(file, lost[1], _around(lines, hunk, line)):
                    yield Lost(line, OLD, lost[0], text.strip()[:160])


class _Added:
    """The keys and fields that came in one place: of each name the first, and how it is given."""

    def __init__(self, lines: list[str]) -> None:
        self.keys = {m["k"]: m["v"] for m in map(_KEY.match, reversed(lines)) if m}
        self.fields = {m["k"]: m for m in map(_FIELD.match, reversed(lines)) if m}


class _Came:
    """The words of the added lines, so that each is looked up and not searched for."""

    def __init__(self, text: str) -> None:
        self.words = set(re.findall(r"\w+", text))
        self.fields = set(re.findall(r"(?m)^[ \t]+(\w+)[ \t]*[:=]", text))
        self.tags = set(re.findall(r"\bjson:\"(\w+)", text))


def _lost_field(file: FileChange, text: str, added: _Added, came: _Came) -> tuple[str, str] | None:
    """Return a field that a removed line held and no added one does, and where it must stand to count."""
    key, field, tag = _KEY.match(text), _FIELD.match(text), _TAG.search(text)
    if key:
        now = added.keys.get(key["k"])
        kept = key["k"] in came.words if now is None else not _reshaped(key["v"], now)
        return None if kept else (key["k"], "answer")
    if tag and file.path.endswith(".go"):
        return None if tag["k"] in came.tags else (tag["k"], "anywhere")
    if field and file.path.endswith((".py", ".ts", ".tsx")) and field["k"] != "model_config":
        again = added.fields.get(field["k"])
        kept = _same_kind(field, again) if again else field["k"] in came.fields
        return None if kept else (field["k"], "schema")
    return None


def _same_kind(old: re.Match[str], new: re.Match[str]) -> bool:
    if old["c"] and new["c"]:
        return old["c"].rpartition(".")[2] == new["c"].rpartition(".")[2]
    return not old["t"] or _core(new["t"]) == _core(old["t"])


def _counts(file: FileChange, where: str, around: list[str]) -> bool:
    if where == "schema":
        schema = _SCHEMAS.search(file.path) and re.match(r"\s*class\s+\w+\(", around[0]) if around else None
        return bool(schema or (around and _SCHEMA.search(around[0])))
    return where == "anywhere" or _is_answer(file, around)


def _is_answer(file: FileChange, around: list[str]) -> bool:
    for n, text in enumerate(around):
        if _ANSWER.search(text):
            return True
        if _RETURN.search(text):
            return bool(_SPEAKS.search(" ".join(around[n:])) or _SPEAKS.search(file.path))
    return False


def _reshaped(old: str, new: str) -> bool:
    """Tell whether a value was one kind of thing and is another: a table by name is no list."""
    before, after = _shape(old), _shape(new)
    return before != after and (before == "by name" or (before != "?" and after != "?"))


def _shape(value: str) -> str:
    value = value.strip().rstrip(",")
    if value.startswith("{"):
        return "by name" if re.search(r":.*\bfor\b", value) else "object"
    if value.startswith("["):
        return "list"
    if re.match(r"f?[\"'`]", value):
        return "text"
    return "number" if re.fullmatch(r"-?\d[\d.]*", value) else "?"


def _core(kind: str | None) -> str:
    return re.sub(r"\s|\|None|None\||Optional\[|[\];,]|\|undefined|[\"']", "", (kind or "").replace(" ", ""))
