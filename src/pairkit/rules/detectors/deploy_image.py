"""Container images: who runs inside, and what they are built on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_USER = pattern_of(r"^\s*USER\s+(?P<user>[^\s#]+)", re.IGNORECASE)
_FROM = pattern_of(r"^\s*FROM\s+(?:--\S+\s+)*(?P<image>[^\s#]+)(?:\s+AS\s+(?P<stage>[\w.-]+))?", re.IGNORECASE)
_IMAGE = pattern_of(r"^\s*(?:-\s+)?image:\s*[\"']?(?P<image>[\w./:@-]+:latest)[\"']?\s*(?:#.*)?$")
_TAG = pattern_of(r"^\s*tag:\s*[\"']?latest[\"']?\s*(?:#.*)?$")
_BUILD = pattern_of(r"(?:^|/)(?:Dockerfile|Containerfile)[^/]*$|\.dockerfile$", re.IGNORECASE)
_ROOT = {"root", "0", "0:0", "root:root"}


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file, for rule `container-root` or `image-unpinned`."""
    look = _root if rule["id"] == "container-root" else _unpinned
    for file in files:
        if file.status != DELETED and file.hunks:
            yield from look(file)


def _changed(file: FileChange, side: str) -> list[tuple[int, str]]:
    return [pair for block in file.blocks(side) for pair in block.lines()]


def _seen(file: FileChange, side: str) -> list[tuple[int, str]]:
    half = file.new if side == NEW else file.old
    return [pair for block in (half.parts() if half else ()) for pair in block.lines()]


def _root(file: FileChange) -> Iterator[Found]:
    after = [(number, match["user"]) for number, line in _seen(file, NEW) if (match := _USER.match(line))]
    new = {number for number, _ in _changed(file, NEW)}
    if after and after[-1][1] in _ROOT and after[-1][0] in new:
        yield Found(file.path, after[-1][0], NEW, f"USER {after[-1][1]}", {"variant": "root"}, key="root")
        return
    if not after:
        for number, line in reversed(_changed(file, OLD)):
            match = _USER.match(line)
            if match and match["user"] not in _ROOT:
                yield Found(
                    file.path, number, OLD, line.strip(), {"variant": "gone", "what": match["user"]}, key="gone"
                )
                return


def _unpinned(file: FileChange) -> Iterator[Found]:
    built = bool(_BUILD.search(file.path))
    before = {_loose(line, set(), built=built) for _, line in _changed(file, OLD)}
    stages = {match["stage"].lower() for _, line in _seen(file, NEW) if (match := _FROM.match(line)) and match["stage"]}
    hits = [
        (number, line.strip(), image)
        for number, line in _changed(file, NEW)
        if (image := _loose(line, stages, built=built)) and image not in before
    ]
    if hits:
        names = list(dict.fromkeys(image for _, _, image in hits))
        yield Found(file.path, hits[0][0], NEW, hits[0][1][:160], {"what": ", ".join(names[:3])}, key=" ".join(names))


def _loose(line: str, stages: set[str], *, built: bool) -> str:
    """Return the image that a line takes in whatever version is newest, or an empty text."""
    match = _FROM.match(line) if built else None
    if match:
        image = match["image"]
        name = image.rpartition("/")[2]
        if "$" in image or image.lower() in stages or image == "scratch" or "@" in image:
            return ""
        return image if ":" not in name or name.endswith(":latest") else ""
    match = _IMAGE.match(line)
    if match:
        return match["image"]
    return "tag: latest" if _TAG.match(line) else ""
