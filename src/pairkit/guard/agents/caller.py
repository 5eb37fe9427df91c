"""Which agent asks: the hook's `--agent` says it, and the payload may know better.

One settings file is read by several agents (`.claude/settings.json` by five), and an answer in another's dialect lets
the tool run. So what only one agent writes into its payloads goes before `--agent`; the environment comes last, because
an agent started by an agent inherits it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

NAMES = (
    *("claude", "codex", "gemini", "qwen", "opencode", "copilot", "vscode", "cline"),
    *("cursor", "windsurf", "devin", "kiro", "antigravity", "amp"),
)
_OWN_KEYS = (
    ("cursor", ("cursor_version",)),
    ("windsurf", ("agent_action_name",)),
    ("antigravity", ("toolCall", "conversationId")),
    ("cline", ("hookName", "taskId")),
    ("codex", ("turn_id", "hook_event_name")),
    ("qwen", ("tool_call_id", "hook_event_name")),
    ("qwen", ("permission_mode", "timestamp", "hook_event_name")),
    ("copilot", ("sessionId", "timestamp")),
)
"""Keys that together only one agent sends (each seen in a recorded payload, or told by its documents)."""
_GEMINI_EVENTS = (
    *("BeforeTool", "AfterTool", "BeforeAgent", "AfterAgent", "BeforeModel", "AfterModel", "BeforeToolSelection"),
    "PreCompress",
)
_CLAUDE_READERS = ("claude", "copilot", "vscode", "devin", "cursor")
"""Who may run a hook that was written for one of the others."""


def identify(named: str, payload: Mapping[str, Any], environ: Mapping[str, str]) -> str:
    """Return the name of the agent that asks; `named` is what `--agent` says, and may be unknown."""
    for name, keys in _OWN_KEYS:
        if all(key in payload for key in keys):
            return name
    if payload.get("hook_event_name") in _GEMINI_EVENTS:
        return "gemini"
    if "hook_event_name" in payload and (named in _CLAUDE_READERS or named not in NAMES):
        return _claude_shaped(named, payload, environ)
    return named if named in NAMES else "claude"


def _claude_shaped(named: str, payload: Mapping[str, Any], environ: Mapping[str, str]) -> str:
    """Tell apart who speaks in Claude's shape: Copilot and VS Code put a time in, Devin leaves the folder out."""
    if "timestamp" in payload:
        return "vscode" if "tool_use_id" in payload or "transcript_path" in payload else "copilot"
    if "cwd" not in payload and "DEVIN_PROJECT_DIR" in environ:
        return "devin"
    return named if named in NAMES else "claude"


def keys_in(text: str) -> dict[str, Any]:
    """Return the keys of a payload that cannot be read as a whole, as far as they stand in its text."""
    known = {key for _, keys in _OWN_KEYS for key in keys} | {"hook_event_name", "timestamp", "tool_use_id"}
    found: dict[str, Any] = {key: "" for key in known if f'"{key}"' in text}
    if "hook_event_name" in found:
        found["hook_event_name"] = next((name for name in _GEMINI_EVENTS if json.dumps(name) in text), "")
    return found


def adapter(name: str) -> Any:
    """Return the module of an agent; only that one is loaded."""
    return import_module(f"pairkit.guard.agents.{name}")
