"""Inputs that could take forever: each is answered by a process that would be given up after a minute."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import repos
from bad_input.outside import KEY_FILE, Said, cold, hook, project, run

MARK = "<!-- pairkit:" + "f-0-1-2-3-4-5-6-7-8-9-a-b-c-d-e-f-" * 20


@pytest.mark.parametrize("body", [f"- [ ] x {MARK}", f"- [ ] x {MARK} -", f"{MARK} " * 200])
def test_a_mark_that_does_not_end(tmp_path: Path, body: str) -> None:
    """A description is written by anybody: a broken mark in it must not hold up whoever asks for open items."""
    root = project(tmp_path / "p")
    (root / "body.md").write_text(body)
    said = cold(root, "checklist", "--require-ticks", "body.md", timeout=60)
    assert said.code == 0, said


def _agent(root: Path, tool: str, given: dict[str, str]) -> Said:
    payload = {"hook_event_name": "PreToolUse", "cwd": str(root), "tool_name": tool, "tool_input": given}
    command = [sys.executable, "-I", "-m", "pairkit.hook", "agent", "--agent", "claude"]
    return run(command, root, stdin=json.dumps(payload).encode(), timeout=60)


@pytest.mark.parametrize("path", ["secret" * 60_000, "x_private-" * 30_000 + ".pe", "a/" * 100_000, "a.env" * 60_000])
def test_an_agent_with_a_very_long_path(tmp_path: Path, path: str) -> None:
    """Nothing of such a name is on any disk; it is answered like any other, and the end of a path still counts."""
    root = project(tmp_path / "p")
    assert _agent(root, "Read", {"file_path": path}).code == 0
    assert "deny" in _agent(root, "Read", {"file_path": "./" * 60_000 + ".env"}).out


@pytest.mark.parametrize("stars", ["*a" * 12 + "*b", "**/a/" * 12 + "*b", "a**" * 12 + "b"])
def test_patterns_of_paths_with_many_stars(tmp_path: Path, stars: str) -> None:
    """The agreement and `.gitattributes` may name files by as many stars as they like."""
    agreement = repos.AGREEMENT + f"playbooks: [core]\nprotected: ['{stars}']\n"
    agreement = agreement.replace("closed: [", f"closed: ['{stars}', ")
    files = {"pairkit.yaml": agreement, ".gitattributes": f"{stars} linguist-generated\n"}
    root = project(tmp_path / "p", files)
    repos.stage(root, {"a/" * 60 + "a" * 200: KEY_FILE})
    assert hook(root, timeout=60).code == 1
