"""Names that went from a list of what is accepted or shown: fields of a serializer, keys that are let in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT, Lost, findings

_WHAT = (
    r"(?:keys?|params?|parameters|fields?|extras?|options?|columns?|versions?|formats?|types?|methods?|args|arguments"
    r"|values?|choices|statuses|modes?|languages?|locales?|extensions?|filters?|orderings?|operators?)"
)
_LIST = pattern_of(
    rf"^\s*(?:(?:export|public|private|protected|static|final|readonly|const|let|var|self\.)\s{{0,3}}){{0,4}}"
    rf"[\"']?(?P<name>(?i:(?:\w{{1,30}}_)?(?:valid|allowed|accepted|supported|permitted)_?(?:\w{{1,30}}_)?{_WHAT})"
    r"|fields|filterset_fields|filter_fields|ordering_fields|search_fields|http_method_names|__all__)[\"']?"
    r"\s{0,3}(?::[^=\n]{1,40})?[:=]\s{0,3}(?:new\s)?(?:frozenset|set|tuple|list|Set)?\(?\s{0,3}(?P<open>[\[{(])"
)
_GIVEN = pattern_of(r"\.(?P<name>permit)\((?P<rest>[^\n]{1,400})|^\s*(?P<shown>attributes?)\s(?P<more>:[^\n]{1,400})")
"""Rails: what a form may send, and what an answer holds."""
_TEXT = pattern_of(r"[\"'](?P<text>[\w./:-]{1,60})[\"']")
_SYMBOL = pattern_of(r"(?<![\w:]):(?P<text>\w{1,60})|(?<![\w:])(?P<key>\w{1,60}):\s")
_SAFE = pattern_of(
    r"(?i)host|origin|cors|ip|domain|redirect|url|email|tag|attr|html|mime|upload|extension|protocol|scheme"
)
"""Lists that keep something dangerous out: a shorter one is the safer one."""
_SHOWS = pattern_of(r"(?i)serial|schema|filter|resource|\bapi|view|route|form")
_LONGEST = 80
_WIDE = 1000
_CLOSES = {"[": "]", "{": "}", "(": ")"}


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses something of this kind."""
    return findings(context, files, regions, _lost)


def _lost(context: Context, file: FileChange) -> Iterator[Lost]:
    if file.status in (ADDED, DELETED) or file.old is None or file.new is None:
        return
    now: dict[str, set[str]] = {}
    for name, text, _, _ in _names(file, NEW):
        now.setdefault(name, set()).add(text)
    removed = {number for block in file.blocks(OLD) for number, _ in block.lines()}
    for name, text, number, line in _names(file, OLD):
        if number in removed and name in now and text not in now[name]:
            yield Lost(number, OLD, text, line.strip()[:160])
    yield from _in_the_middle(file)
    yield from _members(file)


def _members(file: FileChange) -> Iterator[Lost]:
    """Yield what went from an enumeration: its values stand in other programs and in the database."""
    half = file.old.parts() if file.old is not None else ()
    removed = {number for block in file.blocks(OLD) for number, _ in block.lines()}
    came = {match["name"] for block in file.blocks(NEW) for _, line in block.lines() if (match := _MEMBER.match(line))}
    for block in half:
        inside = False
        for number, line in block.lines():
            head = _CLASS.match(line) if len(line) < _WIDE else None
            inside = bool(_ENUM.search(line)) if head else inside
            match = _MEMBER.match(line) if inside and number in removed and len(line) < _WIDE else None
            if match and match["name"] not in came:
                yield Lost(number, OLD, match["name"], line.strip()[:160])


_CLASS = pattern_of(r"\s*(?:export\s+)?(?:const\s+)?(?:class|enum)\s+\w")
_ENUM = pattern_of(
    r"\benum\s+\w|\((?:[\w.]{1,40},\s?)?(?:\w{1,20}\.)?(?:\w{0,20}Enum|TextChoices|IntegerChoices|StrEnum)\b"
    r"|\bclass\s+\w{1,60}(?:EventType|ErrorCode|Status|Choices|Enum)\b"
)
_MEMBER = pattern_of(r"\s+(?P<name>[A-Z][A-Z0-9_]{1,60})\s{0,3}(?:=\s{0,3}[\"'(\w]|,\s*$)")


def _in_the_middle(file: FileChange) -> Iterator[Lost]:
    """Yield what went from a list whose beginning a patch does not show, where git's heading says whose list it is."""
    if file.old is not None and file.old.complete:
        return
    came = {match["text"] for block in file.blocks(NEW) for _, line in block.lines() if (match := _ITEM.match(line))}
    for hunk in file.hunks:
        for number, line in hunk.removed.lines() if hunk.removed and _OWNER.search(hunk.section) else ():
            match = _ITEM.match(line) if len(line) < _WIDE else None
            if match and match["text"] not in came:
                yield Lost(number, OLD, match["text"], line.strip()[:160])


_ITEM = pattern_of(r"\s*[\"'](?P<text>\w{1,60})[\"'],\s*$")
_OWNER = pattern_of(r"^\s*class\s+\w{0,60}(?:Serializer|Schema|Filter|FilterSet|Resource)\b|^\s*__all__\s*=")


def _names(file: FileChange, side: str) -> Iterator[tuple[str, str, int, str]]:
    """Yield (list, name in it, line, text of the line) of each list that is seen from its beginning."""
    half = file.old if side == OLD else file.new
    for block in half.parts() if half else ():
        lines = block.text.split("\n")
        for n, line in enumerate(lines):
            if len(line) > _WIDE or COMMENT.match(line):
                continue
            start = _LIST.match(line)
            if start and _counts(file, start["name"]):
                for at, text in _texts(lines, n, start):
                    yield start["name"], text, block.start + at, lines[at]
            given = _GIVEN.search(line) if file.path.endswith(".rb") else None
            for match in _SYMBOL.finditer(given["rest"] or given["more"]) if given else ():
                yield "permit", match["text"] or match["key"], block.start + n, line


def _counts(file: FileChange, name: str) -> bool:
    if name == "fields" or name.endswith("_fields"):
        return bool(_SHOWS.search(file.path))
    return not _SAFE.search(name)


def _texts(lines: list[str], at: int, start: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Yield (index of the line, text) of each text inside the brackets that a list begins with."""
    opened, closed = start["open"], _CLOSES[start["open"]]
    depth, rest = 1, lines[at][start.end() :]
    for n in range(at, min(at + _LONGEST, len(lines))):
        line = rest if n == at else lines[n]
        if len(line) > _WIDE:
            return
        for match in () if COMMENT.match(line) else _TEXT.finditer(line):
            if not line[match.end() :].lstrip().startswith(":"):
                yield n, match["text"]
        depth += line.count(opened) - line.count(closed)
        if depth <= 0:
            return
