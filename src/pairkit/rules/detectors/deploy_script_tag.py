"""Scripts that a page loads from another company's server without saying what they must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_COMMENT = pattern_of(
    r"<!--(?:[^<-]|-(?!->)|<(?!!--)){0,2000}+-->|\{#(?:[^#{]|#(?!\})|\{(?!#)){0,500}+#\}"
    r"|\{/\*(?:[^*{]|\*(?!/\})|\{(?!/\*)){0,500}+\*/\}",
    re.DOTALL,
)
_TAG = pattern_of(r"<script\b(?P<inside>[^<>]{0,800})>", re.IGNORECASE)
_SRC = pattern_of(r"\bsrc\s*=\s*\{?[\"'`](?P<src>(?:https?:)?//(?P<host>[\w.-]+)[^\"'`\s]*)", re.IGNORECASE)
_LIVING = pattern_of(  # these change with every visit, so no fixed hash can fit; their makers say so
    r"(?:^|\.)(?:googletagmanager\.com|google-analytics\.com|google\.com|googleapis\.com|gstatic\.com|stripe\.com"
    r"|paypal\.com|tosspayments\.com|portone\.io|iamport\.kr|kakao\.com|kakaocdn\.net|daumcdn\.net|naver\.com|naver\.net"
    r"|cloudflareinsights\.com|challenges\.cloudflare\.com|facebook\.net|hcaptcha\.com|intercom\.io|sentry-cdn\.com"
    r"|googlesyndication\.com|plausible\.io|posthog\.com|clarity\.ms|hotjar\.com|telegram\.org|localhost|127\.0\.0\.1)$"
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a page for the foreign scripts that are new or changed and carry no `integrity`."""
    for path in dict.fromkeys(region.file.path for region in regions):
        file = next(file for file in files if file.path == path)
        if file.generated:
            continue
        before = {src for _, _, src, _ in _tags(file, OLD)}
        lines = {number for block in file.blocks(NEW) for number, _ in block.lines()}
        new = [tag for tag in _tags(file, NEW) if tag[2] not in before and lines & set(range(tag[0], tag[1] + 1))]
        if new:
            hosts = list(dict.fromkeys(host for _, _, _, host in new))
            facts = {"what": ", ".join(hosts[:3]), "count": len(new)}
            yield Found(
                path,
                max(new[0][0], min(lines & set(range(new[0][0], new[0][1] + 1)))),
                NEW,
                new[0][2][:160],
                facts,
                key=new[0][2],
            )


def _tags(file: FileChange, side: str) -> list[tuple[int, int, str, str]]:
    """Return (first line, last line, address, host) of each foreign script without a hash."""
    half = file.new if side == NEW else file.old
    found = []
    for block in half.parts() if half else ():
        text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), block.text)
        for match in _TAG.finditer(text):
            src = _SRC.search(match["inside"])
            if src and "integrity" not in match["inside"].lower() and not _LIVING.search(src["host"].lower()):
                first, last = block.line_at(match.start()), block.line_at(match.end() - 1)
                found.append((first, last, src["src"], src["host"]))
    return found
