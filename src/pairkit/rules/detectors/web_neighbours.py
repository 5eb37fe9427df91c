"""A new address or action without the check that its neighbours in the same file have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pairkit.change.model import DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.guards import guard_in, refusal_in
from pairkit.rules.reading.lost import COMMENT, JS

_FEWEST = 2
"""How many neighbours must have a check before one without it stands out."""
_SHARE = 0.7
_BODY = 30
_ROUTE = r"(?:get|post|put|patch|delete|route|api_route|websocket)"
_HEADS = {
    "py": pattern_of(r"^\s*(?:async\s+)?def\s+(?P<name>\w+)\s*\("),
    "js": pattern_of(
        r"^\s*(?:app|api|server|fastify|\w{0,40}[rR]outer|\w{0,40}Routes)\.(?:get|post|put|patch"
        r"|delete)\(\s*[\"'`](?P<name>/[^\"'`]*)"
    ),
    "actions": pattern_of(
        r"^export\s+(?:default\s+)?(?:async\s+function\s+(?P<name>\w+)|const\s+(?P<other>\w+)\s*=\s*async\b)"
    ),
    "java": pattern_of(r"^\s*@(?:Get|Post|Put|Patch|Delete|Request)Mapping\b(?:\([^\"]*\"(?P<name>[^\"]*)\")?"),
    "go": pattern_of(
        r"^\s*[\w.()]{1,60}\.(?:GET|POST|PUT|PATCH|DELETE|Get|Post|Put|Patch|Delete|HandleFunc|Handle)"
        r"\(\s*\"(?P<name>[^\"]*/[^\"]*)\""
    ),
    "php": pattern_of(r"^\s*Route::(?:get|post|put|patch|delete|any)\(\s*[\"'](?P<name>[^\"']*)"),
}  # fmt: skip
_DECORATED = pattern_of(rf"^\s*@[\w.]{{1,80}}\.{_ROUTE}\(|^\s*@(?:route|api_view|action)\(")
_TYPED = pattern_of(r":\s*(?:Annotated\[)?(?:\w*Current\w*User\w*|\w*Admin\w*|\w*AuthDep\w*|\w*UserDep\w*)\b")
_WHOLE = pattern_of(
    r"\bdependencies\s*=\s*\[\s*(?:Depends|Security)\(|@\w+\.before_request\b|\b(?:router|app"
    r"|\w+[rR]outer)\.use\((?!\s*[\"'`]/)"
    r"|->group\(|\.Use\(|^@(?:PreAuthorize|Secured|RolesAllowed)\b|\bexport\s+const\s+config\s*=",
)
_OPEN = pattern_of(
    r"(?i)log_?in|log_?out|sign_?(?:in|up|out)|regist|health|ping|status|ready|live|webhook|hook|public"
    r"|callback|token|oauth|forgot"
    r"|reset|verify|confirm|activate|robots|sitemap|feed|rss|favicon|static|about|terms|privacy|error|index"
    r"|home|^/$|docs|openapi|metrics"
)


class _Handler(NamedTuple):
    line: int
    name: str
    text: str
    guarded: bool


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each new handler that stands unguarded among guarded ones; at most one a file."""
    if context.change.source == "all":
        return
    for file in {id(region.file): region.file for region in regions}.values():
        if file.generated or file.status == DELETED or file.new is None:
            continue
        lines = [line for block in file.new.parts() for _, line in block.lines()]
        handlers = list(_handlers(file, lines))
        bare = _odd(file, handlers)
        if bare and not _for_all(lines):
            near = next(one for one in handlers if one.guarded)
            facts = {"name": bare.name, "what": near.name, "count": sum(one.guarded for one in handlers)}
            yield Found(file.path, bare.line, NEW, bare.text[:160], facts, key=bare.name)


def _for_all(lines: list[str]) -> bool:
    """Tell whether a check stands before every address of a file."""
    return any(_WHOLE.search(line) and (guard_in(line) or not line.startswith("export")) for line in lines)


def _odd(file: FileChange, handlers: list[_Handler]) -> _Handler | None:
    guarded = [one for one in handlers if one.guarded]
    if len(guarded) < _FEWEST:
        return None
    came = {number for block in file.blocks(NEW) for number, _ in block.lines()}
    went = "\n".join(block.text for block in file.blocks(OLD))
    fresh = [one for one in handlers if one.line in came and one.name not in went]
    others = [one for one in handlers if one not in fresh and not _OPEN.search(one.name)]
    bare = [one for one in fresh if not one.guarded and not _OPEN.search(one.name)]
    if sum(one.guarded for one in others) < max(_FEWEST, _SHARE * len(others)):
        return None
    return bare[0] if bare else None


def _handlers(file: FileChange, lines: list[str]) -> Iterator[_Handler]:
    kind = _kind(file.path, lines)
    if kind is None:
        return
    for block in file.new.parts() if file.new else ():
        text = block.text.split("\n")
        heads = [n for n, line in enumerate(text) if _HEADS[kind].match(line) and not COMMENT.match(line)]
        for at, n in enumerate(heads):
            above = _above(text, n)
            if kind == "py" and not _is_view(file.path, text, above, n):
                continue
            end = min(n + _BODY, heads[at + 1] if at + 1 < len(heads) else len(text))
            body = text[above:end]
            match = _HEADS[kind].match(text[n])
            groups = match.groupdict() if match else {}
            name = groups.get("name") or groups.get("other") or "/"
            yield _Handler(block.start + n, name, text[n].strip(), any(map(_guards, body)))


def _kind(path: str, lines: list[str]) -> str | None:
    ending = path.rpartition(".")[2]
    if ending in JS:
        acts = re.search(r"(?:^|/)route\.[jt]s$", path) or any(
            re.match(r"\s*[\"']use server[\"']", one) for one in lines[:5]
        )
        return "actions" if acts else "js"
    return {"py": "py", "java": "java", "kt": "java", "go": "go", "php": "php"}.get(ending)


def _above(text: list[str], n: int) -> int:
    """Return where the decorators or annotations of a line begin."""
    while n > 0 and text[n - 1].lstrip().startswith("@"):
        n -= 1
    return n


def _is_view(path: str, text: list[str], above: int, n: int) -> bool:
    if any(_DECORATED.match(line) for line in text[above:n]):
        return True
    return path.endswith("views.py") and bool(re.match(r"(?:async\s+)?def\s+[a-z]\w*\(request\b", text[n]))


def _guards(line: str) -> bool:
    return bool(guard_in(line) or refusal_in(line) or _TYPED.search(line) or _ON_THE_WAY.search(line))


_ON_THE_WAY = pattern_of(
    r"\b[\w.]{0,40}(?:[rR]equire|[mM]ust|[wW]ith|[eE]nsure)(?:[dD])?_?(?:Auth|Login|User|Admin|Session"
    r"|Signed)\w{0,30}\("
    r"|[\"'`],\s*(?:\w+\.)?(?:\w{0,20}[aA]uth\w{0,20}|protect\w*|verify\w*|check\w*|[aA]dmin\w*|isLogged\w*)\s*[(,]"
)
"""A check that stands between an address and what answers there."""
