"""The doctor proves that each guard is live, or says in one line what to do."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import golden
import pytest
from repos import AGREEMENT, DEVELOPER, MAKER, git, repository, write
from running import Ran, pairkit, run

from pairkit.guard import agents_trust
from pairkit.guard.doctor import BAD, NOTE, OK, Check
from pairkit.guard.doctor_report import as_json, as_text
from pairkit.guard.hook_script import HOOKS

HOUR = 3600.0


def _programs(tmp_path: Path, *names: str) -> str:
    """Return a PATH with git and sh, and these programs, which do nothing."""
    folder = tmp_path / "programs"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_text("#!/bin/sh\nexit 1\n")
        (folder / name).chmod(0o755)
    return f"{folder}{os.pathsep}/usr/bin:/bin"


def _project(tmp_path: Path, agents: str = "none", agreement: str = AGREEMENT) -> Path:
    root = repository(tmp_path / "desk", {"pairkit.yaml": agreement})
    assert pairkit(root, "guard", "install", "--agents", agents).code == 0
    return root


def _doctor(tmp_path: Path, root: Path, *programs: str, who: dict[str, str] = MAKER) -> tuple[int, dict[str, str]]:
    said = pairkit(
        root, "doctor", "--format", "json", who=who, PATH=_programs(tmp_path, *programs), HOME=str(tmp_path / "home")
    )
    data = json.loads(said.out)
    assert data["version"] == 1
    assert data["live"] == (said.code == 0)
    return said.code, {check["id"] + "/" + check.get("agent", ""): check["state"] for check in data["checks"]}


def test_a_whole_project(tmp_path: Path) -> None:
    """Everything in place and an agent that has asked: exit code 0, and each line says so."""
    root = _project(tmp_path, "claude")
    payload = {"hook_event_name": "PreToolUse", "cwd": str(root), "tool_name": "Glob", "tool_input": {"pattern": "*"}}
    hook = [sys.executable, "-m", "pairkit.hook", "agent", "--agent", "claude"]
    assert run(root, *hook, stdin=json.dumps(payload).encode()).code == 0
    code, states = _doctor(tmp_path, root, "pairkit-hook")
    assert code == 0
    assert states["agent-live/claude"] == OK
    assert states["person-maker/"] == OK
    assert states["hooks/"] == OK
    assert BAD not in states.values()


def test_what_is_not_live_is_told(tmp_path: Path) -> None:
    """Hooks gone, entry gone, command gone, person unknown, agreement broken: each is found, and the code is 1."""
    root = _project(tmp_path, "gemini")
    stranger = {"name": "X", "email": "x@example.com"}
    code, states = _doctor(tmp_path, root, who=stranger)
    assert code == 1
    assert states["program-missing/"] == BAD
    assert states["person-unknown/"] == BAD
    assert states["agent-waiting/gemini"] == NOTE
    (root / ".git/hooks/pre-commit").unlink()
    settings = root / ".gemini/settings.json"
    settings.write_text(settings.read_text().replace("10000", "10"))
    write(root, {"pairkit.yaml": "version: 1\npeople: no\n"})
    git(root, "commit", "-qam", "x", "--no-verify")
    code, states = _doctor(tmp_path, root, "pairkit-hook")
    assert (states["hooks-missing/"], states["agent-behind/gemini"], states["agreement-broken/"]) == (BAD, BAD, BAD)


def test_an_interpreter_that_is_gone(tmp_path: Path) -> None:
    """A hook that names a Python that is not there any more looks at nothing."""
    root = _project(tmp_path)
    path = root / ".git/hooks/pre-commit"
    path.write_text(path.read_text().replace(f"python='{sys.executable}'", "python='/nowhere/python'"))
    assert _doctor(tmp_path, root, "pairkit-hook")[1]["hooks-python-gone/"] == BAD


def test_agents_that_skip_an_untrusted_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copilot's and Gemini's lists, and Claude's switch, are read as those agents read them."""
    root = _project(tmp_path)
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    assert {agents_trust.trusted(name, str(root)) for name in ("copilot", "gemini", "claude", "kiro")} == {"unknown"}
    write(home, {".copilot/config.json": '{"trusted_folders": []}', ".gemini/trustedFolders.json": "{}"})
    assert agents_trust.copilot(str(root)) == "no"
    write(home, {".copilot/config.json": json.dumps({"trusted_folders": [str(tmp_path)]})})
    assert agents_trust.copilot(str(root)) == "yes"
    write(home, {".gemini/trustedFolders.json": json.dumps({str(root): "DO_NOT_TRUST"})})
    assert agents_trust.gemini(str(root)) == "no"
    write(root, {".claude/settings.local.json": '{"disableAllHooks": true}'})
    assert agents_trust.claude(str(root)) == "no"


