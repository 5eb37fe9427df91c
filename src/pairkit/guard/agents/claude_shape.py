"""The payload and the answers that Claude Code brought up and several agents took over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import AFTER, BEFORE, PROMPT, START, Action
from pairkit.gate.verdict import PASS, STOP
from pairkit.guard.agents.answer import SILENT, Answer, in_json
from pairkit.guard.agents.payload import Tools, action, called, text

EVENTS = {"PreToolUse": BEFORE, "PostToolUse": AFTER, "UserPromptSubmit": PROMPT, "SessionStart": START}
_NAMES = {event: name for name, event in EVENTS.items()}


def read(agent: str, tools: Tools, payload: Mapping[str, Any], cwd: str = "") -> Action:
    """Return the Action of a payload; its event is empty where nothing is to be judged. Raises Unreadable."""
    event = EVENTS.get(text(payload, "hook_event_name"), "")
    name = text(payload, "tool_name")
    where = text(payload, "cwd") or cwd
    if event not in (BEFORE, AFTER):
        return action(agent, event, name, where, prompt=text(payload, "prompt"))
    return action(agent, event, name, where, called(tools, name, payload.get("tool_input")))


def answer(event: str, outcome: str, said: str, *, twice: bool = False) -> Answer:
    """Return yes (silence), a remark (`additionalContext`), or a refusal with its reason.

    `twice` puts the reason into `additionalContext` too, for VS Code, which shows the reason only to the person.
    """
    if outcome == PASS or event not in _NAMES:
        return SILENT
    inside = {"hookEventName": _NAMES[event]}
    if event == BEFORE and outcome == STOP:
        inside |= {"permissionDecision": "deny", "permissionDecisionReason": said}
        if twice:
            inside["additionalContext"] = said
    else:
        inside["additionalContext"] = said
    return in_json({"hookSpecificOutput": inside})
