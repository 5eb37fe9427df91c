"""Payloads of every agent: recorded ones from files, and for agents never seen here ones made by their documents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RECORDED = Path(__file__).parent / "agent_payloads"
FOLDERS = {
    "claude": "claude-code",
    "codex": "codex",
    "gemini": "gemini-cli",
    "qwen": "qwen-code",
    "opencode": "opencode",
    "copilot": "copilot-cli",
    "cline": "cline",
}
HOME = "/home/mina/shop"
_VS = {"timestamp": "2026-11-24T05:51:02.216Z", "hook_event_name": "PreToolUse", "session_id": "s", "cwd": HOME}
_CURSOR = {"conversation_id": "c", "cursor_version": "3.9.16", "workspace_roots": [HOME], "cwd": ""}
_SURF = {"trajectory_id": "t", "execution_id": "e", "model_name": "m"}
_AG = {"conversationId": "c", "workspacePaths": [HOME], "stepIdx": 1}


def _cursor(tool: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {**_CURSOR, "hook_event_name": "preToolUse", "tool_name": tool, "tool_input": given}


DOCUMENTED: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "vscode": {
        "run": {**_VS, "tool_use_id": "1", "tool_name": "run_in_terminal", "tool_input": {"command": "git status"}},
        "create": {
            **_VS,
            "tool_use_id": "2",
            "tool_name": "create_file",
            "tool_input": {"filePath": f"{HOME}/a.py", "content": "x\n"},
        },
        "replace several": {
            **_VS,
            "tool_use_id": "3",
            "tool_name": "multi_replace_string_in_file",
            "tool_input": {
                "replacements": [
                    {"filePath": f"{HOME}/a.py", "oldString": "x", "newString": "y"},
                    {"filePath": f"{HOME}/b.py", "oldString": "1", "newString": "2"},
                ]
            },
        },
    },
    "cursor": {
        "shell": _cursor("Shell", {"command": "git push --force"}),
        "write": _cursor("Write", {"file_path": f"{HOME}/a.py", "content": "x\n"}),
        "delete": _cursor("Delete", {"path": "a.py"}),
        "before shell": {**_CURSOR, "hook_event_name": "beforeShellExecution", "command": "ls", "sandbox": False},
        "prompt": {**_CURSOR, "hook_event_name": "beforeSubmitPrompt", "prompt": "do the thing"},
    },
    "windsurf": {
        "run": {
            **_SURF,
            "agent_action_name": "pre_run_command",
            "tool_info": {"command_line": "git push --force", "cwd": HOME},
        },
        "write": {
            **_SURF,
            "agent_action_name": "pre_write_code",
            "tool_info": {"file_path": f"{HOME}/a.py", "edits": [{"old_string": "x", "new_string": "y"}]},
        },
    },
    "devin": {
        "exec": {"hook_event_name": "PreToolUse", "tool_name": "exec", "tool_input": {"command": "ls"}},
        "write": {
            "hook_event_name": "PreToolUse",
            "tool_name": "write",
            "tool_input": {"file_path": "a.py", "content": "x\n"},
        },
    },
    "kiro": {
        "bash": {
            "hook_event_name": "preToolUse",
            "cwd": HOME,
            "tool_name": "execute_bash",
            "tool_input": {"command": "ls"},
        },
        "create": {
            "hook_event_name": "PreToolUse",
            "cwd": HOME,
            "tool_name": "fs_write",
            "tool_input": {"command": "create", "path": "a.py", "file_text": "x\n"},
        },
        "read": {
            "hook_event_name": "PreToolUse",
            "cwd": HOME,
            "tool_name": "fs_read",
            "tool_input": {"operations": [{"mode": "Line", "path": ".env"}]},
        },
    },
    "antigravity": {
        "run": {**_AG, "toolCall": {"name": "run_command", "args": {"CommandLine": "ls", "Cwd": HOME}}},
        "write": {
            **_AG,
            "toolCall": {"name": "write_to_file", "args": {"TargetFile": f"{HOME}/a.py", "CodeContent": "x\n"}},
        },
    },
    "amp": {
        "run": {"tool": "shell_command", "input": {"command": "ls"}, "cwd": HOME},
        "edit": {"tool": "edit_file", "input": {"path": "a.py", "old_str": "x", "new_str": "y"}, "cwd": HOME},
    },
    "cline": {
        "in VS Code": {
            "hookName": "PreToolUse",
            "taskId": "1",
            "workspaceRoots": [HOME],
            "preToolUse": {"toolName": "write_to_file", "parameters": {"path": "a.py", "content": "x\n"}},
        },
    },
}


def recorded(agent: str) -> dict[str, bytes]:
    """Return an agent's recorded payloads by file name, as they came."""
    folder = RECORDED / FOLDERS[agent]
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def every(agent: str) -> dict[str, bytes]:
    """Return all payloads of an agent by name."""
    found = recorded(agent) if agent in FOLDERS else {}
    for name, payload in DOCUMENTED.get(agent, {}).items():
        found[f"{name} (by documents)"] = json.dumps(payload).encode()
    return found
