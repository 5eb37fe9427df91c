"""Headers that kept foreign programs out of a page, gone without another value in their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import files_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT

_FENCE = pattern_of(
    r"(?i)\b(?P<name>content-security-policy(?!-report)|x-content-type-options)\b"
    r"|\b(?P<call>contentSecurityPolicy|content_security_policy|CSP_(?:DEFAULT|SCRIPT)_SRC|CSPMiddleware"
    r"|noSniff)\b(?!\s*[:(]\s*false)"
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the first such line of each file, where no file of the change sets the same header now."""
    came = " ".join(block.text.lower() for file in files for block in file.blocks(NEW))
    for file in files_of(regions):
        if file.status == DELETED:
            continue
        for number, line in ((number, line) for block in file.blocks(OLD) for number, line in block.lines()):
            match = _FENCE.search(line) if len(line) <= 2000 and not COMMENT.match(line) else None
            name = match and (match["name"] or match["call"])
            if name and name.lower() not in came:
                yield Found(file.path, number, OLD, line.strip()[:160], {"what": name}, key=name)
                break
