"""Cursor, by its documents (cursor.com/docs/reference/hooks) and public logs of 3.9; not seen live here.

It is always told yes or no. The model was seen to get `user_message`, never `agent_message`: the reason is in both.
`cwd` is often empty, so the first workspace folder stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import AFTER, BEFORE, PROMPT, START, Action
from pairkit.gate.verdict import STOP
from pairkit.guard.agents.answer import Answer, in_json
from pairkit.guard.agents.payload import DELETE, EDIT, PATCH, READ, RUN, WRITE, action, called, listed, text
from pairkit.guard.agents.setting import Agent, Entry, command

EVENTS = {
    "preToolUse": BEFORE,
    "PreToolUse": BEFORE,
    "beforeShellExecution": BEFORE,
    "beforeReadFile": BEFORE,
    "beforeMCPExecution": BEFORE,
    "postToolUse": AFTER,
    "PostToolUse": AFTER,
    "afterFileEdit": AFTER,
    "beforeSubmitPrompt": PROMPT,
    "sessionStart": START,
}
TOOLS = {
    "Write": WRITE,
    "Edit": EDIT,
    "StrReplace": EDIT,
    "MultiEdit": EDIT,
    "EditNotebook": EDIT,
    "Delete": DELETE,
    "ApplyPatch": PATCH,
    "Read": READ,
    "Shell": RUN,
    "Bash": RUN,
}
_FLAT = {"beforeShellExecution": "Shell", "beforeReadFile": "Read", "afterFileEdit": "Edit"}
"""Events that have their arguments beside everything else, and the tool each stands for."""
AGENT = Agent(
    name="cursor",
    title="Cursor",
    setting=Entry(
        ".cursor/hooks.json",
        ((("hooks", "preToolUse"), {"command": command("cursor"), "timeout": 10}),),
        beside={"version": 1},
    ),
    found_by=(".cursor", ".cursorrules"),
    programs=("cursor", "cursor-agent"),
    everywhere="~/.cursor/hooks.json",
    measured=False,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:
    """Return the Action of a payload. Raises Unreadable."""
    name = text(payload, "hook_event_name")
    event = EVENTS.get(name, "")
    cwd = text(payload, "cwd") or listed(payload, "workspace_roots") or environ.get("CURSOR_PROJECT_DIR", "")
    if event not in (BEFORE, AFTER):
        return action("cursor", event, "", cwd, prompt=text(payload, "prompt"))
    flat = _FLAT.get(name)
    tool = flat or text(payload, "tool_name")
    return action("cursor", event, tool, cwd, called(TOOLS, tool, payload if flat else payload.get("tool_input")))


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in Cursor's dialect."""
    if event == BEFORE and outcome == STOP:
        return in_json({"permission": "deny", "user_message": said, "agent_message": said})
    return in_json({"permission": "allow"} if event == BEFORE else {})
