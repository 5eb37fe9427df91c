"""Copilot CLI and its cloud agent. Measured with 1.0.102; github/docs `reference/hooks-reference.md`.

It calls a hook in two shapes: its own (`toolName`), and Claude's with Copilot's arguments in it. The flat refusal is
understood after both. It refuses everything when a hook fails, so the command line ends with a way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import AFTER, BEFORE, PROMPT, START, Action
from pairkit.gate.verdict import STOP
from pairkit.guard.agents import claude_shape
from pairkit.guard.agents.answer import SILENT, Answer, in_json
from pairkit.guard.agents.payload import EDIT, PATCH, READ, RUN, WRITE, action, called, text
from pairkit.guard.agents.setting import Agent, Own, open_command

TOOLS = {
    "create": WRITE,
    "Write": WRITE,
    "edit": EDIT,
    "Edit": EDIT,
    "MultiEdit": EDIT,
    "str_replace": EDIT,
    "view": READ,
    "Read": READ,
    "apply_patch": PATCH,
    "bash": RUN,
    "Bash": RUN,
    "powershell": RUN,
    "PowerShell": RUN,
}
_FILE = """\
{{
  "version": 1,
  "hooks": {{
    "PreToolUse": [
      {{
        "type": "command",
        "command": {command},
        "timeoutSec": 10
      }}
    ]
  }}
}}
"""


def _file() -> str:
    quoted = open_command("copilot").replace("\\", "\\\\").replace('"', '\\"')
    return _FILE.format(command=f'"{quoted}"')


AGENT = Agent(
    name="copilot",
    title="GitHub Copilot",
    setting=Own(".github/hooks/pairkit.json", _file()),
    found_by=(".github/copilot-instructions.md", ".github/copilot", ".github/hooks"),
    programs=("copilot", "code"),
    everywhere="~/.copilot/hooks/",
    measured=True,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:  # noqa: ARG001 - adapters are called alike
    """Return the Action of a payload in either shape. Raises Unreadable."""
    if "hook_event_name" in payload:
        return claude_shape.read("copilot", TOOLS, payload)
    name, cwd = text(payload, "toolName"), text(payload, "cwd")
    if name:
        event = AFTER if "toolResult" in payload else BEFORE
        return action("copilot", event, name, cwd, called(TOOLS, name, payload.get("toolArgs")))
    event = PROMPT if "prompt" in payload else START if "source" in payload else ""
    return action("copilot", event, "", cwd, prompt=text(payload, "prompt"))


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in Copilot's dialect; it has no place for a remark before a tool."""
    if event == BEFORE and outcome == STOP:
        return in_json({"permissionDecision": "deny", "permissionDecisionReason": said})
    return SILENT
