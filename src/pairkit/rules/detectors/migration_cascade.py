"""Rows that from now on go together with the row they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import files_of
from pairkit.rules.context import Context
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_test
from pairkit.rules.reading.lost import COMMENT
from pairkit.rules.reading.migrations import at, each_block

_KEPT = pattern_of(
    r"(?i)\bon_?delete\b[\"']?\s{0,3}[:=]\s{0,3}[\w.:\"'`]{0,40}?(?:protect|set_?null|set_?default|do_?nothing|restrict|no_?action|nullify)"
)
_GOES = pattern_of(
    r"(?i)\bon_?delete\b[\"']?\s{0,3}[:=]\s{0,3}[\w.:\"'`]{0,40}?cascade|\bcascade_delete\s{0,3}=\s{0,3}true"
    r"|\bcascade\s{0,3}=\s{0,3}[\"'][^\"'\n]{0,40}(?:\ball\b|\bdelete\b)|\bdependent:\s{0,3}:(?:destroy|delete_all)"
)
_RELATES = pattern_of(r"[(@]|\b(?:has_many|has_one|belongs_to)\b|(?i:\bon_?delete\b)")
_FIELD = pattern_of(
    r"^\s*(?:belongs_to|has_many|has_one)\s+:(?P<rails>\w{1,60})|^\s*(?P<name>\w{1,60})\s*[:=]|^\s*(?P<prisma>\w{1,60})\s+[A-Z]\w*"
)
_BOUND = {
    "py": r"\bcreate_foreign_key\([^\n]*(?:\n(?![ \t]*op\.)[^\n]*){0,12}?ondelete\s*=\s*[\"'](?i:cascade)[\"']",
    "sql": r"(?i)\badd\s{1,9}(?:constraint\s[^;]{1,400}?)?foreign\s{1,9}key[^;]{1,400}?\bon\s{1,9}delete\s{1,9}cascade",
    "rb": r"\badd_foreign_key[ (][^\n]{1,200}on_delete:\s*:cascade",
    "js": r"\baddConstraint\([^;]{1,400}?onDelete:\s*[\"'](?i:cascade)",
}
_LOOSED = pattern_of(
    r"(?i)\bdrop_constraint\(|\bdrop\s{1,9}(?:constraint|foreign\s{1,9}key)\b|\bremove_foreign_key\b|\bremoveConstraint\("
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each bond of two tables that is made anew, and one a model's field that changes so."""
    yield from each_block(regions, _bonds)
    for file in files_of(regions):
        if file.status != DELETED and not is_test(file.path):
            yield from _fields(file)


def _bonds(file: FileChange, block: Any, kind: str) -> Iterator[Found]:
    if kind not in _BOUND or not _LOOSED.search(block.text):
        return
    for match in re.finditer(_BOUND[kind], block.text):
        yield from at(file, block, kind, match, {"name": file.path.rpartition("/")[2]})


def _fields(file: FileChange) -> Iterator[Found]:
    """Yield the first field that let its rows stay, or said nothing of them, and takes them along now."""
    for hunk in file.hunks:
        was = _named(hunk)
        for number, line in hunk.added.lines() if hunk.added else ():
            match = _GOES.search(line) if len(line) < _WIDE and not COMMENT.match(line) else None
            if match and (_changed(line, was) or _alone(hunk)):
                evidence = line_around(line, match.start()).strip()[:160]
                yield Found(file.path, number, NEW, evidence, {"name": _name(line) or match[0][:60]}, key=line.strip())
                return


_WIDE = 600


def _named(hunk: Hunk) -> dict[str, str]:
    lines = [line for _, line in hunk.removed.lines()] if hunk.removed else []
    return {_name(line): line for line in lines if _name(line) and len(line) < _WIDE}


def _changed(line: str, was: dict[str, str]) -> bool:
    """Tell whether a field of the same name stood here without it."""
    old = was.get(_name(line))
    return old is not None and not _GOES.search(old) and bool(_RELATES.search(old))


def _alone(hunk: Hunk) -> bool:
    """Tell whether what was written of the rows stood on a line of its own, and kept them."""
    removed = hunk.removed.text if hunk.removed else ""
    return bool(_KEPT.search(removed)) and len(re.findall(r"(?i)\bon_?delete\b", removed)) == 1


def _name(line: str) -> str:
    match = _FIELD.match(line)
    return (match["rails"] or match["name"] or match["prisma"] or "") if match else ""
