"""Passwords, hashes and keys among what is sent to whoever asks."""

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
from pairkit.rules.paths import is_test
from pairkit.rules.reading.lost import COMMENT

_NAME = (
    r"(?P<what>(?:\w{1,20}_)?(?:hashed_)?password(?:_?hash|Hash)?|(?:hashed|encrypted)_?[pP]assword|secret_?[kK]ey|private_?[kK]ey|totp_?[sS]ecret"
    r"|otp_?[sS]ecret|mfa_?[sS]ecret|refresh_?[tT]oken|api_?[sS]ecret|client_?[sS]ecret)"
)
_FIELD = pattern_of(rf"^\s+{_NAME}\s?\??\s{{0,3}}:\s{{0,3}}(?:str\b|Optional\[str|string\b|String\b)")
_ITEM = pattern_of(rf"[\"']{_NAME}[\"']")
_SHOWN = pattern_of(
    rf"[\"']?{_NAME}[\"']?\s?:\s?\w{{1,30}}(?:\.|\[[\"'])(?:\w{{1,20}}_)?(?:hashed_)?(?:password|secret|private_?key)\w{{0,10}}\b"
)
_CHOSEN = pattern_of(r"\.select\(\s?[\"'`][^\"'`\n]{0,80}\+(?P<what>\w{0,20}(?:password|secret|token|hash)\w{0,10})")
_ANSWER = pattern_of(
    r"\b(?:jsonify|JSONResponse|JsonResponse|json_response|json_encode|HttpResponse)\(|\b(?:res|ctx|reply|response)(?:\.status\(\w+\))?\.(?:json|send)\("
    r"|\bResponse(?:\.json)?\("
)
_OUT = pattern_of(
    r"^\s*(?:export\s+)?(?:class|interface|type)\s+(?P<name>\w*(?:Out|Public|Response|Read|View|Summary|Profile)(?:Schema|Model|Dto|DTO)?)\b|^type\s+(?P<graphql>User|Account|Member|Profile|Customer)\s.{0,80}\{"
)
_SERIALIZER = pattern_of(r"^\s*class\s+\w*Serializer\b")
_ANY = pattern_of(r"^\s*(?:export\s+)?(?:class|interface|type|input|enum)\s+\w")
_FIELDS = pattern_of(r"^\s*fields\s*=\s*[\[(]")
_WRITE = pattern_of(
    r"write_only|extra_kwargs|(?i:create|update|login|register|signup|change|reset|input)\w{0,20}Serializer"
)
_WIDE = 600
_REACH = 60


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the first such field of each file that was not there before."""
    for file in files_of(regions):
        if file.status == DELETED or is_test(file.path):
            continue
        went = "\n".join(block.text for block in file.blocks(OLD))
        for number, line, name in _shown(file):
            if not re.search(rf"\b{re.escape(name)}\b", went):
                yield Found(file.path, number, NEW, line.strip()[:160], {"what": name}, key=line.strip())
                break


def _shown(file: FileChange) -> Iterator[tuple[int, str, str]]:
    touched = {number for block in file.blocks(NEW) for number, _ in block.lines()}
    for block in file.new.parts() if file.new else ():
        lines = block.text.split("\n")
        for n, line in enumerate(lines):
            number = block.start + n
            if number not in touched or len(line) > _WIDE or COMMENT.match(line):
                continue
            direct = _CHOSEN.search(line) or (_SHOWN.search(line) if _ANSWER.search(line) else None)
            match = direct or _declared(file, lines, n)
            if match:
                yield number, line, match["what"]


def _declared(file: FileChange, lines: list[str], n: int) -> re.Match[str] | None:
    """Return the name of a field of something that is sent, or of a serializer's list."""
    field, item = _FIELD.match(lines[n]), _ITEM.search(lines[n])
    if field is None and (item is None or not file.path.endswith(".py")):
        return None
    for at in range(n, max(-1, n - _REACH), -1):
        if len(lines[at]) > _WIDE:
            return None
        if item and _FIELDS.match(lines[at]):
            near = "\n".join(lines[max(0, at - 12) : n + 12])
            return item if _SERIALIZER.search(_owner(lines, at)) and not _WRITE.search(near) else None
        if field and at < n and _ANY.match(lines[at]):
            return field if _OUT.match(lines[at]) and not _WRITE.search("\n".join(lines[at : n + 1])) else None
    return None


def _owner(lines: list[str], at: int) -> str:
    """Return the line of the serializer that a list of fields belongs to: `class Meta` stands between them."""
    above = (line for line in reversed(lines[max(0, at - 40) : at]) if len(line) <= _WIDE)
    return next((line for line in above if _ANY.match(line) and "Meta" not in line), "")
