"""Places where text becomes a command: code, SQL, shell, paths, addresses, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pairkit.change.model import NEW, FileChange
from pairkit.rules.code.places import hits
from pairkit.rules.code.put_in import Hit
from pairkit.rules.code.reading import reading
from pairkit.rules.code.text import files_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.before import stood_before


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield what one rule tells of (its id says which); what is only to be looked at, once a file and function."""
    wanted = _RULES[rule["id"]]
    grouped = rule["severity"] != "must"
    few = len(files) <= _MOST and context.change.source != "all"
    others = [file for file in files if not file.generated] if few else []
    for file in files_of(regions):
        seen: set[object] = set()
        for hit, evidence in hits(reading(file), wanted.kinds, wanted.accepts is _sent, others):
            key = hit.sink if grouped else hit.line
            if wanted.accepts(hit) and key not in seen and not stood_before(file, hit.line, hit.sink):
                seen.add(key)
                facts = {"what": hit.sink, "variant": hit.kind}
                yield Found(file.path, hit.line, NEW, evidence[:160], facts, key=evidence)


_MOST = 40
"""So many files of one change are read for what they hand to one another."""


class _Wanted(NamedTuple):
    kinds: tuple[str, ...]
    accepts: Callable[[Hit], bool]


def _sent(hit: Hit) -> bool:
    return hit.sent


def _all(_: Hit) -> bool:
    return True


def _not_sent(hit: Hit) -> bool:
    return not hit.sent


_RULES = {
    "request-runs-code": _Wanted(("run", "load"), _sent),
    "code-from-text": _Wanted(("run",), _not_sent),
    "unsafe-load": _Wanted(("load",), _not_sent),
    "request-in-command": _Wanted(("shell",), _sent),
    "shell-built": _Wanted(("shell",), _not_sent),
    "sql-from-values": _Wanted(("sql", "nosql"), lambda hit: (hit.kind == "sql" and hit.quoted) or hit.sent),
    "sql-built": _Wanted(("sql", "nosql"), lambda hit: not hit.sent and not hit.quoted),
    "template-from-text": _Wanted(("template",), _all),
    "request-in-path": _Wanted(("path",), _sent),
    "request-in-url": _Wanted(("url", "redirect"), _sent),
    "html-unescaped": _Wanted(("html",), _all),
    "request-in-header": _Wanted(("header",), _sent),
    "search-from-values": _Wanted(("search",), _all),
    "session-readable": _Wanted(("cookie",), _all),
}
