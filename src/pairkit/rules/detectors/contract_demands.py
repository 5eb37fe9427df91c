"""Interfaces that ask more of their users than before: something must be given now, or fewer forms of it are taken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.graphql import field, headings
from pairkit.rules.reading.lost import COMMENT
from pairkit.rules.reading.openapi import Asked, demands

_NUMBERED = pattern_of(
    r"^\s*(?P<label>required\s+|optional\s+|repeated\s+)?[\w.<>, ]{1,120}?\s(?P<name>\w+)\s{0,3}=\s{0,3}(?P<number>\d+)"
)
_MESSAGE = pattern_of(r"^\s*(?:message|enum|oneof|extend)\s+(?P<name>[\w.]+)")
_RESERVED = pattern_of(r"^\s*reserved\s+(?P<numbers>[\d, to]{1,300}|max)")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file for what it asks anew of those who use it."""
    for file in files if context.change.source != "all" else ():
        if file.status in (ADDED, DELETED) or file.generated or file.old is None:
            continue
        asked = list(dict(_asked(file)).items())
        if asked:
            yield _found(file, sorted(asked))


def _asked(file: FileChange) -> Iterator[Asked]:
    path = file.path.lower()
    if path.endswith(".proto"):
        return _proto(file)
    return _graphql(file) if path.endswith((".graphql", ".graphqls", ".gql")) else demands(file)


def _found(file: FileChange, asked: list[Asked]) -> Found:
    names = list(dict.fromkeys(name for _, name in asked))
    line = asked[0][0]
    text = next(text for block in file.blocks(NEW) for number, text in block.lines() if number == line).strip()
    facts = {"name": ", ".join(names[:3]) + (" …" if len(names) > 3 else ""), "count": len(names)}
    return Found(file.path, line, NEW, text[:160], facts, key=" ".join(names))


def _graphql(file: FileChange) -> Iterator[Asked]:
    """Yield what an input must have now, and what must be given with a field that was there."""
    changed = {number for block in file.blocks(NEW) for number, _ in block.lines()}
    heading = headings(file, NEW)
    old = {one.name: one for block in file.blocks(OLD) for _, line in block.lines() if (one := field(line))}
    for number, line in ((n, line) for block in file.blocks(NEW) for n, line in block.lines()):
        new = field(line)
        head = heading(number) if new else None
        if new is None or head is None or head[2] in changed:
            continue
        was = old.get(new.name)
        if head[0] == "input" and new.asks and not (was and was.asks):
            yield number, new.name
        elif was and head[0] != "input":
            yield from ((number, f"{new.name}({name})") for name in sorted(new.needed - was.needed))


def _proto(file: FileChange) -> Iterator[Asked]:
    """Yield required fields that are new in a message, and numbers that were set aside for good."""
    aside = dict(_set_aside(file))
    changed = {number for block in file.blocks(NEW) for number, _ in block.lines()}
    for block in file.new.parts() if file.new else ():
        message, begun = "", 0
        for number, line in block.lines():
            head = _MESSAGE.match(line)
            if head:
                message, begun = head["name"], number
            match = _NUMBERED.match(line) if number in changed and begun not in changed else None
            if match is None or COMMENT.match(line) or re.match(r"\s*(?:option|syntax)\b", line):
                continue
            if (match["label"] or "").startswith("required") or int(match["number"]) in aside.get(message, ()):
                yield number, f"{match['name']} = {match['number']}"


def _set_aside(file: FileChange) -> Iterator[tuple[str, set[int]]]:
    """Yield by message the numbers that must not be used again, as the old side says."""
    found: dict[str, set[int]] = {}
    for block in file.old.parts() if file.old else ():
        message = ""
        for _, line in block.lines():
            head = _MESSAGE.match(line)
            message = head["name"] if head else message
            kept = _RESERVED.match(line)
            for span in re.findall(r"(\d{1,9})(?:\s+to\s+(\d{1,9}))?", kept["numbers"]) if kept else ():
                last = min(int(span[1] or span[0]), int(span[0]) + 1000)
                found.setdefault(message, set()).update(range(int(span[0]), last + 1))
    yield from found.items()
