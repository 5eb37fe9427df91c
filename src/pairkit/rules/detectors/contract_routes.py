"""Addresses that the program answers at, and does no longer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, Change, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_test
from pairkit.rules.reading.lost import COMMENT, JS, Lost, compiled, findings
from pairkit.rules.reading.once import once


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses something of this kind."""
    return findings(context, files, regions, _lost_routes)


_ROUTES = {
    "py": r"^[ \t]*@[\w.]{1,80}\.(?P<m>route|api_route|get|post|put|patch|delete"
    r"|websocket)\(\s{0,40}r?[\"'](?P<p>[^\"'\n]{0,200})[\"']"
    r"(?P<more>[^)\n]{0,200})"
    r"|\b(?:router|\w{1,40}_router)\.(?P<m2>register)\(\s{0,40}r?[\"'](?P<p2>[^\"'\n]{1,200})[\"']"
    r"|\b(?P<m3>include_router|register_blueprint)\([^()\n]{1,120}?\b(?:url_)?prefix\s{0,4}=\s{0,4}"
    r"[\"'](?P<p3>[^\"'\n]{1,200})[\"']",
    "urls": r"^[ \t]*(?P<m>path|re_path|url)\(\s{0,40}r?[\"'](?P<p>[^\"'\n]{0,200})[\"']"
    r"|\b(?:router|\w{1,40}_router)\.(?P<m2>register)\(\s{0,40}r?[\"'](?P<p2>[^\"'\n]{1,200})[\"']",
    "js": r"\b(?:app|server|fastify|\w{0,40}[rR]outer|\w{0,40}Routes)\."
    r"(?P<m>get|post|put|patch|delete|all|route)\(\s{0,40}"
    r"[\"'`](?P<p>(?:/|\w{1,40}/)[^\"'`\n]{0,200})[\"'`]"
    r"|^[ \t]*@(?P<m2>Get|Post|Put|Patch|Delete)\((?:[\"'](?P<p2>[^\"'\n]{0,200})[\"'])?\)"
    r"|\b(?:app|server|\w{0,40}[rR]outer)\.(?P<m3>use)\(\s{0,40}[\"'`](?P<p3>/[^\"'`\n]{1,200})[\"'`]",
    "next": r"^export\s{1,9}(?:async\s{1,9})?function\s{1,9}(?P<p>GET|POST|PUT|PATCH|DELETE)\b",
    "java": r"@(?P<m>Get|Post|Put|Patch|Delete|Request)Mapping\(\s{0,40}(?:(?:value"
    r"|path)\s{0,4}=\s{0,4})?\{?\s{0,4}\"(?P<p>[^\"\n]{0,200})\"",
    "go": r"\.(?P<m>GET|POST|PUT|PATCH|DELETE|HandleFunc|Handle|Get|Post|Put|Patch"
    r"|Delete)\(\s{0,40}\"(?P<p>(?:[A-Z]{3,7} )?/[^\"\n]{0,200})\"",
    "rb": r"^[ \t]*(?P<m>get|post|put|patch|delete|resources?|match)[ \t(]{1,9}[:\"'](?P<p>[\w/:.*-]{1,200})",
    "php": r"\bRoute::(?P<m>get|post|put|patch|delete|any|resource"
    r"|apiResource)\(\s{0,40}[\"'](?P<p>[^\"'\n]{0,200})[\"']",
}
_OVER_LINES = (".py", ".ts", ".js")
"""Where formatters set an address on a line of its own, below the call that is not changed."""
_PARAMETER = pattern_of(r"<[^>]{0,200}>|\{[^}]{0,200}\}|:\w+|\(\?P<\w+>[^)]*\)")
_NEXT = pattern_of(r"(?:^|/)app/(?:.{0,300}/)?route\.[jt]sx?$")


def _routes(file: FileChange, side: str) -> Iterator[tuple[tuple[str, str], Lost]]:
    kind = _route_kind(file)
    if kind is None:
        return
    pattern = compiled(_ROUTES[kind])
    half = file.old if side == OLD else file.new
    touched = {number for block in file.blocks(side) for number, _ in block.lines()}
    for block in half.parts() if half and touched and file.path.endswith(_OVER_LINES) else file.blocks(side):
        for match in pattern.finditer(block.text):
            line = block.line_at(match.start() + len(match[0]) - len(match[0].lstrip()))
            last = block.line_at(match.end())
            if not touched.intersection(range(line, last + 1)):
                continue
            line = line if line in touched else next(n for n in range(line, last + 1) if n in touched)
            text = line_around(block.text, block.text.index(match[0].lstrip(), match.start()))
            groups = match.groupdict()
            if not COMMENT.match(text):
                path = next((groups[name] for name in ("p", "p2", "p3") if groups.get(name)), "")
                method = next((groups[name] for name in ("m", "m2", "m3") if groups.get(name)), "").lower()
                if kind == "next":
                    method, path = path.lower(), _folder(file, side)
                key = (_method(method, groups.get("more") or ""), _PARAMETER.sub("{}", path).strip("/"))
                yield key, Lost(line, side, path or "/", text[:160])


def _folder(file: FileChange, side: str) -> str:
    """Return the address that a file answers at where folders are addresses."""
    path = (file.old_path or file.path) if side == OLD else file.path
    return "/" + re.sub(r"^(?:.*/)?app/|\([^)]*\)/", "", path.rpartition("/")[0] + "/").strip("/")


def _route_kind(file: FileChange) -> str | None:
    path = file.path.lower()
    ending = path.rpartition(".")[2]
    if path.endswith("urls.py"):
        return "urls"
    if _NEXT.search(file.path):
        return "next"
    if ending == "rb":
        return "rb" if "routes" in path else None
    if ending in ("java", "kt"):
        return "java"
    return "js" if ending in JS else ending if ending in ("py", "go", "php") else None


def _method(method: str, more: str) -> str:
    listed = re.search(r"methods\s{0,4}=\s{0,4}[\[(]([^\])]{0,100})", more)
    if listed:
        return ",".join(sorted(re.findall(r"\w+", listed[1].lower())))
    return "get" if method in ("route", "path", "re_path", "url") else method


@once
def _came(change: Change) -> set[tuple[str, str]]:
    return {key for file in change.files if not is_test(file.path) for key, _ in _routes(file, NEW)}


def _lost_routes(context: Context, file: FileChange) -> Iterator[Lost]:
    came = _came(context.change)
    for key, lost in _routes(file, OLD):
        if key not in came:
            yield lost
