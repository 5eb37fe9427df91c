"""Checks of who somebody is that stay and hold less often: behind a new condition, or for fewer pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import COMMENT, files_of, parts
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.guards import guard_in, refusal_in
from pairkit.rules.reading.lost_guards import plain

_IF = pattern_of(r"\s{0,120}(?:\}\s{0,3})?(?:if|unless|elif|elsif|else if)\b")
_FILTER = pattern_of(
    r"\s{0,80}(?:before_action|before_filter|prepend_before_action)\s{1,3}:?(?P<name>\w{1,60})"
    r"|[^\n]{0,200}(?:->|::)middleware\(\s{0,3}\[?\s{0,3}['\"](?P<php>(?:auth|can|role|permission|verified|admin|throttle)[\w:,.-]{0,40})"
)
_WHO = re.compile(
    r"(?i)auth|login|logged|sign|admin|user|owner|permi|role|access|require|verif|check|ensure|restrict|token|session|throttle"
)
_LIST = pattern_of(r"(?P<way>only|except)\b['\"]?\s{0,3}(?::|=>|\()\s{0,3}(?P<items>[^\n]{1,400})")
_ITEM = pattern_of(r"[:'\"](\w{1,60})|(?<=[\[\s])(\w{1,60})(?=[\s\]])")
_MOST = 6


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield at most one finding a file: the first check that holds less often."""
    for file in files_of(regions):
        if file.status == DELETED or file.old is None:
            continue
        behind = (one for hunk in file.hunks if (one := _behind(hunk)) is not None)
        fewer = (one for hunk in file.hunks if (one := _fewer(file, hunk)) is not None)
        found = next(behind, None) or next(fewer, None)
        if found is not None:
            line, name, text = found
            yield Found(file.path, line, NEW, text[:160], {"name": plain(name), "what": text[:80]}, key=text)


def _check_in(line: str) -> str | None:
    return None if COMMENT.match(line) else guard_in(line) or refusal_in(line)


def _behind(hunk: Hunk) -> tuple[int, str, str] | None:
    """Return the condition that came around a check which stood without it: its line, the check, the condition."""
    if hunk.removed is None or hunk.added is None:
        return None
    went = {_bare(line): _indent(line) for _, line in hunk.removed.lines() if _check_in(line)}
    gone = {_bare(line) for _, line in hunk.removed.lines()}
    above: list[tuple[int, str]] = []
    for number, line in hunk.added.lines() if went else ():
        was = went.get(_bare(line))
        if was is not None and _indent(line) > was:
            around = next((one for one in reversed(above) if one[1].strip() and _indent(one[1]) < _indent(line)), None)
            if around and _IF.match(around[1]) and _bare(around[1]) not in gone and _indent(around[1]) <= was:
                return around[0], _check_in(line) or "", around[1].strip()
        above.append((number, line))
    return None


def _bare(line: str) -> str:
    return re.sub(r"\s*(?://|#)[^\n]*$", "", line.strip())


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _fewer(file: FileChange, hunk: Hunk) -> tuple[int, str, str] | None:
    """Return the line with the pages that a filter is for, where they are fewer than before."""
    if hunk.removed is None or hunk.added is None:
        return None
    old = {key: items for _, key, items, _ in _lists(file, OLD, hunk)}
    for number, key, items, text in _lists(file, NEW, hunk):
        name, way = key
        before = old.get(key)
        less = before is not None and (before - items if way == "only" else items - before)
        if less or (way == "except" and before is None and _stood_bare(hunk, name)):
            return number, name, text
    return None


def _stood_bare(hunk: Hunk, name: str) -> bool:
    """Tell whether the same filter was for all pages before."""
    lines = hunk.removed.text.split("\n") if hunk.removed else []
    return any(_name_of(line) == name and not _LIST.search(line) for line in lines)


def _lists(file: FileChange, side: str, hunk: Hunk) -> Iterator[tuple[int, tuple[str, str], set[str], str]]:
    """Yield the lists of pages on one side of a place: line, filter and way, pages, text."""
    block = hunk.added if side == NEW else hunk.removed
    for number, line in block.lines() if block else ():
        found = _LIST.search(line) if not COMMENT.match(line) else None
        if found is None:
            continue
        name = _name_of(line) or _filter_above(file, side, number)
        if name and _WHO.search(name):
            whole = " ".join([found["items"], *_going_on(file, side, number, found["items"])])
            items = {one for pair in _ITEM.findall(whole) for one in pair if one}
            yield number, (name, found["way"]), items, line.strip()


def _going_on(file: FileChange, side: str, number: int, items: str) -> Iterator[str]:
    """Yield the lines below that belong to a list which is not closed yet."""
    if "[" not in items or "]" in items:
        return
    for block in parts(file, side):
        for n, line in block.lines():
            if number < n <= number + _MOST:
                yield line
                if "]" in line:
                    return


def _name_of(line: str) -> str:
    match = _FILTER.match(line)
    return (match["name"] or match["php"]) if match else ""


def _filter_above(file: FileChange, side: str, number: int) -> str:
    for block in parts(file, side):
        if block.start <= number < block.start + block.length:
            lines = block.text.split("\n")[max(0, number - block.start - _MOST) : number - block.start]
            for line in reversed(lines):
                if _name_of(line):
                    return _name_of(line)
                if not line.rstrip().endswith((",", "\\")):
                    return ""
    return ""
