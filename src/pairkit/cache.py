"""A small cache of JSON files, keyed by content, in the user's own cache folder.

It only ever saves time: a cache that cannot be read or written is the same as none. It holds no secret and no code
(JSON, never pickle), because whoever can write there must not be able to run anything.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import Any

_KEPT = 200
_OURS = ("agreement-", "looks-", "rules-", "words-")


def folder() -> str:
    """Return pairkit's cache folder for this user; it need not exist."""
    own = os.environ.get("PAIRKIT_CACHE_DIR")
    if own:
        return own
    if sys.platform == "win32":
        top = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        top = os.path.expanduser("~/Library/Caches")
    else:
        top = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(top, "pairkit")


def read(name: str) -> Any | None:
    """Return what was written under `name`, or None."""
    try:
        with open(os.path.join(folder(), name + ".json"), "rb") as file:
            return json.loads(file.read())
    except (OSError, ValueError, RecursionError):
        return None


def write(name: str, value: Any) -> None:
    """Keep `value` under `name`; several processes may do so at once, each whole."""
    place = folder()
    path = os.path.join(place, name + ".json")
    part = f"{path}.{os.getpid()}"
    try:
        os.makedirs(place, exist_ok=True)
        with open(part, "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=True, separators=(",", ":"))
        os.replace(part, path)
        _prune(place)
    except OSError:
        with contextlib.suppress(OSError):
            os.remove(part)


def _prune(place: str) -> None:
    """Keep the newest entries: each upgrade and each edited agreement leaves an old one behind."""
    own = [entry for entry in os.scandir(place) if entry.name.startswith(_OURS) and entry.name.endswith(".json")]
    entries = sorted(own, key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for entry in entries[_KEPT:]:
        os.remove(entry.path)
