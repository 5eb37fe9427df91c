"""Switches that protected a connection or a page, and stand the other way or are gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import files_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT
from pairkit.rules.reading.turned import turned

_NAMED = (
    r"\b(?:SECURE_SSL_REDIRECT|EMAIL_USE_(?:TLS|SSL)|SMTP_(?:TLS|SSL)|REQUIRE_SSL|SSL_REQUIRED|force_?[sS]sl|force_?[hH]ttps|ssl_?[rR]edirect"
    r"|use_?(?:[tT]ls|[sS]sl|TLS|SSL)|tls_?[eE]nabled|ssl_?[eE]nabled|requireTLS|useSSL)[\"']?\s{0,3}[:=]\s{0,3}[\"']?"
)
_SAFE = pattern_of(
    rf"{_NAMED}(?:[tT]rue|1|on|yes)\b|\bSECURE_HSTS_SECONDS\s{{0,3}}=\s{{0,3}}[1-9]\d*|\bsslmode[\"']?\s{{0,3}}[=:]\s{{0,3}}[\"']?(?:require|verify-\w+)"
    r"|\bscheme[\"']?\s{0,3}[:=]\s{0,3}[\"']?https\b|\bhttps://|\bwss://|\bamqps://|\brediss://"
)
_UNSAFE = pattern_of(
    rf"{_NAMED}(?:[fF]alse|0|off|no)\b|\bSECURE_HSTS_SECONDS\s{{0,3}}=\s{{0,3}}0\b|\bsslmode[\"']?\s{{0,3}}[=:]\s{{0,3}}[\"']?(?:disable|allow|prefer)"
    r"|\bscheme[\"']?\s{0,3}[:=]\s{0,3}[\"']?http\b(?!s)|\bhttp://|\bws://|\bamqp://|\bredis://"
)
_HERE = pattern_of(
    r"(?i)localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|host\.docker\.internal|\.local\b|xmlns|www\.w3\.org|schemas?\."
)
_FENCE = pattern_of(
    r"^\s*\w{1,20}\.use\(\s{0,3}(?P<a>helmet)(?:\.\w{1,40})?\(|[\"']django\.middleware\.(?P<b>security\.SecurityMiddleware|clickjacking\.XFrameOptionsMiddleware)[\"']"
)
_DULL = pattern_of(r"\s+|[\"']")
_WIDE = 400


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the first such place of each file."""
    find = _gone if rule["id"] == "page-fence-down" else _turned
    for file in files_of(regions):
        if file.status != DELETED:
            found = next(find(file), None)
            if found:
                yield found


def _turned(file: FileChange) -> Iterator[Found]:
    """Yield lines that say what a removed one said, the unprotected way."""
    for hunk in file.hunks:
        for number, line, what in turned(hunk, _SAFE, _UNSAFE, _DULL):
            if not _HERE.search(line):
                text = line.strip()
                yield Found(file.path, number, NEW, text[:160], {"what": what.strip()[:60]}, key=text)


def _gone(file: FileChange) -> Iterator[Found]:
    """Yield a fence that went while nothing of its name came."""
    came = "\n".join(block.text for block in file.blocks(NEW))
    for block in file.blocks(OLD):
        for number, line in block.lines():
            match = _FENCE.search(line) if len(line) < _WIDE and not COMMENT.match(line) else None
            name = match and (match["a"] or match["b"])
            if name and not re.search(rf"(?m)^(?!\s*(?://|#)).*\b{re.escape(name)}\b", came):
                yield Found(file.path, number, OLD, line.strip()[:160], {"what": name}, key=line.strip())
