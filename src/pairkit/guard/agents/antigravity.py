"""Antigravity, by documents of others; not seen live here. It wants a decision each time and reads nothing unknown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import AFTER, BEFORE, Action
from pairkit.gate.verdict import STOP
from pairkit.guard.agents.answer import Answer, in_json
from pairkit.guard.agents.payload import EDIT, READ, RUN, WRITE, action, called, inner, listed, text
from pairkit.guard.agents.setting import Agent, Entry, command

TOOLS = {
    "write_to_file": WRITE,
    "replace_file_content": EDIT,
    "multi_replace_file_content": EDIT,
    "view_file": READ,
    "run_command": RUN,
}
AGENT = Agent(
    name="antigravity",
    title="Antigravity",
    setting=Entry(
        ".agents/hooks.json",
        (
            (
                ("pairkit", "PreToolUse"),
                {"matcher": "*", "hooks": [{"type": "command", "command": command("antigravity"), "timeout": 10}]},
            ),
        ),
    ),
    found_by=(".agents/hooks.json", ".antigravity"),
    programs=("antigravity", "agy"),
    everywhere="~/.gemini/config/hooks.json",
    measured=False,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:  # noqa: ARG001 - adapters are called alike
    """Return the Action of a payload. Raises Unreadable."""
    call = inner(payload, "toolCall")
    name, given = text(call, "name"), call.get("args")
    cwd = text(inner(call, "args"), "Cwd") or listed(payload, "workspacePaths")
    event = "" if not name else AFTER if "toolResult" in payload or "error" in payload else BEFORE
    return action("antigravity", event, name, cwd, called(TOOLS, name, given))


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in Antigravity's dialect."""
    if event == BEFORE and outcome == STOP:
        return in_json({"decision": "deny", "reason": said})
    return in_json({"decision": "allow"} if event == BEFORE else {})
