"""What a change does to the packages that a project asks for. One module for six rules: a manifest is read once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, Change, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.manifests import Entry, changed, ecosystem, entries

_SHOWN = 4
_NEAR = 5
"""Lines between packages that are told of in one sentence; those of another part of a manifest have another purpose."""
_PARTS = 3
_COMPARED = 500
"""How many new names of a file are held against the well-known ones: each costs half a millisecond."""
_YEAR = 1900  # a version like 2026.1 counts years, not breaks
_REMOTE = pattern_of(r"(?:git|hg|svn)\+|://|\b(?:git|github|gitlab|bitbucket|gist)\b\s*(?::|=)|^[\w-]+/[\w.-]+(?:#|$)")
_LOCAL = pattern_of(r"^(?:workspace|npm|file|link|portal|catalog|patch):|\bpath\s*=|\bworkspace\s*=\s*true\b")
_NO_LEAP = ("@types/", "types-", "golang.org/x/")
"""What follows its own numbers: types of another package, and Go's own libraries, at 0.x by custom for ever."""
_NUMBER = pattern_of(r"(?<![\w.<])v?(\d+(?:\.\d+){0,3})")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a manifest and rule; each names its packages."""
    look = _LOOKS[rule["id"]]
    if context.change.source == "all" and rule["id"] in _ONLY_CHANGES:
        return
    for file in files:
        if file.status == DELETED or file.generated or ecosystem(file.path) is None:
            continue
        came = changed(file, NEW)
        if came:
            found = list(look(context.change, file, came))
            if found:
                for part in _parts(found) if rule["id"] == "package-added" else (found,):
                    yield _found(file, part)


def _parts(pairs: list[tuple[Entry, str]]) -> list[list[tuple[Entry, str]]]:
    """Return packages that stand together in one list each, what comes after the third in its list too."""
    parts: list[list[tuple[Entry, str]]] = []
    for pair in sorted(pairs, key=lambda one: one[0].line):
        if parts and (pair[0].line - parts[-1][-1][0].line <= _NEAR or len(parts) == _PARTS):
            parts[-1].append(pair)
        else:
            parts.append([pair])
    return parts


def _found(file: FileChange, pairs: list[tuple[Entry, str]]) -> Found:
    names = list(dict.fromkeys(word for _, word in pairs))
    facts = {
        "count": len(names),
        "names": ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else ""),
        "what": names[0],
        "variant": "new" if file.status == ADDED else "more",
    }
    first = pairs[0][0]
    return Found(file.path, first.line, NEW, first.text[:160], facts, key=" ".join(names))


@lru_cache(maxsize=8)
def _gone(change: Change, kind: str) -> frozenset[str]:
    """Return the names that went from any manifest of one kind: a package that moves is not new."""
    files = [file for file in change.files if ecosystem(file.old_path or file.path) == kind]
    return frozenset(entry.name for file in files for entry in changed(file, OLD))


def _fresh(change: Change, file: FileChange, came: Iterable[Entry]) -> Iterator[Entry]:
    before = {entry.name for entry in entries(file, OLD)}
    for entry in came:
        if entry.name not in before and entry.name not in _gone(change, entry.ecosystem):
            yield entry


def _added(change: Change, file: FileChange, came: list[Entry]) -> Iterator[tuple[Entry, str]]:
    return ((entry, entry.name) for entry in _fresh(change, file, came) if not _LOCAL.search(entry.spec))


def added_packages(change: Change) -> Iterator[tuple[FileChange, Entry]]:
    """Yield each package that the change adds and that comes from a registry, with its manifest."""
    for file in change.files:
        if file.status != DELETED and not file.generated and ecosystem(file.path) is not None:
            for entry, _ in _added(change, file, changed(file, NEW)):
                if not _REMOTE.search(entry.spec):
                    yield file, entry


def _pairs(file: FileChange, came: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield (old, new) of each package whose line changed."""
    went = {entry.name: entry for entry in changed(file, OLD)}
    return ((went[entry.name], entry) for entry in came if entry.name in went)


def _version(spec: str) -> tuple[int, ...] | None:
    match = _NUMBER.search(spec) if not spec.startswith(("<", "!", "@", "{")) else None
    if match is None or _REMOTE.search(spec):
        return None
    return tuple(int(part) for part in match[1].split("."))


