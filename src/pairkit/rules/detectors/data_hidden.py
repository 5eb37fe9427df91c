"""Marks that kept a field from being sent or printed, and are gone while the field is still there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_test
from pairkit.rules.reading.unwrapped import unwrapped

_ON_FIELD = pattern_of(
    r"^\s*(?P<name>\w+)\s*[:=].*(?P<mark>write_only\s*=\s*True|\bexclude\s*=\s*True|\brepr\s*=\s*False"
    r"|load_only\s*=\s*True|select:\s*false)"
)
_ABOVE = pattern_of(r"^\s*(?P<mark>@(?:JsonIgnore|Exclude|Expose\(\{\s*groups|HideField)\b)")
_INLINE = pattern_of(
    r"^\s*(?P<mark>delete)\s+\w+\.(?P<name>password\w*|hash\w*|secret\w*|token\w*|salt|ssn)\b"
    r"|(?P<mark2>select:\s*false)|(?P<mark3>\bexclude\s*=\s*[\[({]\s*[\"'](?P<name3>\w+)[\"'])"
    r"|(?P<mark4>\$hidden)\s*=|(?P<mark5>except:\s*\[?\s*:(?P<name5>password\w*|\w*token|\w*secret))"
    r"|(?P<mark6>filter_parameters)\b|\"(?P<mark7>-)\"`|json:\"(?P<mark8>-)\""
)
_ITEM = pattern_of(
    r"^\s*(?:[\"'](?P<quoted>\w{0,40}(?:(?i:password|passwd|secret|token|api_?key|private_?key|credential|ssn|card_?number|cvv)\w{0,20}))[\"']"
    r"|:(?P<symbol>\w{0,40}(?:password|secret|token|api_key|ssn|card_number|cvv)\w{0,20})),?\s*$"
)
_KEEPS_BACK = pattern_of(
    r"(?i)exclude|hidden|sensitive|redact|mask|scrub|filter_?param|censor|omit|private|blacklist|deny_?list|do_?not_?log|sanitiz|except"
)
_REACH = 25
_LONGEST = 1000


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the first place of each file where something that was kept back is not any more."""
    touched = {id(region.file) for region in regions}
    for file in files:
        if id(file) in touched and file.status != DELETED and not file.generated and not is_test(file.path):
            yield from _in_file(file)


def _in_file(file: FileChange) -> Iterator[Found]:
    came = "\n".join(block.text for block in file.blocks(NEW))
    for hunk in file.hunks:
        lines = list(hunk.removed.lines()) if hunk.removed else []
        for n, (line, text) in enumerate(lines):
            if re.match(r"\s*(?:#|//|\*|/\*)", text):
                continue
            below = [one for _, one in lines[n + 1 : n + 4]]
            name = (
                _shown(text, below[0] if below else "", came)
                or _left_out(file, line, text, came)
                or _listed(text, hunk.added)
                or _blanked(text, below, came)
            )
            if name:
                yield Found(file.path, line, OLD, text.strip()[:160], {"name": name}, key=text.strip())
                return
    for line, name, text in islice(unwrapped(file, _HIDES), 1):
        yield Found(file.path, line, OLD, text[:160], {"name": name}, key=text)


_HIDES = pattern_of(
    r"(?i)mask(?!ed_)|redact|scrub|anonymi[sz]e|obfuscat|pseudonym|censor|remove_?(?:ip|pii|secret|password|personal)|hide_?(?:secret|password|token)"
)
_LIST = pattern_of(r"[ \t]*(?P<name>[\w.$'\"-]{1,60})\s{0,3}(?:=>?|:)\s{0,3}[\[({]")
_SECRET = pattern_of(
    r"[\"':](?P<item>\w{0,40}(?i:password|passwd|secret|token|api_?key|private_?key|credential|ssn|card_?number|cvv|email|phone)\w{0,20})\b"
)
_ASKS = pattern_of(
    r"\bif\b[^\n]{0,120}(?i:password|passwd|secret|token|api_?key|credential|card|ssn|sensitive|private)"
)
_EMPTIES = pattern_of(
    r"[ \t]*[\w.\[\]'\"$>-]{1,60}\s{0,3}:?=\s{0,3}(?:['\"][*\[\]<>\w ]{0,20}['\"]|None|nil|null)\s{0,3};?\s*$"
)


def _listed(text: str, added: Block | None) -> str:
    """Return a secret's name that went from a list of what is kept back, where the list stands in one line."""
    opens = _LIST.match(text) if len(text) <= _LONGEST else None
    if not opens or not _KEEPS_BACK.search(opens["name"]) or added is None:
        return ""
    for _, now in added.lines():
        again = _LIST.match(now) if len(now) <= _LONGEST else None
        if again and again["name"] == opens["name"]:
            gone = [match["item"] for match in _SECRET.finditer(text) if match["item"] not in now]
            return gone[0] if gone else ""
    return ""


def _blanked(text: str, below: list[str], came: str) -> str:
    """Return what was asked for by its name and made empty below, before it went on."""
    asks = _ASKS.search(text) if len(text) <= _LONGEST else None
    if asks is None or not any(_EMPTIES.match(line) for line in below if len(line) <= _LONGEST):
        return ""
    word = re.search(r"(?i)password|passwd|secret|token|api_?key|credential|card|ssn|sensitive|private", asks[0])
    return word[0] if word and word[0].lower() not in came.lower() else ""


def _left_out(file: FileChange, line: int, text: str, came: str) -> str:
    """Return a secret's name that stood in a list of what is kept back, and stands there no more."""
    item = _ITEM.match(text)
    name = item and (item["quoted"] or item["symbol"])
    if not name or name in came or file.old is None:
        return ""
    for block in file.old.parts():
        if block.start <= line < block.start + block.length:
            above = block.text.split("\n")[max(0, line - block.start - _REACH) : line - block.start]
            for one in reversed(above):
                if _OPENS.search(one):
                    return name if _KEEPS_BACK.search(one) else ""
    return ""


_OPENS = pattern_of(r"[\[({]\s*(?:#.*|//.*)?$|%[iw]\[")


def _shown(text: str, below: str, came: str) -> str:
    """Return what is no longer kept back, or an empty text."""
    on, above, inline = _ON_FIELD.match(text), _ABOVE.match(text), _INLINE.search(text)
    if on:
        now = re.search(rf"^[ \t]*{on['name']}\s*[:=].*$", came, re.MULTILINE)
        return on["name"] if now and on["mark"].split("=")[0].strip() not in now[0] else ""
    if above:
        return _bare(above["mark"], below, came)
    return _inline(text, inline, came) if inline else ""


def _bare(mark: str, below: str, came: str) -> str:
    """Return the field below a mark that went alone: a field that went with its mark shows nothing."""
    field = re.search(r"(\w+)\s*(?:[?!]?:|;|=)", below)
    if mark in came or (below and not (field and re.search(rf"\b{field[1]}\b", came))):
        return ""
    return field[1] if field else mark


def _inline(text: str, match: re.Match[str], came: str) -> str:
    groups = {key: value for key, value in match.groupdict().items() if value}
    mark = next(value for key, value in groups.items() if key.startswith("mark"))
    name = next((value for key, value in groups.items() if key.startswith("name")), mark.split("=")[0])
    if mark == "-":
        tagged = re.match(r"\s*(\w+)\s", text)
        shown = tagged and re.search(rf"^[ \t]*{tagged[1]}\s[^\n]*json:\"(?!-)", came, re.MULTILINE)
        return tagged[1] if tagged and shown else ""
    return "" if name in came else name
