"""Settings by which people run a program, that it no longer reads under their name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, NEW, OLD, Change, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT, Lost, findings
from pairkit.rules.reading.once import once

_READ = pattern_of(
    r"(?:\bos\.(?:environ(?:\.get)?|getenv)[\[(]\s?|\bgetenv\(\s?|\benv(?:\.\w{1,12})?\(\s?|\bENV(?:\.fetch)?[\[(]\s?|\bos\.(?:Getenv|LookupEnv)\(\s?"
    r"|\bget_(?:bool|int|list|path|float)_from_env\(\s?|\b__get_\w{1,20}\(\s?)[\"'](?P<quoted>[A-Z][A-Z0-9_]{2,60})[\"']"
    r"|\b(?:process|import\.meta)\.env\.(?P<dotted>[A-Z][A-Z0-9_]{2,60})\b"
    r"|^\s{2,8}(?P<field>[A-Z][A-Z0-9_]{2,60})\s?:\s{0,3}(?:str|int|bool|float|list|EmailStr|HttpUrl|AnyUrl|SecretStr|bool\(|str\(|num\()"
)
_OWN = pattern_of(r"(?i)(?:^|/)(?:settings?|config|env)(?:[._/-]|$)")
_WIDE = 600


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses something of this kind."""
    return findings(context, files, regions, _lost)


def _lost(context: Context, file: FileChange) -> Iterator[Lost]:
    if file.status == ADDED or not _OWN.search(file.path):
        return
    came = _came(context.change)
    kept = {word for block in (file.new.parts() if file.new else ()) for word in _words(block.text)}
    for block in file.blocks(OLD):
        for number, line in block.lines():
            match = _READ.search(line) if len(line) < _WIDE and not COMMENT.match(line) else None
            name = match and (match["quoted"] or match["dotted"] or match["field"])
            if name and name not in came and name not in kept:
                yield Lost(number, OLD, name, line.strip()[:160])


@once
def _came(change: Change) -> set[str]:
    return {word for file in change.files for block in file.blocks(NEW) for word in _words(block.text)}


def _words(text: str) -> set[str]:
    return set(re.findall(r"\b[A-Z][A-Z0-9_]{2,60}\b", text))
