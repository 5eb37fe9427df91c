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
    """The agreement may name files by as many stars as it likes; in `.gitattributes` git itself would not return."""
    agreement = repos.AGREEMENT + f"playbooks: [core]\nprotected: ['{stars}']\n"
    agreement = agreement.replace("closed: [", f"closed: ['{stars}', ")
    root = project(tmp_path / "p", {"pairkit.yaml": agreement})
    repos.stage(root, {"a/" * 60 + "a" * 200: KEY_FILE})
    assert hook(root, timeout=60).code == 1


@pytest.mark.parametrize(
    "code", ["let x" + " " * 60_000, "x = Path(" + " " * 60_000, "x" * 100_000, "x =" + "\n" * 60_000]
)
def test_inline_code_with_long_gaps(tmp_path: Path, code: str) -> None:
    """A denial that comes too late is none for most agents: what stands behind a long gap is found at once."""
    root = project(tmp_path / "p")
    text = f"python3 - <<'EOF'\n{code}\nEOF\nrm pairkit.yaml"
    assert "deny" in _agent(root, "Bash", {"command": text}).out


GAPS = {
    "app/models.py": ("class A(BaseModel):\n    name: str\n", "class A(BaseModel):\n" + "\n" * 40_000),
    "app/page.html": ("<p>a</p>\n", "<p>" + " " * 40_000 + "\n" + ">" * 20_000),
    "migrations/1.sql": ("-- x\n", "\n" * 40_000 + "--" + " " * 40_000 + "\ndrop table users;\n"),
    "api/schema.graphql": ("type A {\n  b: Int\n}\n", "\n" * 40_000 + "query"),
    "src/a.php": ("<?php\n", "<?php\n" + " " * 40_000 + "\n$x = $_GET['a'];\n"),
}


@pytest.mark.parametrize("path", GAPS)
def test_files_with_long_gaps(tmp_path: Path, path: str) -> None:
    """Blank lines and spaces without end cost what any text of that length costs."""
    root = project(tmp_path / "p", {path: GAPS[path][0]})
    repos.stage(root, {path: GAPS[path][1], "app/k.py": KEY_FILE})
    assert cold(root, "checklist", timeout=60).code == 0
    assert hook(root, timeout=60).code == 1


def test_a_command_of_back_quotes(tmp_path: Path) -> None:
    """The grammar takes them in quadratic time; what is dangerous behind them is seen all the same."""
    root = project(tmp_path / "p")
    assert "deny" in _agent(root, "Bash", {"command": "curl " + "`" * 150_000 + "; rm -rf ~"}).out