CODEX = """\
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    if asked.get("method") == "hooks/list":
        hook = {"command": "pairkit-hook agent --agent codex", "enabled": True, "trustStatus": "STATUS"}
        print(json.dumps({"id": 2, "result": {"data": [{"hooks": [hook]}]}}), flush=True)
    elif "id" in asked:
        print(json.dumps({"method": "note"}), flush=True)
        print(json.dumps({"id": 1, "result": {}}), flush=True)
"""


@pytest.mark.parametrize(("status", "expected"), [("untrusted", "no"), ("trusted", "yes"), ("modified", "no")])
def test_codex_is_asked(status: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Codex itself tells whether it would run the hook; a Codex that breaks tells nothing."""
    folder = tmp_path / "programs"
    folder.mkdir()
    (folder / "codex").write_text(f"#!{sys.executable}\n" + CODEX.replace("STATUS", status))
    (folder / "codex").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert agents_trust.codex(str(tmp_path)) == expected
    (folder / "codex").write_text("#!/bin/sh\necho broken\n")
    assert agents_trust.codex(str(tmp_path)) == "unknown"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_how_it_reads(language: str) -> None:
    """The whole text, as a person who has never opened a terminal reads it."""
    kiro = {"title": "Kiro", "name": "kiro", "path": ".kiro/hooks/pairkit.json"}
    claude = {"title": "Claude Code", "name": "claude", "path": ".claude/settings.json"}
    checks = [
        Check("git-version", OK, {"version": "2.39.5"}),
        Check("agreement", OK, {"people": 2}),
        Check("person-unknown", BAD, {"name": "Mina", "email": "mina@home.example"}),
        Check("hooks-missing", BAD, {"hooks": "pre-commit"}),
        Check("remote-none", NOTE, {"branches": "main"}),
        Check("program", OK, {"path": "/usr/local/bin/pairkit-hook"}),
        Check("agent-live", OK, claude, "claude", measured=True, last=1000.0),
        Check("agent-waiting", NOTE, kiro, "kiro"),
        Check("agent-untrusted-codex", BAD, {"title": "Codex"}, "codex", measured=True),
        Check("agent-unguarded", NOTE, {"title": "Qwen Code", "name": "qwen"}, "qwen"),
    ]
    golden.same(f"doctor.{language}.txt", as_text(checks, language, 1000.0 + 3 * HOUR) + "\n")
    golden.same(f"doctor.{language}.json", as_json(checks, language, 1000.0 + 3 * HOUR) + "\n")


def test_outside_a_project_and_a_wrong_format(tmp_path: Path) -> None:
    """Both are told in a sentence."""
    outside: Ran = pairkit(tmp_path, "doctor", who=DEVELOPER)
    assert (outside.code, outside.out) == (2, "")
    assert "not a git project" in outside.err
    assert pairkit(_project(tmp_path), "doctor", "--format", "xml").code == 2


def _through_a_manager(root: Path) -> None:
    """Let pre-commit's scripts stand where git looks, with pairkit's lines in its file."""
    for hook in HOOKS:
        write(root, {f".git/hooks/{hook}": "#!/bin/sh\n# File generated by pre-commit: https://pre-commit.com\n"})
        (root / ".git/hooks" / hook).chmod(0o755)
    write(root, {".pre-commit-config.yaml": "repos:\n- repo: local\n  hooks: []\n"})
    assert pairkit(root, "guard", "install", "--agents", "none").code == 0


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (lambda root: root.exists(), "hooks/"),
        (lambda root: git(root, "config", "core.hooksPath", "elsewhere"), "hooks-managed/"),
        (lambda root: (root / ".git/hooks/commit-msg").unlink(), "hooks-missing/"),
        (lambda root: (root / ".git/hooks/pre-push").write_text("#!/bin/sh\nnpm test\n"), "hooks-missing/"),
        (lambda root: (root / ".git/hooks/pre-push").chmod(0o644), "hooks-missing/"),
        (lambda root: (root / ".pre-commit-config.yaml").write_text("repos: []\n"), "hooks-missing/"),
    ],
)
def test_hooks_through_a_manager(tmp_path: Path, done: Callable[[Path], object], said: str) -> None:
    """Our scripts are there all the time; what counts is whether git comes to them."""
    root = repository(tmp_path / "desk", {"pairkit.yaml": AGREEMENT})
    _through_a_manager(root)
    done(root)
    code, states = _doctor(tmp_path, root)
    assert states[said] == (OK if code == 0 else BAD)
    assert (code == 0) == (said == "hooks/")
