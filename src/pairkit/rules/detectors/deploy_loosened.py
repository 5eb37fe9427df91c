"""Settings of checkers that ask for less: a limit that rose, an error that became a warning, a rule off the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import files_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_LIMIT = pattern_of(
    r"(?P<key>--max-warnings|maxWarnings|max_warnings)[\"']?\s{0,3}[:= ]\s{0,3}[\"']?(?P<value>\d{1,6})"
)
_LEVEL = pattern_of(r"\s{0,12}level\s{0,3}[:=]\s{0,3}(?P<value>\d{1,2}|max)\b")
_STRICT = pattern_of(
    r"(?P<flag>(?<!\S)-D ?(?:warnings|clippy::\w{1,40})|--deny[= ]warnings|-Werror\b"
    r"|(?<!\S)-W error\b|--max-warnings[= ]0\b|--strict\b)"
)
_RULE = pattern_of(
    r"\s{1,20}[\"']?(?P<name>@?[\w-]{2,60}(?:/[\w-]{2,60}){0,2})[\"']?\s{0,3}:\s{0,3}\[?\s{0,3}[\"'](?P<level>error|warn|off)[\"']"
)
_WANTED = pattern_of(r"(?P<key>(?:extend-)?select|enable)\s{0,3}=\s{0,3}\[(?P<items>[^\]\n]{1,600})\]")
_LEFT_OUT = pattern_of(r"(?P<key>(?:extend-)?ignore|disable|skip)\s{0,3}[=:]\s{0,3}\[(?P<items>[^\]\n]{1,600})\]")
_NEEDS = pattern_of(r"\s{1,12}needs:\s{0,3}\[?(?P<items>[^\]\n#]{1,200})")
_CHECK = re.compile(r"(?i)test|lint|check|verify|scan|audit|types?|quality|e2e")
_ORDER = {"off": 0, "warn": 1, "error": 2}


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield at most one finding a file: the first setting that asks for less than what stood in its place."""
    for file in files_of(regions):
        if file.status == DELETED or file.old is None:
            continue
        found = next((one for hunk in file.hunks if (one := _less(file, hunk)) is not None), None)
        if found is not None:
            side, line, text, what = found
            yield Found(file.path, line, side, text.strip()[:160], {"what": what[:60]}, key=text.strip())


def _less(file: FileChange, hunk: Hunk) -> tuple[str, int, str, str] | None:
    if hunk.removed is None:
        return None
    came = "\n".join(block.text for block in file.blocks(NEW))
    for number, line in _lines(hunk.removed):
        what = _gone(file, line, came)
        if what:
            return OLD, number, line, what
    for number, line in _lines(hunk.added):
        was = hunk.removed.text
        what = _lower(file, line, was) or _listed(line, was)
        if what:
            return NEW, number, line, what
    return None


def _lines(block: Any) -> Iterator[tuple[int, str]]:
    for number, line in block.lines() if block else ():
        if len(line) < 1000 and not line.lstrip().startswith(("#", "//", ";")):
            yield number, line


def _gone(file: FileChange, line: str, came: str) -> str:
    """Return what made a check strict, or kept a job behind the checks, and stands nowhere among what came."""
    flag = _STRICT.search(line)
    if flag and flag["flag"] not in came and _bare(line, flag["flag"]) in re.sub(r"\s+", "", came):
        return flag["flag"].strip()
    needs = _NEEDS.match(line) if "/workflows/" in file.path else None
    if needs and _CHECK.search(needs["items"]) and "needs:" not in came:
        return f"needs: {needs['items'].strip()}"
    return ""


def _bare(line: str, flag: str) -> str:
    """Return the beginning of a command without its flag: where it stays, only the flag went."""
    return re.sub(r"\s+", "", line[: line.find(flag)].replace(" -- ", " ").rstrip(" -"))


def _lower(file: FileChange, line: str, was: str) -> str:
    before, now = _LIMIT.search(was), _LIMIT.search(line)
    if before and now and int(now["value"]) > int(before["value"]):
        return f"{now['key']} {now['value']}"
    if "phpstan" in file.path:
        level, old = _LEVEL.match(line), _LEVEL.search(was)
        if level and old and _height(level["value"]) < _height(old["value"]):
            return f"level {level['value']}"
    mark = _RULE.match(line)
    if mark:
        for one in was.split("\n"):
            old = _RULE.match(one)
            if old and old["name"] == mark["name"] and _ORDER[mark["level"]] < _ORDER[old["level"]]:
                return f"{mark['name']}: {mark['level']}"
    return ""


def _height(level: str) -> int:
    return 99 if level == "max" else int(level)


def _listed(line: str, was: str) -> str:
    """Return a rule that is no longer on the list of those wanted, or is now on the list of those left out."""
    for pattern, more in ((_WANTED, False), (_LEFT_OUT, True)):
        now = pattern.search(line)
        old = next((one for one in pattern.finditer(was) if now and one["key"] == now["key"]), None)
        if now and old:
            before, after = _items(old["items"]), _items(now["items"])
            other = sorted(after - before if more else before - after)
            if other:
                return f"{now['key']}: {', '.join(other[:3])}"
    return ""


def _items(text: str) -> set[str]:
    return {one.strip(" \"'") for one in text.split(",") if one.strip(" \"'")}
