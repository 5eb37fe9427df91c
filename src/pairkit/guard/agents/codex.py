"""Codex. Measured with 0.169.0; openai/codex `codex-rs/hooks`.

It drops an answer with any key it does not know, and runs the tool. It reads files by shell commands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import Action
from pairkit.guard.agents import claude_shape
from pairkit.guard.agents.answer import Answer
from pairkit.guard.agents.payload import PATCH, RUN
from pairkit.guard.agents.setting import Agent, Entry, command

TOOLS = {"Bash": RUN, "shell": RUN, "exec_command": RUN, "apply_patch": PATCH}
AGENT = Agent(
    name="codex",
    title="Codex",
    setting=Entry(
        ".codex/hooks.json",
        ((("hooks", "PreToolUse"), {"hooks": [{"type": "command", "command": command("codex"), "timeout": 10}]}),),
    ),
    found_by=(".codex",),
    programs=("codex",),
    everywhere="~/.codex/hooks.json",
    measured=True,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:  # noqa: ARG001 - adapters are called alike
    """Return the Action of a payload. Raises Unreadable."""
    return claude_shape.read("codex", TOOLS, payload)


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in Codex's dialect."""
    return claude_shape.answer(event, outcome, said)
