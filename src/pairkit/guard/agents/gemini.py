"""Gemini CLI. Measured with 0.61.0; google-gemini/gemini-cli `docs/hooks/reference.md`. Time-outs are milliseconds.

Before a tool it takes a refusal and nothing else: a remark has no way to the model. It refuses every step when the
command of a hook is not found, so the command line ends with a way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import AFTER, BEFORE, PROMPT, START, Action
from pairkit.gate.verdict import STOP
from pairkit.guard.agents.answer import SILENT, Answer, in_json
from pairkit.guard.agents.payload import EDIT, READ, RUN, WRITE, action, called, text
from pairkit.guard.agents.setting import Agent, Entry, open_command

EVENTS = {"BeforeTool": BEFORE, "AfterTool": AFTER, "BeforeAgent": PROMPT, "SessionStart": START}
TOOLS = {
    "write_file": WRITE,
    "replace": EDIT,
    "edit": EDIT,
    "read_file": READ,
    "read_many_files": READ,
    "run_shell_command": RUN,
}
AGENT = Agent(
    name="gemini",
    title="Gemini CLI",
    setting=Entry(
        ".gemini/settings.json",
        (
            (
                ("hooks", "BeforeTool"),
                {
                    "matcher": "*",
                    "hooks": [
                        {"name": "pairkit", "type": "command", "command": open_command("gemini"), "timeout": 10000}
                    ],
                },
            ),
        ),
    ),
    found_by=(".gemini", "GEMINI.md"),
    programs=("gemini",),
    everywhere="~/.gemini/settings.json",
    measured=True,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:
    """Return the Action of a payload. Raises Unreadable."""
    event, name = EVENTS.get(text(payload, "hook_event_name"), ""), text(payload, "tool_name")
    cwd = text(payload, "cwd") or environ.get("GEMINI_PROJECT_DIR", "")
    if event not in (BEFORE, AFTER):
        return action("gemini", event, name, cwd, prompt=text(payload, "prompt"))
    return action("gemini", event, name, cwd, called(TOOLS, name, payload.get("tool_input")))


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in Gemini's dialect."""
    if event == BEFORE and outcome == STOP:
        return in_json({"decision": "deny", "reason": said})
    return SILENT
