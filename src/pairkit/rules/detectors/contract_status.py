"""Answers that come with another status code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT, Lost, findings


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses something of this kind."""
    return findings(context, files, regions, _lost_status)


_STATUS = pattern_of(
    r"(?:\bstatus(?:_code|Code)?[\"']?\s{0,4}[=:(]\s{0,4}|sendStatus\(|HTTPException\(\s{0,4}|WriteHeader\(|abort\("
    r"|\bhead\s{1,4}"
    r"|c\.JSON\(|[)\]}\"']\s{0,4},\s{0,4}(?=\d{3}\s{0,4}$))(?P<n>[1-5]\d\d\b(?:_\w+)?|:[a-z_]{2,40}\b)"
    r"|\b(?:HTTPStatus\.|status\.HTTP_|HttpStatus\.|http\.Status)(?P<w>[A-Z1-5]\w{1,40})"
)


def _lost_status(context: Context, file: FileChange) -> Iterator[Lost]:
    for hunk in file.hunks:
        if hunk.removed is None or hunk.added is None:
            continue
        same = {(blank, code) for _, blank, code, _ in _codes(hunk.removed)}
        old = dict(same)
        for line, blank, code, text in _codes(hunk.added):
            if blank in old and (blank, code) not in same:
                yield Lost(line, NEW, f"{old[blank]} → {code}", text.strip()[:160])


def _codes(block: Block) -> Iterator[tuple[int, str, str, str]]:
    for line, text in block.lines():
        match = _STATUS.search(text)
        if match and not COMMENT.match(text):
            which = "n" if match["n"] else "w"
            blank = f"{text[: match.start(which)]}•{text[match.end(which) :]}".strip()
            yield line, blank, match[which].lstrip(":"), text
