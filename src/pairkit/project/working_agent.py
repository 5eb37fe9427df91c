"""Which agent works at this computer now, by what it sets in the environment, and whether its guard is alive."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

_SIGNS = {
    "CLAUDECODE": "claude",
    "GEMINI_CLI": "gemini",
    "CURSOR_AGENT": "cursor",
    "QWEN_CODE": "qwen",
    "OPENCODE": "opencode",
}
_BEGINNINGS = {"CODEX_": "codex", "COPILOT_": "copilot", "OPENCODE_": "opencode"}
_SETTINGS = ("CODEX_HOME", "COPILOT_HOME", "OPENCODE_CONFIG", "OPENCODE_CONFIG_DIR")
"""What a person puts in a profile for good: it does not tell that the agent is at work."""
_TITLES = {
    "claude": "Claude Code",
    "codex": "Codex",
    "gemini": "Gemini CLI",
    "cursor": "Cursor",
    "qwen": "Qwen Code",
    "opencode": "OpenCode",
    "copilot": "Copilot",
}
_DAY = 86_400


def working_agent(environment: Mapping[str, str]) -> str:
    """Return the short name of the agent that started this process ("claude", "codex", …), or an empty text."""
    for sign, name in _SIGNS.items():
        if environment.get(sign, "0") not in ("", "0", "false"):
            return name
    for key in environment:
        for beginning, name in _BEGINNINGS.items():
            if key.startswith(beginning) and key not in _SETTINGS and not key.endswith(("_TOKEN", "_API_KEY")):
                return name
    told = environment.get("AI_AGENT", "").strip().lower()
    known = next((name for name in _TITLES if told.startswith(name)), told)
    return known if known.replace("-", "").replace("_", "").isalnum() else ""


def title(name: str) -> str:
    """Return how people call an agent."""
    return _TITLES.get(name, name)


def is_guarded(git_dir: str, name: str) -> bool:
    """Tell whether the agent's guard wrote `pairkit/agents/NAME.json` below git's folder within the last day."""
    try:
        return os.stat(os.path.join(git_dir, "pairkit", "agents", f"{name}.json")).st_mtime > time.time() - _DAY
    except OSError:
        return False
