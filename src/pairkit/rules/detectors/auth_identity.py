"""Who somebody is, taken from what they send where it came from the session before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pairkit.change.model import DELETED, NEW, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import files_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.turned import turned

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
_DULL = pattern_of(r"\b(?:const|let|var|await)\b|\s+|;$")
_FEWEST = 4


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the first such line of each file."""
    for file in files_of(regions):
        if file.status != DELETED:
            lines = (one for hunk in file.hunks for one in turned(hunk, _KNOWN, _SENT, _DULL, _FEWEST))
            for number, line, what in islice(lines, 1):
                yield Found(file.path, number, NEW, line.strip()[:160], {"what": what[:60]}, key=line.strip())
