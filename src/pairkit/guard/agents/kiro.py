"""Kiro, by its documents (kiro.dev/docs/cli/v3/hooks); not seen live here.

A refusal is exit code 2 with the reason on standard error; any other failure is a warning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import BEFORE, Action
from pairkit.gate.verdict import STOP
from pairkit.guard.agents import claude_shape
from pairkit.guard.agents.answer import SILENT, Answer, by_exit_code
from pairkit.guard.agents.payload import EDIT, READ, RUN
from pairkit.guard.agents.setting import Agent, Own, command

TOOLS = {
    "fs_write": EDIT,
    "fs_append": EDIT,
    "write": EDIT,
    "str_replace": EDIT,
    "fs_read": READ,
    "read": READ,
    "execute_bash": RUN,
    "shell": RUN,
    "execute_pwsh": RUN,
}
_FILE = f"""\
{{
  "version": "v1",
  "hooks": [
    {{
      "name": "pairkit",
      "trigger": "PreToolUse",
      "matcher": "*",
      "action": {{
        "type": "command",
        "command": "{command("kiro")}"
      }},
      "timeout": 10,
      "enabled": true
    }}
  ]
}}
"""
AGENT = Agent(
    name="kiro",
    title="Kiro",
    setting=Own(".kiro/hooks/pairkit.json", _FILE),
    found_by=(".kiro",),
    programs=("kiro", "kiro-cli"),
    everywhere="~/.kiro/hooks/",
    measured=False,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:  # noqa: ARG001 - adapters are called alike
    """Return the Action of a payload. Raises Unreadable."""
    name = str(payload.get("hook_event_name", ""))
    return claude_shape.read("kiro", TOOLS, {**payload, "hook_event_name": name[:1].upper() + name[1:]})


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in Kiro's dialect."""
    return by_exit_code(said) if event == BEFORE and outcome == STOP else SILENT
