"""`pairkit-hook agent` as an agent starts it: a process of its own, on any computer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from repos import AGREEMENT, DEVELOPER, MAKER, environment, git, repository, write

HOOK = (sys.executable, "-m", "pairkit.hook", "agent")
HEAVY = ("typer", "click", "jinja2", "git", "yaml", "rich", "dataclasses", "pathlib", "pairkit.cli", "pairkit.scaffold")


def _project(tmp_path: Path, agreement: str = AGREEMENT) -> Path:
    return repository(tmp_path / "가게", {"pairkit.yaml": agreement, "deploy/배포.sh": "x\n"})


def _claude(root: Path, tool: str, given: Mapping[str, Any]) -> bytes:
    payload = {"hook_event_name": "PreToolUse", "cwd": str(root), "tool_name": tool, "tool_input": given}
    return json.dumps(payload, ensure_ascii=False).encode()


def _ask(
    root: Path, raw: bytes, *args: str, who: Mapping[str, str] = MAKER, place: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    env = {**environment(who), **(place or {})}
    return subprocess.run([*HOOK, *args], cwd=root, env=env, input=raw, capture_output=True, check=False, timeout=60)


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    assert (done.returncode, done.stderr) == (0, b"")
    return str(json.loads(done.stdout.decode("utf-8"))["hookSpecificOutput"]["permissionDecisionReason"])


PLACES: dict[str, dict[str, str]] = {
    "as it is": {},
    "a Korean Windows": {"PYTHONIOENCODING": "cp949"},
    "no locale": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
    "a short path": {"PATH": "/usr/bin:/bin"},
}


@pytest.mark.parametrize("place", PLACES)
def test_a_closed_file_is_refused_in_utf8(place: str, tmp_path: Path) -> None:
    """The maker's agent is told in the agent's language, with a text for her in hers; bytes are UTF-8 everywhere."""
    root = _project(tmp_path)
    raw = _claude(root, "Write", {"file_path": str(root / "deploy/배포.sh"), "content": "y"})
    said = _reason(_ask(root, raw, "--agent", "claude", place=PLACES[place]))
    assert said.startswith("Not written: deploy/배포.sh")
    assert "바뀐 것은 없어요" in said
    assert _ask(root, raw, "--agent", "claude", who=DEVELOPER, place=PLACES[place]).stdout == b""


def test_both_forms_of_hangul_are_the_same_file(tmp_path: Path) -> None:
    """MacOS takes Hangul apart in names; the zone is the same."""
    import unicodedata

    root = _project(tmp_path, AGREEMENT.replace("deploy/**", "배포/**"))
    raw = _claude(root, "Write", {"file_path": unicodedata.normalize("NFD", "배포/a.sh"), "content": "y"})
    assert "Not written" in _reason(_ask(root, raw, "--agent", "claude"))


def test_in_a_linked_worktree(tmp_path: Path) -> None:
    """A worktree of its own is guarded alike, and its sign of life lies where all worktrees see it."""
    root = _project(tmp_path)
    git(root, "worktree", "add", "-q", str(tmp_path / "other"), "-b", "other")
    raw = _claude(tmp_path / "other", "Write", {"file_path": "deploy/x", "content": "y"})
    assert "Not written" in _reason(_ask(tmp_path / "other", raw, "--agent", "claude"))
    assert (root / ".git/pairkit/agents/claude.json").exists()


def test_exit_codes_are_the_dialects(tmp_path: Path) -> None:
    """Windsurf, Devin and Kiro hear exit code 2 and standard error; everybody else hears JSON and 0."""
    root = _project(tmp_path)
    payload = {"agent_action_name": "pre_run_command", "tool_info": {"command_line": "git push -f", "cwd": str(root)}}
    done = _ask(root, json.dumps(payload).encode(), "--agent", "windsurf")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"Not run: ")


@pytest.mark.parametrize(
    "args", [(), ("--agent",), ("--agent", "nobody"), ("--agent=claude",), ("x", "--agent", "claude")]
)
def test_however_it_is_called(args: tuple[str, ...], tmp_path: Path) -> None:
    """A wrong or missing name does not open a hole: the payload tells who asks."""
    root = _project(tmp_path)
    raw = _claude(root, "Write", {"file_path": "deploy/x", "content": "y"})
    assert "Not written" in _reason(_ask(root, raw, *args))


def test_nothing_on_standard_input(tmp_path: Path) -> None:
    """Empty or closed input in a guarded project is refused; outside it is silence."""
    root = _project(tmp_path)
    assert "could not read" in _reason(_ask(root, b"", "--agent", "claude"))
    closed = subprocess.run(
        ["/bin/sh", "-c", '"$@" <&-', "sh", *HOOK, "--agent", "claude"],
        cwd=root, env=environment(MAKER), capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert "could not read" in _reason(closed)
    assert _ask(tmp_path, b"", "--agent", "claude").stdout == b""


def test_a_broken_agreement_holds_nobody(tmp_path: Path) -> None:
    """Zones are off where nobody can read them; what needs no zones still holds."""
    root = _project(tmp_path, "version: 1\npeople: no\n")
    raw = _claude(root, "Write", {"file_path": "deploy/x", "content": "y"})
    assert _ask(root, raw, "--agent", "claude").returncode == 0
    assert "Not run" in _reason(_ask(root, _claude(root, "Bash", {"command": "git push -f"}), "--agent", "claude"))


def test_without_git(tmp_path: Path) -> None:
    """A computer without git: the step goes on, and the model is told what is missing."""
    root = _project(tmp_path)
    write(tmp_path, {"empty/x": ""})
    raw = _claude(root, "Write", {"file_path": "deploy/x", "content": "y"})
    done = _ask(root, raw, "--agent", "claude", place={"PATH": str(tmp_path / "empty")})
    said = json.loads(done.stdout)["hookSpecificOutput"]
    assert "permissionDecision" not in said
    assert "git is not on this computer" in said["additionalContext"]


def test_a_broken_pairkit_says_yes_aloud(tmp_path: Path) -> None:
    """A part of pairkit that is missing is said in the agent's dialect; nothing is held, nothing is a traceback."""
    root = _project(tmp_path)
    raw = _claude(root, "Write", {"file_path": "deploy/x", "content": "y"})
    code = "import sys; sys.modules['pairkit.gate.act'] = None; from pairkit.hook import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "agent", "--agent", "claude"],
        cwd=root, env=environment(MAKER), input=raw, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert "let through unchecked" in json.loads(done.stdout)["hookSpecificOutput"]["additionalContext"]


