"""Payloads of agents that are odd in one part: the rest of them is judged all the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from bad_input.outside import Said, project, run


def agent(root: Path, payload: object, name: str = "claude") -> Said:
    """Let an agent ask."""
    command = [sys.executable, "-I", "-m", "pairkit.hook", "agent", "--agent", name]
    return run(command, root, stdin=json.dumps(payload).encode(), timeout=60)


@pytest.mark.parametrize("odd", ["\ud800/a", "a\0b/c", "/\0", "\udfff/\0/x", "/\ud800", "x" * 300 + "/\0a"])
@pytest.mark.parametrize("where", ["path", "cwd"])
def test_a_name_that_no_disk_knows(tmp_path: Path, odd: str, where: str) -> None:
    """A half letter or a NUL in one name or in the folder does not let the closed file beside it through."""
    root = project(tmp_path / "p")
    edits = [{"file_path": str(root / "deploy" / "run.sh"), "new_string": "x", "old_string": "y"}]
    edits.append({"file_path": odd if where == "path" else "app/a.py", "new_string": "x", "old_string": "y"})
    payload = {"hook_event_name": "PreToolUse", "tool_name": "MultiEdit", "tool_input": {"edits": edits}}
    said = agent(root, {**payload, "cwd": str(root) if where == "path" else odd})
    assert '"deny"' in said.out, said
    assert "deploy/run.sh" in said.out


@pytest.mark.parametrize("deep", ["x/" * 150, "./" * 3000, "a-link-with-a-long-name/" * 30, "app/no/" * 1000])
def test_a_link_deep_down(tmp_path: Path, deep: str) -> None:
    """However long the way, a link on it is followed to the closed folder it leads to."""
    root = project(tmp_path / "p")
    (root / "a-link-with-a-long-name").symlink_to(".")
    folder = root / ("x/" * 150 if deep.startswith("x") else ".")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "in").symlink_to(root / "deploy")
    way = deep if not deep.startswith("app") else deep + "../" * 2000
    given = {"file_path": f"{way}in/run.sh", "content": "x"}
    payload = {"hook_event_name": "PreToolUse", "tool_name": "Write", "tool_input": given, "cwd": str(root)}
    assert '"deny"' in agent(root, payload).out


def test_a_command_that_goes_ever_deeper(tmp_path: Path) -> None:
    """Hundreds of steps down cost no more than their number, and what stands at the end is seen."""
    root = project(tmp_path / "p")
    text = "cd app && rm -rf build\n" * 700 + f"rm {root}/pairkit.yaml"
    payload = {"hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": {"command": text}, "cwd": str(root)}
    assert '"deny"' in agent(root, payload).out
