"""VS Code's own agent, by its documents (`docs/copilot/customization/hooks.md`) and public logs; not seen live here.

It reads the file that is written for Copilot, and Claude's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.action.model import Action
from pairkit.guard.agents import claude_shape, copilot
from pairkit.guard.agents.answer import Answer
from pairkit.guard.agents.payload import EDIT, PATCH, READ, RUN, WRITE

TOOLS = {
    "create_file": WRITE,
    "replace_string_in_file": EDIT,
    "multi_replace_string_in_file": EDIT,
    "insert_edit_into_file": EDIT,
    "edit_notebook_file": EDIT,
    "apply_patch": PATCH,
    "read_file": READ,
    "run_in_terminal": RUN,
}
AGENT = copilot.AGENT._replace(name="vscode", title="VS Code", programs=("code",), measured=False)


def read(payload: Mapping[str, Any], environ: Mapping[str, str]) -> Action:  # noqa: ARG001 - adapters are called alike
    """Return the Action of a payload. Raises Unreadable."""
    return claude_shape.read("vscode", TOOLS, payload)


def answer(event: str, outcome: str, said: str) -> Answer:
    """Return the answer in VS Code's dialect: Claude's, and the reason once more for the model."""
    return claude_shape.answer(event, outcome, said, twice=True)