def _moves(file: FileChange, came: list[Entry], *, up: bool) -> Iterator[tuple[Entry, str]]:
    for before, after in _pairs(file, came):
        old, new = _version(before.spec), _version(after.spec)
        if old is None or new is None or (old[0] > _YEAR) != (new[0] > _YEAR):
            continue
        if up and not _leaps(old, new):
            continue
        if not up and not _falls(old, new):
            continue
        yield after, f"{after.name} {_shown(before.spec, old)} → {_shown(after.spec, new)}"


def _shown(spec: str, version: tuple[int, ...]) -> str:
    """Return a version as people write it, with what makes it a first try: 2.0.0-beta.85."""
    number = ".".join(map(str, version))
    early = re.search(rf"{re.escape(number)}(-[A-Za-z][\w.]{{0,20}})", spec)
    return number + (early[1] if early else "")


def _leaps(old: tuple[int, ...], new: tuple[int, ...]) -> bool:
    """A new first number, or below 1.0 a new second one: by custom the author may break things then."""
    if old[0] > _YEAR:
        return False
    return new[0] > old[0] or (new[0] == old[0] == 0 and len(old) > 1 and len(new) > 1 and new[1] > old[1])


def _falls(old: tuple[int, ...], new: tuple[int, ...]) -> bool:
    length = min(len(old), len(new))
    return new[:length] < old[:length]


def _leap(_change: Change, file: FileChange, came: list[Entry]) -> Iterator[tuple[Entry, str]]:
    return _moves(file, [one for one in came if not one.name.startswith(_NO_LEAP)], up=True)


def _fall(_change: Change, file: FileChange, came: list[Entry]) -> Iterator[tuple[Entry, str]]:
    return _moves(file, came, up=False)


def _loosened(change: Change, file: FileChange, came: list[Entry]) -> Iterator[tuple[Entry, str]]:
    for before, after in _pairs(file, came):
        if _bound(before) and not _bound(after) and not _LOCAL.search(after.spec) and not _REMOTE.search(after.spec):
            yield after, after.name
    for entry in _fresh(change, file, came):
        if entry.spec in {"*", "latest", "x", ">=0"} and entry.ecosystem in {"npm", "cargo", "composer", "pypi"}:
            yield entry, entry.name


def _bound(entry: Entry) -> bool:
    """Tell whether something keeps a package from moving to whatever is newest."""
    spec = entry.spec
    if not spec or spec in {"*", "latest", "x", "next"}:
        return False
    if entry.ecosystem == "pypi" and not spec.startswith(("^", "{")) and not spec[0].isdigit():
        return any(sign in spec for sign in ("==", "~=", "<", "@"))
    return not spec.startswith(">") or "<" in spec


def _remote(change: Change, file: FileChange, came: list[Entry]) -> Iterator[tuple[Entry, str]]:
    def place(entry: Entry) -> str:
        return re.split(r"[@#?]|\d", entry.spec.lstrip("@ "))[0]

    before = {(entry.name, place(entry)) for entry in entries(file, OLD)}
    for entry in came:
        spec = entry.spec
        if _LOCAL.search(spec) or not _REMOTE.search(spec) or (entry.name, place(entry)) in before:
            continue
        if entry.ecosystem == "npm" or not re.match(r"^[\w-]+/[\w.-]+(?:#|$)", spec):
            yield entry, entry.name


def _alike(change: Change, file: FileChange, came: list[Entry]) -> Iterator[tuple[Entry, str]]:
    from pairkit.rules.reading.lookalikes import lookalike

    for entry in islice(_fresh(change, file, came), _COMPARED):
        if not _LOCAL.search(entry.spec):
            near = lookalike(entry.name, entry.ecosystem)
            if near:
                yield entry, f"{entry.name} ≈ {near}"


_LOOKS = {
    "package-added": _added,
    "package-lookalike": _alike,
    "package-from-url": _remote,
    "package-loosened": _loosened,
    "package-downgraded": _fall,
    "package-leap": _leap,
}
_ONLY_CHANGES = {"package-added", "package-downgraded", "package-leap"}
