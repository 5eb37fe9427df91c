"""Who somebody is, taken from what they send where it came from the session before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT

_PART = r"(?:(?:\?\.|\.|->)\w{1,40}(?!\w|\()|\[\s?[\"':]?\w{1,40}[\"']?\s?\]){1,3}"
_KNOWN = pattern_of(
    rf"(?:\b(?:req|request|ctx|c|this)(?:\.|->))?\bsession(?:\(\))?{_PART}|\b(?:req|request|ctx\.state|locals|g)\.(?:user|auth)\b(?:{_PART})?"
    rf"|\bcurrent_?[uU]ser\b(?:{_PART})?|\bAuth::(?:id\(\)|user\(\)(?:->\w{{1,40}})?)|\bauth\(\)->(?:id\(\)|user\(\)(?:->\w{{1,40}})?)"
    r"|\$_SESSION\[\s?[\"']\w{1,40}[\"']\s?\]"
)
_SENT = pattern_of(
    rf"\b(?:req|request|ctx\.request|ctx|event)\.(?:params|query|body|args|form|GET|POST|json|data|values|cookies|COOKIES|headers|query_params)\b"
    rf"(?:{_PART}|\.get\(\s?[\"']\w{{1,40}}[\"'][^()\n]{{0,20}}\))|\bparams\[\s?[:\"']\w{{1,40}}[\"']?\s?\]"
    r"|\$_(?:GET|POST|REQUEST|COOKIE)\[\s?[\"']\w{1,40}[\"']\s?\]|\$request->(?:input|get|query|post)\(\s?[\"']\w{1,40}[\"']\s?\)"
)
_WORD = pattern_of(r"\b(?:const|let|var|await)\b|\s+|;$")
_WIDE = 400
_FEWEST = 3


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the first such line of each file."""
    for file in {id(region.file): region.file for region in regions}.values():
        if file.status != DELETED and not file.generated:
            found = next((one for hunk in file.hunks for one in _turned(file, hunk)), None)
            if found:
                yield found


def _turned(file: FileChange, hunk: Hunk) -> Iterator[Found]:
    """Yield lines that say the same as a removed one, but for where it is known from."""
    was = {_rest(line, _KNOWN) for _, line in hunk.removed.lines()} if hunk.removed else set()
    was.discard("")
    for number, line in hunk.added.lines() if was and hunk.added else ():
        match = _SENT.search(line) if len(line) < _WIDE else None
        if match and _rest(line, _SENT) in was:
            yield Found(file.path, number, NEW, line.strip()[:160], {"what": match[0][:60]}, key=line.strip())


def _rest(line: str, source: re.Pattern[str]) -> str:
    """Return a line without its source, or an empty text where it has none or says nothing else."""
    if len(line) >= _WIDE or COMMENT.match(line) or not source.search(line):
        return ""
    rest = _WORD.sub("", source.sub("@", line, count=1).strip())
    return rest if len(rest) > _FEWEST else ""
