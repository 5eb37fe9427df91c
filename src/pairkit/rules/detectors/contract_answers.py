"""Answers written in one line that lose a name, and addresses that answer with another model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, OLD, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT, Lost, findings

_ANSWER = pattern_of(
    r"(?:\b(?:jsonify|JSONResponse|JsonResponse|ORJSONResponse|json_response|Response\.json)\(|\bResponse\(\s?(?=\{)"
    r"|\b(?:res|ctx|c|reply|response)(?:\.status\(\w+\))?\.(?:json|send|JSON)\()\s?(?P<body>\{[^\n]{1,400})"
)
_KEY = pattern_of(r"[\"'](?P<quoted>\w{1,60})[\"']\s?:|(?<=[{,])\s{0,3}(?P<bare>[A-Za-z_]\w{0,60})(?=\s{0,3}[:,}])")
_ROUTE = pattern_of(
    r"^\s*@[\w.]{1,60}\.(?P<verb>get|post|put|patch|delete|route|api_route)\(\s*(?P<path>[\"'][^\"'\n]{0,120}[\"'])(?P<rest>[^\n]{0,400})"
)
_SHAPE = pattern_of(r"\b(?P<key>response_model|response_class|status_code)\s{0,3}=\s{0,3}(?P<value>[\w.\[\] |]{1,80})")
_ALONE = pattern_of(r"\s{2,}(?P<key>response_model|response_class|status_code)=(?P<value>[\w.\[\] |]{1,80}),\s*$")
_WIDE = 600


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses something of this kind."""
    return findings(context, files, regions, _lost)


def _lost(context: Context, file: FileChange) -> Iterator[Lost]:
    for hunk in file.hunks if file.status not in (ADDED, DELETED) else ():
        yield from _keys(hunk)
        yield from _routes(hunk)


def _lines(hunk: Hunk) -> tuple[list[tuple[int, str]], list[str]]:
    old = [(n, line) for n, line in hunk.removed.lines() if len(line) < _WIDE] if hunk.removed else []
    new = [line for _, line in hunk.added.lines() if len(line) < _WIDE] if hunk.added else []
    return [one for one in old if not COMMENT.match(one[1])], [line for line in new if not COMMENT.match(line)]


def _keys(hunk: Hunk) -> Iterator[Lost]:
    """Yield names that an answer had, where the answer itself is still given and holds others of its names."""
    old, new = _lines(hunk)
    came = {name for line in new if (match := _ANSWER.search(line)) for name in _names(match["body"])}
    now = came | {word for line in new for word in re.findall(r"\w+", line)} if came else came
    for number, line in old if came else ():
        match = _ANSWER.search(line)
        names = _names(match["body"]) if match else []
        gone = [name for name in names if name not in now]
        if gone and not came.isdisjoint(names):
            yield Lost(number, OLD, gone[0], line.strip()[:160])


def _names(body: str) -> list[str]:
    return [match["quoted"] or match["bare"] for match in _KEY.finditer(body)]


def _routes(hunk: Hunk) -> Iterator[Lost]:
    old, new = _lines(hunk)
    now = {(m["verb"], m["path"]): _shape(m["rest"]) for line in new if (m := _ROUTE.match(line))}
    values: dict[str, set[str]] = {}
    for m in filter(None, map(_ALONE.match, new)):
        values.setdefault(m["key"], set()).add(m["value"])
    for number, line in old:
        match = _ROUTE.match(line)
        after = now.get((match["verb"], match["path"])) if match else None
        alone = _ALONE.match(line)
        if alone and values.get(alone["key"], set()) - {alone["value"]}:
            yield Lost(number, OLD, f"{alone['key']}={alone['value']}", line.strip()[:160])
        if match and after is not None and after != _shape(match["rest"]):
            yield Lost(number, OLD, match["path"].strip("\"'") or "/", line.strip()[:160])


def _shape(rest: str) -> dict[str, str]:
    return {match["key"]: match["value"].strip() for match in _SHAPE.finditer(rest)}
