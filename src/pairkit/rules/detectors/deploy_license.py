"""Licence texts and fields whose meaning changes; a new year or a new spelling of a name does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, RENAMED, Change, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_TEXT = pattern_of(r"(?:^|/)(?:LICEN[CS]E|COPYING|NOTICE|UNLICENSE)(?:[-_.][\w.-]{1,30})?$", re.IGNORECASE)
_CODE = pattern_of(r"\.(?:py|[cm]?[jt]sx?|go|rs|rb|java|php|sh|ya?ml|json|toml|html?)$", re.IGNORECASE)
_HOLDER = pattern_of(r"(?i)copyright|\(c\)|©|저작권|^\s*all rights reserved\.?\s*$")
_FIELD = pattern_of(
    r"^\s*(?:SPDX-License-Identifier:|[\"']?licen[cs]e[\"']?\s{0,8}[:=])\s{0,8}(?P<value>\{.{0,120}\}|\[.{0,120}\]|[^#]{1,120})"
    r"|SPDX-License-Identifier:\s{0,8}(?P<spdx>[\w. ()+-]{1,80})",
    re.IGNORECASE,
)
_MANIFEST = pattern_of(
    r"(?:^|/)(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|Cargo\.toml|composer\.json|Chart\.yaml|[\w.-]+\.gemspec|pom\.xml)$"
)

_FEW = 2


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a licence text that says something else, and one a manifest or header with another licence."""
    arrived = {file.path.rpartition("/")[2].lower() for file in context.change.files if file.status == ADDED}
    for file in files:
        if _TEXT.search(file.path) and not _CODE.search(file.path):
            if file.status != ADDED and not (
                file.status == DELETED and file.path.rpartition("/")[2].lower() in arrived
            ):
                went = "should" if _went_with_folder(context.change, file) else ""
                yield from (found._replace(severity=went) for found in _text(file))
            elif file.status == ADDED and "/" not in file.path and not _was(context.change):
                yield from _came(file)
        elif not file.generated and file.status not in (ADDED, DELETED):
            yield from _field(file)


def _was(change: Change) -> bool:
    """Tell whether a licence went along: then one that comes is compared with it, or is the same under a new name."""
    return any(_TEXT.search(file.old_path or file.path) for file in change.files if file.status in (DELETED, RENAMED))


def _came(file: FileChange) -> Iterator[Found]:
    """Yield the first words of a licence for the whole project: from now on others may do what it says."""
    said = _said(file, NEW)
    if said and not file.generated:
        name = next((line for _, line in said if re.search(r"(?i)licen[cs]e", line)), said[0][1])
        yield Found(
            file.path, said[0][0], NEW, said[0][1][:160], {"variant": "new", "new": name[:60]}, key="licence"
        )._replace(severity="should")


def _went_with_folder(change: Change, file: FileChange) -> bool:
    """Tell whether a part of the project went as a whole, its own licence with it."""
    folder = file.path.rpartition("/")[0]
    if not folder or file.status != DELETED:
        return False
    beside = [one for one in change.files if one.path.startswith(f"{folder}/")]
    return len(beside) > _FEW and all(one.status == DELETED for one in beside)


def _text(file: FileChange) -> Iterator[Found]:
    """Compare words, not lines: a text that is wrapped anew says the same."""
    old, new = _said(file, OLD), _said(file, NEW)
    if file.status == RENAMED and not file.hunks:
        return
    words = {side: " ".join(line for _, line in said).split() for side, said in ((OLD, old), (NEW, new))}
    if file.status != DELETED and words[OLD] == words[NEW]:
        return
    known = set(words[NEW])
    lost = next((pair for pair in old if not set(pair[1].split()) <= known), None)
    variant = "gone" if file.status == DELETED else "changed"
    if lost:
        yield Found(file.path, lost[0], OLD, lost[1][:160], {"variant": variant}, key="licence")
    else:
        number, line = (new or old)[0]
        yield Found(file.path, number, NEW if new else OLD, line[:160], {"variant": variant}, key="licence")


def _said(file: FileChange, side: str) -> list[tuple[int, str]]:
    return [
        (number, line.strip())
        for block in file.blocks(side)
        for number, line in block.lines()
        if re.search(r"\w", line) and not _HOLDER.search(line)
    ]


def _field(file: FileChange) -> Iterator[Found]:
    old, new = _value(file, OLD), _value(file, NEW)
    if old is None or (new is not None and _same(old[2], new[2])):
        return
    if new is None:
        yield Found(file.path, old[0], OLD, old[1][:160], {"variant": "field-gone", "old": old[2]}, key="licence")
    else:
        yield Found(
            file.path, new[0], NEW, new[1][:160], {"variant": "field", "old": old[2], "new": new[2]}, key="licence"
        )


def _value(file: FileChange, side: str) -> tuple[int, str, str] | None:
    manifest = bool(_MANIFEST.search(file.path))
    for block in file.blocks(side):
        for number, line in block.lines():
            match = _FIELD.search(line) if len(line) < 400 else None
            if match and (manifest or match["spdx"] or "SPDX" in line):
                return number, line.strip(), (match["spdx"] or match["value"] or "").strip(" \"',;*/")[:60]
    return None


def _same(old: str, new: str) -> bool:
    """Tell whether two values name one licence: `{text = "MIT"}`, `"MIT License"` and `MIT` do."""

    def plain(text: str) -> str:
        return re.sub(r"\b(?:text|file|license|licence|the)\b|[^\w.+]|_", "", text.lower())

    return plain(old) == plain(new)
