"""Whether an agent runs the hooks of this project: three of them skip those of a folder that nobody has trusted.

Measured: Codex 0.169.0 (its own `hooks/list`) and Copilot CLI 1.0.102 (`trusted_folders`). Gemini's file is by its
documents.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from typing import Any

YES, NO, UNKNOWN = "yes", "no", "unknown"
_PATIENCE = 10.0
"""Seconds that Codex gets to answer."""


def trusted(agent: str, root: str) -> str:
    """Return whether `agent` runs the hooks of the project at `root`: YES, NO or UNKNOWN."""
    if agent == "codex":
        return codex(root)
    if agent == "copilot":
        return copilot(root)
    if agent == "gemini":
        return gemini(root)
    if agent == "claude":
        return claude(root)
    return UNKNOWN


def claude(root: str) -> str:
    """Return NO where a settings file turns all hooks off; otherwise UNKNOWN, since a session may do so too."""
    files = (
        os.path.join(root, ".claude", "settings.json"),
        os.path.join(root, ".claude", "settings.local.json"),
        os.path.expanduser("~/.claude/settings.json"),
    )
    return NO if any(_object(path).get("disableAllHooks") is True for path in files) else UNKNOWN


def copilot(root: str) -> str:
    """Return whether the folder, or one above it, is among Copilot's trusted ones."""
    path = os.path.expanduser("~/.copilot/config.json")
    if not os.path.exists(path):
        return UNKNOWN
    folders = _object(path).get("trusted_folders")
    return YES if isinstance(folders, list) and any(_within(root, one) for one in folders) else NO


def gemini(root: str) -> str:
    """Return what Gemini's own list says of the folder; UNKNOWN where folder trust is off or there is no list."""
    path = os.path.expanduser("~/.gemini/trustedFolders.json")
    found = [value for folder, value in _object(path).items() if _within(root, folder)]
    if not found:
        return UNKNOWN
    return NO if "DO_NOT_TRUST" in found else YES


def codex(root: str) -> str:
    """Ask Codex itself which hooks it would run here."""
    program = shutil.which("codex")
    if program is None:
        return UNKNOWN
    said = _ask(program, root)
    if said is None:
        return UNKNOWN
    ours = [
        hook
        for folder in said.get("data", ())
        for hook in folder.get("hooks", ())
        if "pairkit-hook agent" in str(hook.get("command", ""))
    ]
    return (
        YES if any(hook.get("enabled") and hook.get("trustStatus") in ("trusted", "managed") for hook in ours) else NO
    )


def _ask(program: str, root: str) -> dict[str, Any] | None:
    """Return the answer to `hooks/list`, or None if none comes in time."""
    try:
        process = subprocess.Popen(
            [program, "app-server"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return None
    timer = threading.Timer(_PATIENCE, process.kill)
    timer.start()
    try:
        return _talk(process, root)
    except (OSError, ValueError):
        return None
    finally:
        timer.cancel()
        process.kill()
        process.communicate()


def _talk(process: subprocess.Popen[bytes], root: str) -> dict[str, Any] | None:
    def send(message: dict[str, Any]) -> None:
        if process.stdin is not None:
            process.stdin.write(json.dumps(message).encode() + b"\n")
            process.stdin.flush()

    send({"id": 1, "method": "initialize", "params": {"clientInfo": {"name": "pairkit", "version": "1"}}})
    for line in process.stdout or ():
        answer = json.loads(line)
        if answer.get("id") == 1:
            send({"method": "initialized"})
            send({"id": 2, "method": "hooks/list", "params": {"cwds": [root]}})
        if answer.get("id") == 2:
            result = answer.get("result")
            return result if isinstance(result, dict) else None
    return None


def _object(path: str) -> dict[str, Any]:
    from pairkit.guard.jsonc import NotJson, parse

    try:
        with open(path, encoding="utf-8") as file:
            found = parse(file.read()).value
    except (OSError, ValueError, NotJson):
        return {}
    return found if isinstance(found, dict) else {}


def _within(root: str, folder: object) -> bool:
    if not isinstance(folder, str) or not os.path.isabs(folder):
        return False
    top = os.path.realpath(folder)
    try:
        return os.path.commonpath([top, os.path.realpath(root)]) == top
    except ValueError:  # two drives of Windows
        return False
