"""Queries that asked to whom a record belongs, and ask no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import COMMENT
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_WHO = (
    r"(?:user|owner|author|account|tenant|organi[sz]ation|org|team|workspace|company|household|group|creator|customer|member"
    r"|created_?by)(?:_?[iI][dD]|_?uuid|Uuid|_pk)?"
)
_ME = (
    r"(?:[\w.$>()\[\]'\"-]{0,30}(?:current_?[uU]ser|\brequest\.user|\breq\.user|session\b|auth\(\)|Auth::|ctx\.|\bme\b"
    r"|[uU]ser\.?[iI]d\b|user_id\b|\buser\b|principal|claims|[tT]eam\.id|[oO]rg\w{0,12}\.id|teamId|orgId|tenantId))"
)
_OWNED = pattern_of(
    rf"(?P<sql>(?i:\b(?:and|where)\s{{1,4}}(?:\w{{1,30}}\.)?[\"`]?(?P<sql_name>{_WHO})[\"`]?\s{{0,4}}=\s{{0,4}}(?:\$\d|\?|[:@]\w|%s|\{{)))"
    rf"|(?P<key>(?<![\w.])[\"']?(?P<key_name>{_WHO})[\"']?\s{{0,3}}(?:=(?!=)|:|=>|,)\s{{0,3}}{_ME})"
    rf"|(?P<chain>\b(?P<chain_name>current_user|current_account|current_team|current_organization)\.\w{{3,40}}\."
    rf"(?:find\w{{0,20}}|where)\b)"
)
_QUERY = pattern_of(
    r"(?i:\b(?:select|update|delete)\b[^\n]{1,400}\bwhere\b)|\.(?:filter|get|exclude|filter_by|find\w{0,30}|where|eq|first|update\w{0,10}"
    r"|delete\w{0,10}|count|query|objects)\(|\bget_object_or_404\(|\bwhere\s{0,3}[:=]|::(?:where|find)\w{0,10}\("
)
_TOKEN = pattern_of(r"\w+")
_CHECKED = pattern_of(
    r"(?i)denied|forbidden|unauthori[sz]ed|permission|authorize|not_?found|policy|\b40[34]\b|can_?access|has_?access|allowed"
)
_SAME = 0.7


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the first such query of each file."""
    for file in {id(region.file): region.file for region in regions}.values():
        if file.status != DELETED and not file.generated:
            found = next(_lost(file), None)
            if found:
                line, text, name = found
                yield Found(file.path, line, OLD, text.strip()[:160], {"name": name}, key=text.strip())


def _lost(file: FileChange) -> Iterator[tuple[int, str, str]]:
    for hunk in file.hunks:
        if hunk.removed is None or hunk.added is None:
            continue
        came = [line for line in hunk.added.text.split("\n") if line.strip() and not COMMENT.match(line)]
        if _CHECKED.search(hunk.added.text) or any(_owned(line) for line in came):
            continue
        for number, line in hunk.removed.lines():
            match = _owned(line)
            if match and any(_same(line, match, other) for other in came):
                yield number, line, match[f"{match.lastgroup}_name"]


def _owned(line: str) -> re.Match[str] | None:
    return _OWNED.search(line) if len(line) <= 1000 and not COMMENT.match(line) and _QUERY.search(line) else None


def _same(line: str, match: re.Match[str], other: str) -> bool:
    """Tell whether a line is the same query without its owner."""
    if not _QUERY.search(other):
        return False
    rest = set(_TOKEN.findall(line[: match.start()] + " " + line[match.end() :]))
    kept = set(_TOKEN.findall(other))
    if match.lastgroup == "chain":  # `current_user.orders.find(` became `Order.find(`
        owned = match[0].split(".")[1].lower().rstrip("s")
        return any(word.lower().rstrip("s") == owned for word in kept) and len(rest & kept) >= 1
    words = {word for word in rest if len(word) > 1}
    return bool(words) and len(words & kept) / len(words) >= _SAME
