"""What each agent says is read, and each is answered in its own dialect, to the byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import golden
import pytest
from agent_examples import DOCUMENTED, FOLDERS, every, recorded
from judging import REASON, stand_in
from repos import AGREEMENT, commit, git, repository

from pairkit.guard.agents.caller import NAMES, adapter, identify
from pairkit.guard.agents.entry import MOST, respond
from pairkit.guard.agents.heartbeat import last

NO_ENV: dict[str, str] = {}
OUTCOMES = ("pass", "say", "stop")


@pytest.mark.parametrize("agent", NAMES)
def test_every_payload_is_read_and_answered(agent: str) -> None:
    """Each payload's Action, and the answers to it: yes, a remark, no."""
    module, told = adapter(agent), dict[str, Any]()
    for name, raw in every(agent).items():
        payload = json.loads(raw)
        assert identify(agent, payload, NO_ENV) == agent, name
        action = module.read(payload, NO_ENV)
        answers = {outcome: list(module.answer(action.event, outcome, REASON)) for outcome in OUTCOMES}
        told[name] = {"action": _plain(action), "answers": answers}
    assert told
    golden.same(f"agent-{agent}.json", json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def _plain(action: Any) -> dict[str, Any]:
    return {**action._asdict(), "edits": [edit._asdict() for edit in action.edits]}


@pytest.mark.parametrize("agent", NAMES)
def test_a_refusal_never_looks_like_a_yes(agent: str) -> None:
    """No is another answer than yes, carries the whole reason, and nobody is ever asked instead."""
    module = adapter(agent)
    no, yes, say = (module.answer("before", outcome, "왜냐하면 “x”") for outcome in ("stop", "pass", "say"))
    assert no not in (yes, say)
    texts = json.dumps([json.loads(no.stdout)] if no.stdout else [no.stderr], ensure_ascii=False)
    assert "왜냐하면 “x”" in texts
    assert '"ask"' not in no.stdout + yes.stdout + say.stdout
    assert bool(no.stdout) != bool(no.stderr)  # exactly one dialect
    assert (yes.code, say.code) == (0, 0)


def _project(tmp_path: Path) -> Path:
    return repository(tmp_path / "shop", {"pairkit.yaml": AGREEMENT, "hello.txt": "hello\n"})


def _at(root: Path, raw: bytes) -> bytes:
    return raw.replace(b"/home/mina/shop", str(root).encode())


@pytest.mark.parametrize("agent", NAMES)
def test_the_whole_way(agent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a guarded project the judge's stop comes out as the agent's no, and a sign of life stays; elsewhere: yes."""
    seen = stand_in(monkeypatch, "stop")
    root = _project(tmp_path)
    monkeypatch.chdir(root)
    for name, raw in every(agent).items():
        payload = json.loads(_at(root, raw))
        action = adapter(agent).read(payload, NO_ENV)
        answer = respond(agent, _at(root, raw), NO_ENV)
        judged = bool(action.event and (action.edits or action.reads or action.commands or action.prompt))
        expected = "stop" if judged else "pass"
        said = f"{REASON} (en)" if judged else ""
        assert answer == adapter(agent).answer(action.event, expected, said), name
    assert seen
    beat = last(str(root / ".git"), agent)
    assert beat is not None
    assert beat.outcome in ("stop", "pass")
    assert "hello" not in (root / ".git/pairkit/agents" / f"{agent}.json").read_text()
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    monkeypatch.chdir(outside)
    count = len(seen)
    for raw in every(agent).values():
        module = adapter(agent)
        event = module.read(json.loads(raw), NO_ENV).event
        assert respond(agent, _at(outside, raw), NO_ENV) == module.answer(event, "pass", "")
    assert len(seen) == count


def _identified(agent: str, folder: str, pattern: str) -> set[str]:
    found = recorded(folder)
    return {identify(agent, json.loads(raw), NO_ENV) for name, raw in found.items() if pattern in name}


def test_one_settings_file_several_callers() -> None:
    """A hook written for Claude is answered in the dialect of whoever really runs it."""
    assert _identified("claude", "claude", "") == {"claude"}
    assert _identified("claude", "copilot", "from-dot-claude") == {"copilot"}
    assert {identify("claude", one, NO_ENV) for one in DOCUMENTED["vscode"].values()} == {"vscode"}
    assert {identify("copilot", one, NO_ENV) for one in DOCUMENTED["vscode"].values()} == {"vscode"}
    assert {identify("claude", one, NO_ENV) for one in DOCUMENTED["cursor"].values()} == {"cursor"}
    there = {"DEVIN_PROJECT_DIR": "/home/mina/shop"}
    assert {identify("claude", one, there) for one in DOCUMENTED["devin"].values()} == {"devin"}
    assert identify("claude", {"hook_event_name": "Stop", "cwd": "/"}, there) == "claude"


@pytest.mark.parametrize("agent", FOLDERS)
@pytest.mark.parametrize("named", ["", "nobody"])
def test_without_a_name_the_payload_tells(agent: str, named: str) -> None:
    """Without a usable `--agent`, a recorded payload is told by itself; OpenCode's is our own and always named."""
    if agent == "opencode":
        return
    for name, raw in recorded(agent).items():
        if "Tool" in name:
            assert identify(named, json.loads(raw), NO_ENV) == agent, name


# what cannot be read


@pytest.mark.parametrize("agent", FOLDERS)
def test_cut_anywhere_is_never_let_through(agent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A payload that would be stopped is stopped too when it ends early, at whatever byte."""
    stand_in(monkeypatch)
    monkeypatch.setattr("pairkit.guard.agents.entry._note", lambda *_: None)  # hundreds of signs of life cost time
    root = _project(tmp_path)
    monkeypatch.chdir(root)
    module = adapter(agent)
    no = module.answer("before", "stop", "x")
    tried = 0
    for raw in recorded(agent).values():
        whole = _at(root, raw).strip()
        if respond(agent, whole, NO_ENV) != module.answer("before", "stop", f"{REASON} (en)"):
            continue
        for end in range(len(whole)):
            answer = respond(agent, whole[:end], NO_ENV)
            assert answer.code == 2 or answer.stdout.split(":")[0] == no.stdout.split(":")[0], whole[:end]
            assert answer not in (module.answer("before", "pass", ""), module.answer("before", "say", ""))
            tried += 1
    assert tried > 300


@pytest.mark.parametrize("agent", NAMES)
@pytest.mark.parametrize("raw", [b"", b"\x00", b"null", b"[]", b"42", b'"x"', b"\xff\xfe{", b"[" * 100_000, b"{"])
def test_what_is_no_payload(agent: str, raw: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something that is no payload is refused in a guarded project, and passes elsewhere."""
    stand_in(monkeypatch)
    root = _project(tmp_path)
    module = adapter(agent)
    monkeypatch.chdir(tmp_path)
    assert respond(agent, raw, NO_ENV) == module.answer("before", "pass", "")
    monkeypatch.chdir(root)
    answer = respond(agent, raw, NO_ENV)
    assert "pairkit could not read" in answer.stdout + answer.stderr
    assert answer != module.answer("before", "pass", "")


def test_a_cut_payload_that_only_reads_or_is_past_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost by letting a broken read through, and nothing won by refusing what has already happened."""
    monkeypatch.chdir(_project(tmp_path))
    read = b'{"hook_event_name":"PreToolUse","tool_name":"Read","tool_input":{"file_pa'
    after = b'{"hook_event_name":"PostToolUse","tool_name":"Write","tool_input":{"file_pa'
    assert respond("claude", read, NO_ENV).stdout == ""
    assert respond("claude", after, NO_ENV).stdout == ""


def test_a_huge_payload_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than 50 MB is not looked at, and so not let through."""
    monkeypatch.chdir(_project(tmp_path))
    raw = b'{"hook_event_name":"PreToolUse","tool_name":"Write","tool_input":{"content":"' + b"x" * MOST
    answer = respond("claude", raw, NO_ENV)
    assert "larger than pairkit looks at" in answer.stdout
    assert json.loads(answer.stdout)["hookSpecificOutput"]["permissionDecision"] == "deny"


def test_names_that_are_not_utf8_are_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes of another encoding in a name do not make the payload unreadable."""
    seen = stand_in(monkeypatch)
    root = _project(tmp_path)
    monkeypatch.chdir(root)
    given = b'{"file_path":"deploy/\xb9\xe8\xc6\xf7.sh","content":"x"}'
    raw = b'{"hook_event_name":"PreToolUse","tool_name":"Write","tool_input":' + given + b"}"
    assert "deny" in respond("claude", raw, NO_ENV).stdout
    assert len(seen[0].edits) == 1


def test_a_tool_that_writes_without_saying_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update of the agent that renames an argument to something unknown is noticed, not let through."""
    stand_in(monkeypatch)
    monkeypatch.chdir(_project(tmp_path))
    new = {"hook_event_name": "PreToolUse", "tool_name": "Write", "tool_input": {"where": "a", "what": "b"}}
    assert "pairkit could not read" in respond("claude", json.dumps(new).encode(), NO_ENV).stdout
    other = {"hook_event_name": "PreToolUse", "tool_name": "mcp__files__put", "tool_input": {"where": "a"}}
    assert respond("claude", json.dumps(other).encode(), NO_ENV).stdout == ""


def test_our_own_mistake_holds_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the judge itself fails, the step goes on, and the model is told to say so."""
    stand_in(monkeypatch, "raise")
    root = _project(tmp_path)
    raw = _at(root, recorded("claude")["PreToolUse.Write.live.json"])
    said = json.loads(respond("claude", raw, NO_ENV).stdout)["hookSpecificOutput"]
    assert "permissionDecision" not in said
    assert "let through unchecked" in said["additionalContext"]


# which project


def test_a_file_of_another_guarded_project_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An agent that stands elsewhere, or in another project, is judged where it writes."""
    seen = stand_in(monkeypatch)
    root = _project(tmp_path)
    monkeypatch.chdir(tmp_path)
    given = {"file_path": str(root / "deploy/new/run.sh"), "content": "x"}
    raw = {"hook_event_name": "PreToolUse", "cwd": "/", "tool_name": "Write", "tool_input": given}
    assert "deny" in respond("claude", json.dumps(raw).encode(), NO_ENV).stdout
    assert len(seen) == 1
    run = {
        "hook_event_name": "PreToolUse",
        "cwd": "/",
        "tool_name": "Bash",
        "tool_input": {"command": "git push --force"},
    }
    assert "deny" in respond("claude", json.dumps(run).encode(), {"CLAUDE_PROJECT_DIR": str(root)}).stdout


def test_deleting_the_agreement_does_not_open_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The committed agreement counts; a project that never had one is not guarded."""
    stand_in(monkeypatch)
    root = _project(tmp_path)
    raw = _at(root, recorded("claude")["PreToolUse.Write.live.json"])
    (root / "pairkit.yaml").unlink()
    assert "deny" in respond("claude", raw, NO_ENV).stdout
    commit(root, {"hello.txt": "x"}, "gone")
    assert git(root, "ls-files") == "hello.txt\n"
    monkeypatch.chdir(tmp_path)
    assert respond("claude", raw, NO_ENV).stdout == ""
