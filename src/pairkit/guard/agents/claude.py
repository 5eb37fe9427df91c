"""Claude Code. Measured with 2.1.330 and 2.1.197; `docs/hooks.md` of its documentation.

Copilot CLI, VS Code, Cursor and Devin may read the same settings file: `caller.py` tells who asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import Action
from pairkit.guard.agents import claude_shape
from pairkit.guard.agents.answer import Answer
from pairkit.guard.agents.payload import EDIT, READ, RUN, WRITE
from pairkit.guard.agents.setting import Agent, Entry, open_command

TOOLS = {
    "Write": WRITE,
    "Edit": EDIT,
    "MultiEdit": EDIT,
    "NotebookEdit": EDIT,
    "Read": READ,
    "Bash": RUN,
    "PowerShell": RUN,
    "Monitor": RUN,
}
_CALL = {"type": "command", "command": open_command("claude"), "timeout": 10}
AGENT = Agent(
    name="claude",
    title="Claude Code",
    setting=Entry(
        ".claude/settings.json",
        (
            (("hooks", "PreToolUse"), {"matcher": "*", "hooks": [_CALL]}),
            (("hooks", "PostToolUse"), {"matcher": "Write|Edit|MultiEdit", "hooks": [_CALL]}),
            (("hooks", "UserPromptSubmit"), {"hooks": [_CALL]}),
        ),
    ),
    found_by=(".claude", "CLAUDE.md"),
    programs=("claude",),
    everywhere="~/.claude/settings.json",
    measured=True,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:
    """Return the Action of a payload. Raises Unreadable."""
    return claude_shape.read("claude", TOOLS, payload, environ.get("CLAUDE_PROJECT_DIR", ""))


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in Claude's dialect."""
    return claude_shape.answer(event, outcome, said)
