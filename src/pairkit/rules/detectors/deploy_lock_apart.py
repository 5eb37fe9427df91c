"""A manifest and its lock file that both changed and still do not say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.locks import Lock, fits
from pairkit.rules.reading.manifests import Entry, changed, ecosystem

_LOCKS = {
    "npm": ("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock"),
    "pypi": ("uv.lock", "poetry.lock", "pdm.lock"),
    "gem": ("gemfile.lock",),
    "cargo": ("cargo.lock",),
    "composer": ("composer.lock",),
    "go": ("go.sum",),
}
_INSIDE = re.compile(
    r"^\s*\[\[?(?P<table>[^\[\]]+)\]?\]\s*$|^\s*[\"']?(?P<key>[\w.-]+)[\"']?\s*[:=]\s*[\[{]\s*(?:[\"'#].*)?$"
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a manifest: its first package that the lock file in the same change does not have so."""
    if context.change.source == "all":
        return
    for file in files:
        if file.status == DELETED or file.path.endswith(".gemspec"):
            continue
        locks = _locks(context, file)
        apart = [entry for entry, fresh in _came(file) if locks and not _is_in(locks, entry, file, fresh)]
        if apart:
            first = apart[0]
            facts = {"what": first.name, "lock": locks[0][0], "count": len(apart)}
            yield Found(file.path, first.line, NEW, first.text[:160], facts, key=f"apart {first.name}")


def _came(file: FileChange) -> list[tuple[Entry, bool]]:
    """Return what the manifest asks for anew, and of each whether it did not name it before."""
    went = {entry.name: entry.spec for entry in changed(file, OLD)}
    return [(one, one.name not in went) for one in changed(file, NEW) if went.get(one.name) != one.spec]


def _is_in(locks: list[tuple[str, Lock]], entry: Entry, file: FileChange, fresh: bool) -> bool:
    """Tell whether a lock file has the entry, or it cannot be told of one of them."""
    place = _place(file, entry)
    return any(fits(lock, entry, place, fresh=fresh) is not False for _, lock in locks)


def _place(file: FileChange, entry: Entry) -> str:
    """Return the key or table that an entry stands in, as far as it is seen above it."""
    for block in file.new.parts() if file.new else ():
        lines = block.text.split("\n")
        at = entry.line - block.start
        if not 0 <= at < len(lines):
            continue
        own = re.match(r"\s*(?P<key>[\w-]+)\s*=\s*\[", lines[at])
        if own:
            return own["key"]
        for line in reversed(lines[:at]):
            head = _INSIDE.match(line)
            if head:
                return str(head["table"] or head["key"])
    return ""


def _locks(context: Context, file: FileChange) -> list[tuple[str, Lock]]:
    """Return the lock files of a manifest that are in the change and can be read: path and what is known of it."""
    folder, _, own = file.path.rpartition("/")
    cut = {skipped.path for skipped in context.change.skipped}
    found = []
    for other in context.change.files:
        above, _, name = other.path.rpartition("/")
        if other.status == DELETED or other.binary or not other.hunks or other.path in cut:
            continue
        if own.lower().endswith(".in"):
            kind = "requirements.txt" if other.path == file.path[:-3] + ".txt" else ""
        else:
            fitting = name.lower() in _LOCKS.get(ecosystem(file.path) or "", ())
            kind = name.lower() if fitting and _holds_for(context, above, folder) else ""
        if kind:
            found.append((other.path, _lock(kind, other)))
    return found


def _holds_for(context: Context, above: str, folder: str) -> bool:
    """Tell whether a lock file in one folder is that of a manifest in another: its own, or that of its workspace."""
    if above == folder:
        return True
    if context.outside is None or not (above == "" or folder.startswith(above + "/")):
        return False
    names = {name for locks in _LOCKS.values() for name in locks}
    nearer = (path.rpartition("/") for path in context.listing())
    return not any(
        name.lower() in names and f"{folder}/".startswith(f"{at}/") and len(at) > len(above) for at, _, name in nearer
    )


def _lock(name: str, file: FileChange) -> Lock:
    if file.new is not None and (file.new.complete or file.status == ADDED or name == "requirements.txt"):
        return Lock(name, "\n".join(block.text for block in file.new.parts()), whole=True)
    return Lock(name, "\n".join(block.text for block in file.blocks(NEW)), whole=False)
