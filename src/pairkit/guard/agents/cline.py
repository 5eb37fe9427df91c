"""Cline, in a terminal (measured with 3.0.65) and in VS Code (by its documents: `.clinerules/hooks/README.md`).

Lists in `parameters` are JSON texts; `tool_call.input` has them plain. A refusal ends the whole run of the CLI, and the
model never sees why; the person does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import AFTER, BEFORE, PROMPT, START, Action
from pairkit.gate.verdict import PASS, STOP
from pairkit.guard.agents.answer import Answer, in_json
from pairkit.guard.agents.payload import EDIT, PATCH, READ, RUN, WRITE, action, called, inner, listed, text
from pairkit.guard.agents.setting import MISSING, Agent, Own, command

TOOLS = {
    "editor": EDIT,
    "replace_in_file": EDIT,
    "write_to_file": WRITE,
    "new_rule": WRITE,
    "apply_patch": PATCH,
    "read_files": READ,
    "read_file": READ,
    "run_commands": RUN,
    "execute_command": RUN,
}
_FILE = f"""\
#!/bin/sh
# Made by `pairkit guard install`: asks pairkit before each tool that Cline uses. `pairkit guard remove` takes it away.
command -v pairkit-hook >/dev/null 2>&1 && exec {command("cline")}
echo '{{"cancel": false, "contextModification": "{MISSING}"}}'
"""
AGENT = Agent(
    name="cline",
    title="Cline",
    setting=Own(".clinerules/hooks/PreToolUse", _FILE, executable=True),
    found_by=(".clinerules", ".cline"),
    programs=("cline",),
    everywhere="~/.cline/hooks/",
    measured=True,
)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:  # noqa: ARG001 - adapters are called alike
    """Return the Action of a payload. Raises Unreadable."""
    cwd = listed(payload, "workspaceRoots") or text(inner(payload, "workspaceInfo"), "rootPath")
    for event, plain, packed in ((BEFORE, "tool_call", "preToolUse"), (AFTER, "tool_result", "postToolUse")):
        call, use = inner(payload, plain), inner(payload, packed)
        if call or use:
            name = text(call, "name") or text(use, "toolName", "tool")
            given = call.get("input") or use.get("parameters")
            return action("cline", event, name, cwd, called(TOOLS, name, given))
    if "userPromptSubmit" in payload:
        return action("cline", PROMPT, "", cwd, prompt=text(inner(payload, "userPromptSubmit"), "prompt"))
    return action("cline", START if "taskStart" in payload else "", "", cwd)


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in Cline's dialect: it is always told whether to go on."""
    if outcome == PASS:
        return in_json({"cancel": False})
    if event == BEFORE and outcome == STOP:
        return in_json({"cancel": True, "errorMessage": said, "contextModification": said})
    return in_json({"cancel": False, "contextModification": said})
