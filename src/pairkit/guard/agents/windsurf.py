"""Windsurf and Devin Desktop's Cascade, by documents of others; not seen live here.

A refusal is exit code 2 with the reason on standard error; standard output is never read. Each kind of step has an
event of its own, so three entries are needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import AFTER, BEFORE, PROMPT, Action
from pairkit.gate.verdict import STOP
from pairkit.guard.agents.answer import SILENT, Answer, by_exit_code
from pairkit.guard.agents.payload import EDIT, READ, RUN, action, called, inner, text
from pairkit.guard.agents.setting import Agent, Entry, command

TOOLS = {
    "pre_run_command": RUN,
    "pre_write_code": EDIT,
    "pre_read_code": READ,
    "post_run_command": RUN,
    "post_write_code": EDIT,
    "post_read_code": READ,
}
_CALL = {"command": command("windsurf"), "show_output": False}
AGENT = Agent(
    name="windsurf",
    title="Windsurf",
    setting=Entry(
        ".windsurf/hooks.json",
        tuple((("hooks", event), _CALL) for event in ("pre_run_command", "pre_write_code", "pre_read_code")),
    ),
    found_by=(".windsurf", ".windsurfrules"),
    programs=("windsurf",),
    everywhere="~/.codeium/windsurf/hooks.json",
    measured=False,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:  # noqa: ARG001 - adapters are called alike
    """Return the Action of a payload. Raises Unreadable."""
    name, info = text(payload, "agent_action_name"), inner(payload, "tool_info")
    event = BEFORE if name.startswith("pre_") else AFTER if name.startswith("post_") else ""
    if name == "pre_user_prompt":
        return action("windsurf", PROMPT, name, "", prompt=text(info, "user_prompt", "prompt"))
    return action("windsurf", event, name, text(info, "cwd"), called(TOOLS, name, info))


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in Windsurf's dialect."""
    return by_exit_code(said) if event == BEFORE and outcome == STOP else SILENT
