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

    yield from _loosened(file)


_LIMIT = pattern_of(
    r"(?P<what>\bmax_?[lL]ength|\bmin_?[lL]ength|\bmax_digits|\b(?:le|lt|ge|gt)(?==)|(?<=\.)(?:max|min)(?=\())[\"']?\s{0,3}[=:(]\s{0,3}(?P<n>\d{1,9})\b"
)
_OF_INPUT = pattern_of(
    r"\bField\(|\bz\.|\bJoi\.|\bserializers\.|\bforms\.|\bQuery\(|\bBody\(|\bPath\(|[mM](?:ax|in)Length[\"']?\s?:"
)


def _loosened(file: FileChange) -> Iterator[Lost]:
    """Yield limits of what may be sent in that let more through than before."""
    for hunk in file.hunks:
        old = [line for _, line in hunk.removed.lines() if _OF_INPUT.search(line)] if hunk.removed else []
        for number, line in hunk.added.lines() if old and hunk.added else ():
            rest, after = _limits(line)
            before = next((values for text in old for bare, values in [_limits(text)] if bare == rest), {})
            for name in after:
                more = after[name] > before.get(name, after[name])
                if more != name.lower().startswith(("min", "ge", "gt")) and after[name] != before.get(
                    name, after[name]
                ):
                    yield Lost(number, NEW, f"{name} {before[name]} → {after[name]}", line.strip()[:160])


def _limits(line: str) -> tuple[str, dict[str, int]]:
    if len(line) > _WIDE or not _OF_INPUT.search(line):
        return line, {}
    return _LIMIT.sub(lambda m: m["what"], line).strip(), {m["what"]: int(m["n"]) for m in _LIMIT.finditer(line)}


_WIDE = 600
_SAID = {"false": "additionalProperties", "forbid": "extra=forbid", "startswith": "content-type", "!=": "content-type",
         "!==": "content-type", "not in": "content-type", "includes(": "content-type"}  # fmt: skip