@pytest.mark.parametrize(
    "tool", [("Read", {"file_path": "app/x.py"}), ("Write", {"file_path": "app/x.py", "content": "x = 1\n"})]
)
def test_a_silent_step_loads_little(tool: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    """What is asked dozens of times a minute loads one adapter, no words and nothing heavy."""
    root = _project(tmp_path)
    code = """
import json, sys
from pairkit.hook import main
before = set(sys.modules)
code = main(["agent", "--agent", "claude"])
import os
os.write(2, json.dumps(sorted(sys.modules)).encode())
"""
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-I", "-c", code],
            cwd=root, env=environment(MAKER), input=_claude(root, *tool), capture_output=True, check=True, timeout=60,
        )  # fmt: skip
    loaded = json.loads(done.stderr)
    assert done.stdout == b""
    assert "pairkit.gate.act" in loaded
    assert [name for name in loaded if any(name == one or name.startswith(one + ".") for one in HEAVY)] == []
    adapters = {"codex", "gemini", "qwen", "opencode", "copilot", "vscode", "cline", "cursor", "amp", "kiro"}
    assert not {f"pairkit.guard.agents.{name}" for name in adapters} & set(loaded)
    assert not [name for name in loaded if name.startswith("pairkit.words.")]
    assert os.path.exists(root / ".git/pairkit/agents/claude.json")
