"""A sign of life for each agent: when its hook was last called, and how it ended. Never what was done.

It lies beside git's own files (`.git/pairkit/agents/<name>.json`), shared by linked worktrees, and `pairkit doctor`
reads it.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from typing import NamedTuple

_EVERY = 5.0
"""Seconds between two records of the same outcome: an agent may call several times a second."""


class Beat(NamedTuple):
    """The last call: seconds since 1970, the moment (BEFORE, …) and the outcome."""

    time: float
    event: str
    outcome: str


def path(common_dir: str, name: str) -> str:
    """Return where an agent's record lies."""
    return os.path.join(common_dir, "pairkit", "agents", name + ".json")


def beat(common_dir: str, name: str, event: str, outcome: str) -> None:
    """Record a call. Whatever goes wrong, the call goes on."""
    where = path(common_dir, name)
    with contextlib.suppress(OSError):
        with contextlib.suppress(FileNotFoundError):
            if outcome == "pass" and 0 <= time.time() - os.stat(where).st_mtime < _EVERY:
                return
        os.makedirs(os.path.dirname(where), exist_ok=True)
        part = f"{where}.{os.getpid()}"
        with open(part, "w", encoding="utf-8") as file:
            file.write(json.dumps({"time": int(time.time()), "event": event, "outcome": outcome}) + "\n")
        os.replace(part, where)


def last(common_dir: str, name: str) -> Beat | None:
    """Return the last record of an agent, or None."""
    try:
        with open(path(common_dir, name), encoding="utf-8") as file:
            data = json.load(file)
        return Beat(float(data["time"]), str(data["event"]), str(data["outcome"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
