"""What stands in a project so that an agent calls pairkit: an entry in the agent's own file, or a file of ours.

Command lines are the same in every version and on every computer: they are committed, and Codex stops trusting a hook
whose text changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

MISSING = "pairkit is not on this computer, so its checks did not run. Say so to the person you work for."


class Entry(NamedTuple):
    """Entries in a JSON file that others write too: for each list, named by its keys, the one that belongs into it.

    `beside` is what a new file needs besides.
    """

    path: str
    lists: tuple[tuple[tuple[str, ...], Mapping[str, Any]], ...]
    beside: Mapping[str, Any] = {}


class Own(NamedTuple):
    """A file that is pairkit's alone."""

    path: str
    text: str
    executable: bool = False


class Agent(NamedTuple):
    """What is known of an agent besides its payloads.

    `found_by` are folders or files of a project and `programs` commands on PATH that tell it is used; `everywhere` is
    where its settings for all projects live (for information); `measured` tells whether everything here was seen with
    the agent itself, or is by its documents.
    """

    name: str
    title: str
    setting: Entry | Own
    found_by: tuple[str, ...]
    programs: tuple[str, ...]
    everywhere: str
    measured: bool


def command(name: str) -> str:
    """Return the command line that an agent runs."""
    return f"pairkit-hook agent --agent {name}"


def open_command(name: str) -> str:
    """Return the command line for agents that refuse everything when a hook cannot be started (Copilot, Gemini).

    `||` and `echo '…'` mean the same to sh, cmd and PowerShell 7; cmd prints the quotes too, which such an agent
    reads as no answer.
    """
    return f"{command(name)} || echo '{json.dumps({'systemMessage': MISSING})}'"
