"""Handlers that caught a named error and catch every one now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import COMMENT, files_of, parts
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_HEADER = pattern_of(
    r"\s{0,120}(?:\}\s{0,4})?(?P<word>except|rescue|catch)\b(?:\s{0,4}\(\s{0,4}(?:final\s)?|\s{1,4}|(?=\s{0,4}[:{]))(?P<kinds>[^:{\n=]{0,200})"
)
_BROAD = pattern_of(r"(?<![\w.])(?:System\.|\\)?(?:(?:Base)?Exception|StandardError|Throwable|RuntimeException)\b")
_BELOW = 8
_KIND = pattern_of(r"[A-Z]\w{2,80}")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the first handler of each file that catches everything in the place of one that named what it expected."""
    for file in files_of(regions):
        widened = (one for hunk in file.hunks if (one := _widened(hunk)) is not None)
        found = next((one for one in widened if not _rises(file, one[0])), None)
        if found is not None:
            number, line, was = found
            yield Found(file.path, number, NEW, line[:160], {"was": was[:60], "what": line[:80]}, key=line)


def _widened(hunk: Hunk) -> tuple[int, str, str] | None:
    if hunk.removed is None or hunk.added is None:
        return None
    went = [one for _, line in hunk.removed.lines() if (one := _kinds(line)) is not None]
    stay = [one for _, line in hunk.added.lines() if (one := _kinds(line)) is not None]
    for number, line in hunk.added.lines():
        now = _kinds(line)
        if now is None or not _is_broad(now) or any(_is_broad(one) for one in went):
            continue
        was = next((one for one in went if one.strip() and one not in stay and _KIND.search(one)), None)
        if was is not None:
            return number, line.strip(), _bare(was)
    return None


def _rises(file: FileChange, number: int) -> bool:
    """Tell whether a handler hands the error on: then it catches all only to do something on the way."""
    below = [
        line for block in parts(file) for n, line in block.lines() if number < n <= number + _BELOW and len(line) < 400
    ]
    return any(re.search(r"\b(?:raise|throw|rethrow)\b", line) for line in below)


def _kinds(line: str) -> str | None:
    match = _HEADER.match(line) if len(line) <= 400 and not COMMENT.match(line) else None
    return match["kinds"] if match else None


def _is_broad(kinds: str) -> bool:
    return not kinds.strip(" ()") or bool(_BROAD.search(kinds))


def _bare(kinds: str) -> str:
    """Return the names of errors without the name that one is given."""
    return ", ".join(_KIND.findall(kinds)[:3])
