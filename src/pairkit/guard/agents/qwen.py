"""Qwen Code. Measured with 0.24.4; QwenLM/qwen-code `docs/users/features/hooks.md`. Its time-outs are milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import Action
from pairkit.guard.agents import claude_shape
from pairkit.guard.agents.answer import Answer
from pairkit.guard.agents.payload import EDIT, READ, RUN, WRITE
from pairkit.guard.agents.setting import Agent, Entry, command

TOOLS = {
    "write_file": WRITE,
    "edit": EDIT,
    "replace": EDIT,
    "notebook_edit": EDIT,
    "read_file": READ,
    "read_many_files": READ,
    "run_shell_command": RUN,
}
_CALL = {"name": "pairkit", "type": "command", "command": command("qwen"), "timeout": 10000}
AGENT = Agent(
    name="qwen",
    title="Qwen Code",
    setting=Entry(
        ".qwen/settings.json",
        (
            (("hooks", "PreToolUse"), {"matcher": "*", "hooks": [_CALL]}),
            (("hooks", "PostToolUse"), {"matcher": "write_file|edit", "hooks": [_CALL]}),
        ),
    ),
    found_by=(".qwen", "QWEN.md"),
    programs=("qwen",),
    everywhere="~/.qwen/settings.json",
    measured=True,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:  # noqa: ARG001 - adapters are called alike
    """Return the Action of a payload. Raises Unreadable."""
    return claude_shape.read("qwen", TOOLS, payload)


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in Qwen's dialect, which is Claude's."""
    return claude_shape.answer(event, outcome, said)
