"""Files that describe an interface: OpenAPI, GraphQL, Protocol Buffers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.graphql import breaks, field, headings
from pairkit.rules.reading.lost import COMMENT, Lost, compiled, findings


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses something of this kind."""
    return findings(context, files, regions, _lost_schema)


_NAMED = {
    "graphql": r"^\s*(?:(?:extend\s+)?(?:type|enum|input|interface|union|scalar)\s+(?P<t>\w+)"
    r"|(?P<k>\w+)\s*(?P<r>[(:].*)?)\s*\{?\s*$",
    "proto": r"^\s*(?:rpc\s+(?P<t>\w+)|(?:repeated\s+|optional\s+"
    r"|required\s+)?(?P<r>[\w.<>, ]+?)\s+(?P<k>\w+)\s*=\s*\d+|(?P<e>[A-Z][A-Z0-9_]*)\s*=\s*\d+)",
    "openapi": r"^\s*[\"']?(?P<k>/[\w/{}.:-]*|[A-Za-z_]\w*|\d{3})[\"']?\s*:(?P<r>.*)$",
}
_OPERATION = pattern_of(r"^[ \t]*(?:query|mutation|subscription|fragment)\b(?:\s+\w+)?.*\{\s*$", re.MULTILINE)
_PROSE = {"description", "summary", "example", "examples", "title", "tags", "version", "operationId", "x", "default"}


def _lost_schema(context: Context, file: FileChange) -> Iterator[Lost]:
    path = file.path.lower()
    kind = (
        "proto"
        if path.endswith(".proto")
        else "graphql"
        if path.endswith((".graphql", ".graphqls", ".gql"))
        else "openapi"
    )
    whole = file.old
    if kind == "graphql" and whole and any(_OPERATION.search(block.text) for block in whole.parts()):
        return
    now = dict(_names(kind, file, NEW))
    heading = headings(file, OLD) if kind == "graphql" else None
    for name, lost in _names(kind, file, OLD):
        same = now.get(name)
        if same is None or (kind != "openapi" and _differs(kind, heading, lost, same)):
            yield lost


def _differs(kind: str, heading: Callable[[int], tuple[str, str, int] | None] | None, lost: Lost, same: Lost) -> bool:
    """Tell whether what has the same name is something else now: of GraphQL only what its users would notice."""
    if heading is not None:
        old, new = field(lost.evidence), field(same.evidence)
        if old and new:
            head = heading(lost.line)
            return breaks(old, new, head[0] if head else None)
    return _kind(kind, lost.evidence) != _kind(kind, same.evidence)


def _names(kind: str, file: FileChange, side: str) -> Iterator[tuple[str, Lost]]:
    pattern = compiled(_NAMED[kind])
    quoted = _quoted(file, side) if kind == "graphql" else set()
    for block in file.blocks(side):
        for line, text in block.lines():
            match = pattern.match(text)
            if not match or line in quoted or COMMENT.match(text):
                continue
            groups = match.groupdict()
            name = groups.get("t") or groups["k"] or groups.get("e")
            if name and not (kind == "openapi" and name in _PROSE) and name not in ("implements", "syntax", "option"):
                yield name, Lost(line, side, name, text.strip()[:160])


def _quoted(file: FileChange, side: str) -> set[int]:
    """Return the lines that belong to descriptions between three quotes."""
    whole = file.old if side == OLD else file.new
    out: set[int] = set()
    for block in whole.parts() if whole else ():
        inside = False
        for line, text in block.lines():
            fences = text.count('"""')
            if inside or fences:
                out.add(line)
            inside ^= fences == 1
    return out


def _kind(kind: str, text: str) -> str:
    """Return what a field is, without what may be said about it."""
    text = re.sub(r"\s*@\w+.*$|\s*#.*$|//.*$", "", text) if kind == "graphql" else re.sub(r"//.*$|\[.*$", "", text)
    return re.sub(r"\s+", "", text).rstrip(";{")
