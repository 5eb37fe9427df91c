"""Devin CLI and Devin Local, by documents and tests of others; not seen live here.

The payload has no `cwd`: `DEVIN_PROJECT_DIR` tells. Its hooks file has no `hooks` around the events.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import BEFORE, Action
from pairkit.gate.verdict import STOP
from pairkit.guard.agents import claude_shape
from pairkit.guard.agents.answer import SILENT, Answer, by_exit_code
from pairkit.guard.agents.payload import EDIT, READ, RUN, WRITE
from pairkit.guard.agents.setting import Agent, Entry, command

TOOLS = {"write": WRITE, "edit": EDIT, "read": READ, "exec": RUN, "Write": WRITE, "Edit": EDIT, "Bash": RUN}
AGENT = Agent(
    name="devin",
    title="Devin",
    setting=Entry(
        ".devin/hooks.v1.json",
        (
            (
                ("PreToolUse",),
                {"matcher": "*", "hooks": [{"type": "command", "command": command("devin"), "timeout": 10}]},
            ),
        ),
    ),
    found_by=(".devin",),
    programs=("devin",),
    everywhere="~/.config/devin/config.json",
    measured=False,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:
    """Return the Action of a payload. Raises Unreadable."""
    return claude_shape.read("devin", TOOLS, payload, environ.get("DEVIN_PROJECT_DIR", ""))


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in Devin's dialect."""
    return by_exit_code(said) if event == BEFORE and outcome == STOP else SILENT
