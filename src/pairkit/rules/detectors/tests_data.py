"""What a test that stays is no longer run with: rows of its table of cases, parts of the data it is given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.checks import CHECK, TABLE, View, is_check_like, is_comment, readable_test, scopes

_ROW = pattern_of(r"\s*(?:pytest\.param\(|#\[case\(|[(\[{]|[\"'`]|-?\d|\w+: *\{)")
_TUPLE = pattern_of(r"\s+(?:(?:pytest\.param)?\(.*\)|\{[^:{}]*\}),?$")
_DATA = pattern_of(r"\s*(?:[\w.]+ ?=(?!=)|[\"'][^\"']{1,80}[\"']\s*(?:=>|:)|\w+: )")
_LEAST = 2


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a test file: lost cases for rule `test-case-removed`, lost data for `test-data-removed`."""
    touched = {region.file.path for region in regions}
    wanted = _cases if rule["id"] == "test-case-removed" else _data
    came = {
        line.strip() for other in context.change.files for block in other.blocks(NEW) for line in block.text.split("\n")
    }
    for file in files:
        if file.path not in touched or not readable_test(file):
            continue
        view = View(file, OLD)
        gone = set(scopes(file, OLD)) - set(scopes(file, NEW))
        lost = [one for hunk in file.hunks for one in wanted(view, hunk, came) if view.test_at(one[0]) not in gone]
        if lost:
            line, text = lost[0]
            facts = {"count": len(lost), "names": view.test_below(line) if wanted is _cases else view.test_at(line)}
            facts["names"] = facts["names"] or file.path.rpartition("/")[2]
            yield Found(file.path, line, OLD, text.strip()[:160], facts | {"what": text.strip()[:80]}, key=text)


def _cases(view: View, hunk: Hunk, came: set[str]) -> Iterator[tuple[int, str]]:
    """Yield rows that went and have none in their place."""
    if hunk.removed is None:
        return
    rows = [
        (n, line)
        for n, line in hunk.removed.lines()
        if _ROW.match(line) and (not is_comment(line) or "#[case(" in line)
    ]
    rows = [(n, line) for n, line in rows if line.strip() not in came and _in_table(view, n, _span(hunk))]
    new = hunk.added.text.split("\n") if hunk.added else []
    if not any(is_check_like(line) for line in new):
        yield from rows[sum(bool(_ROW.match(line)) for line in new) :]


def _in_table(view: View, number: int, removed: range) -> bool:
    """Tell whether a line is a row, not a part of one, of a table that stays."""
    if view.line(number).lstrip().startswith("#[case("):
        return True
    indent = _indent(view.line(number))
    for head, line in zip(range(number - 1, 0, -1), view.above(number, 120), strict=False):
        if is_comment(line) or _indent(line) >= indent:
            continue
        indent = _indent(line)
        if TABLE.search(line):
            return head not in removed
        if not re.fullmatch(r"\s*[)(\[\]{}]+\s*", line):
            return False
        indent += line.lstrip().startswith(("}", "]", ")"))  # `}{`: what it closes begins as deep as it does
    return view.is_cut_off(number, 120) and bool(_TUPLE.match(view.line(number)))


def _data(view: View, hunk: Hunk, came: set[str]) -> Iterator[tuple[int, str]]:
    """Yield lines of data that went, where only such lines went and nothing came."""
    if hunk.removed is None or hunk.added is not None:
        return
    lines = [(n, line) for n, line in hunk.removed.lines() if not is_comment(line)]
    if any(CHECK.match(line) or re.match(r"\s*(?:def |@|import |from |func |it\(|test\()", line) for _, line in lines):
        return
    data = [(n, line) for n, line in lines if _DATA.match(line) and line.rstrip().endswith((",", "[", "{", "("))]
    data = [(n, line) for n, line in data if line.strip() not in came]
    if len(data) >= _LEAST and _in_test(view, *lines[0]) and not _in_table(view, data[0][0], range(0)):
        yield data[0]


def _in_test(view: View, number: int, line: str) -> bool:
    """Tell whether a line is in a test, as far as a patch shows; a class's own data and helpers are not."""
    name = view.test_at(number)
    if not name:
        return view.is_cut_off(number, 200) and _indent(line) >= 8
    return bool(re.match(r"(?:[Tt]est|setUp|should )|.* ", name))


def _span(hunk: Hunk) -> range:
    block = hunk.removed
    return range(block.start, block.start + block.length) if block else range(0)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
