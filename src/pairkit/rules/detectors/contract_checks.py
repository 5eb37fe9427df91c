"""What checks that what comes in is well formed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT, Lost, findings


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses something of this kind."""
    return findings(context, files, regions, _lost_checks)


_CHECKS = pattern_of(
    r"(?m)[\"']?additionalProperties[\"']?\s*:\s*(?P<a>[Ff]alse)|\bextra\s*=\s*[\"'](?P<b>forbid)[\"']"
    r"|\.(?P<c>strict)\(\)"
    r"|(?i:content[-_]?type)[\"'\])]{0,3}[^\n,;]{0,40}?(?P<d>startswith|startsWith|!==?|not in|includes\()"
    r"|\b(?P<e>request\.is_json)\b|[\"'](?P<f>pattern|maxLength|minLength|maximum|minimum)[\"']\s*:"
    r"|(?P<g>@(?:Valid|Validated|NotBlank|NotEmpty)\b)|\.(?P<h>max|min|length|email|uuid)\([^)\n]*\)[,.]?\s*$"
)


def _lost_checks(context: Context, file: FileChange) -> Iterator[Lost]:
    came = "\n".join(block.text for block in file.blocks(NEW))
    now = [next(filter(None, match.groups())).lower() for match in _CHECKS.finditer(came)]
    for block in file.blocks(OLD):
        for line, text in block.lines():
            match = _CHECKS.search(text)
            if not match or COMMENT.match(text):
                continue
            what = next(filter(None, match.groups()))
            if what.lower() in now:
                now.remove(what.lower())
            elif match["h"] is None or "z." in text:
                yield Lost(line, OLD, _SAID.get(what.lower(), what), text.strip()[:160])


_SAID = {"false": "additionalProperties", "forbid": "extra=forbid", "startswith": "content-type", "!=": "content-type",
         "!==": "content-type", "not in": "content-type", "includes(": "content-type"}  # fmt: skip
