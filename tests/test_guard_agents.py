"""Agents' settings: put in place beside what is there, kept up to date, and taken away without a trace."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from repos import AGREEMENT, DEVELOPER, MAKER, commit, git, repository, write
from running import Ran, pairkit

ALL = "claude,codex,gemini,qwen,opencode,copilot,cline,cursor,windsurf,devin,kiro,antigravity,amp"
BARE = "/usr/bin:/bin"
LOCAL = ".claude/settings.local.json"


def _project(tmp_path: Path, agreement: str = AGREEMENT) -> Path:
    return repository(tmp_path / "desk", {"pairkit.yaml": agreement, "README.md": "x\n"})


def _files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }


def _guard(root: Path, *args: str, who: dict[str, str] = DEVELOPER) -> Ran:
    return pairkit(root, "guard", *args, "--lang", "en", who=who, PATH=BARE)


def test_all_agents_in_and_out(tmp_path: Path) -> None:
    """Every agent's files come, a second time changes nothing, and nothing is left after removal."""
    root = _project(tmp_path)
    before = _files(root)
    first = _guard(root, "install", "--agents", ALL)
    assert (first.code, first.err) == (0, "")
    there = _files(root)
    assert len(there) - len(before) == 13
    for name, content in there.items():
        if name.endswith(".json") and name not in before:
            assert json.loads(content)
    assert (root / ".clinerules/hooks/PreToolUse").stat().st_mode & stat.S_IXUSR
    again = _guard(root, "install", "--agents", ALL)
    assert "In place: " not in again.out.replace("Already in place: ", "")
    assert _files(root) == there
    assert _guard(root, "sync", "--check").code == 0
    assert _guard(root, "remove").code == 0
    assert _files(root) == before
    assert [path.name for path in root.iterdir() if path.is_dir()] == [".git"]
    assert "pairkit" not in (root / ".git/info/exclude").read_text()


def test_nothing_names_this_computer(tmp_path: Path) -> None:
    """These files are committed: no path of a person, and the same text wherever they are made."""
    root = _project(tmp_path)
    _guard(root, "install", "--agents", ALL)
    other = repository(tmp_path / "elsewhere/다른 곳", {"pairkit.yaml": AGREEMENT, "README.md": "x\n"})
    _guard(other, "install", "--agents", ALL)
    assert _files(root) == _files(other)
    assert str(tmp_path).encode() not in b"".join(_files(root).values())


def test_only_what_is_used_here(tmp_path: Path) -> None:
    """Without a choice, an agent gets files where its folder is in the project or its command on this computer."""
    root = _project(tmp_path)
    said = _guard(root, "install")
    assert "No agent was found here" in said.out
    (root / ".gemini").mkdir()
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "codex").write_text("#!/bin/sh\n")
    (programs / "codex").chmod(0o755)
    done = pairkit(root, "guard", "install", PATH=f"{programs}{os.pathsep}{BARE}")
    assert done.code == 0
    assert set(_files(root)) == {"README.md", "pairkit.yaml", ".codex/hooks.json", ".gemini/settings.json"}


def test_the_users_own_hooks_stay(tmp_path: Path) -> None:
    """Hooks, comments and order of the user stay to the letter, and come back to the byte."""
    root = _project(tmp_path)
    own = """{
    // our formatter
    "hooks": {
        "PreToolUse": [
            {"matcher": "Bash", "hooks": [{"type": "command", "command": "mine"}]}, // first
        ],
        "Stop": []
    },
    "permissions": {"deny": ["Edit(/pairkit.yaml)", "Read(.env)"]},
    "model": "opus"
}
"""
    write(root, {".claude/settings.json": own})
    assert _guard(root, "install", "--agents", "claude").code == 0
    text = (root / ".claude/settings.json").read_text()
    assert "// our formatter" in text
    assert text.index('"mine"') < text.index("pairkit-hook")
    assert "10000" not in text
    assert _guard(root, "remove").code == 0
    assert (root / ".claude/settings.json").read_text() == own


REFUSED: dict[str, tuple[str, str, str | bytes]] = {
    "a missing comma": ("claude", "line 3", '{\n "a": 1\n "b": 2}'),
    "a list of another form": ("gemini", "line 2, hooks is not", '{\n"hooks": []}'),
    "an empty file": ("codex", "line 1", ""),
    "another encoding": ("qwen", "not UTF-8", "{}".encode("utf-16")),
    "a hook of somebody else": ("cline", "belongs to another program", "#!/bin/sh\nexit 0\n"),
}
PATHS = {
    "claude": ".claude/settings.json",
    "gemini": ".gemini/settings.json",
    "codex": ".codex/hooks.json",
    "qwen": ".qwen/settings.json",
    "cline": ".clinerules/hooks/PreToolUse",
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_read_stays(why: str, tmp_path: Path) -> None:
    """A file that is not as its agent wants it stays untouched, with a sentence that has the line; others go on."""
    agent, said, content = REFUSED[why]
    root = _project(tmp_path)
    write(root, {PATHS[agent]: content})
    before = (root / PATHS[agent]).read_bytes()
    done = _guard(root, "install", "--agents", f"{agent},kiro")
    assert done.code == 1
    assert f"Left as it is: {PATHS[agent]}" in done.out
    assert said in " ".join(done.out.split())
    assert (root / PATHS[agent]).read_bytes() == before
    assert (root / ".kiro/hooks/pairkit.json").exists()
    _guard(root, "remove")
    assert (root / PATHS[agent]).read_bytes() == before


def test_nothing_outside_the_project_is_written(tmp_path: Path) -> None:
    """Settings that are a link, or lie behind one, stay as they are."""
    root = _project(tmp_path)
    outside = tmp_path / "dotfiles"
    outside.mkdir()
    (outside / "settings.json").write_text("{}")
    (root / ".claude").symlink_to(outside)
    (root / ".codex").mkdir()
    (root / ".codex/hooks.json").symlink_to(outside / "settings.json")
    done = _guard(root, "install", "--agents", "claude,codex")
    assert done.code == 1
    assert done.out.count("it is a link") >= 2
    assert (outside / "settings.json").read_text() == "{}"
    assert [path.name for path in outside.iterdir()] == ["settings.json"]


def test_rules_for_the_person_are_not_committed(tmp_path: Path) -> None:
    """A maker's Claude gets the closed zones as its own refusals, in a file that git leaves out; others do not."""
    agreement = AGREEMENT.replace("closed: [deploy/**]", "closed: [deploy/**, app/**, '*.pem']")
    root = _project(tmp_path, agreement)
    _guard(root, "install", "--agents", "claude")
    assert not (root / LOCAL).exists()
    commit(root, {}, "guards")
    _guard(root, "sync", who=MAKER)
    deny = json.loads((root / LOCAL).read_text())["permissions"]["deny"]
    assert "Edit(/deploy/**)" in deny
    assert "Edit(/app/**)" not in deny  # app/models is the developer's, so the hook decides there
    assert "Bash(git push --force*)" in deny
    assert git(root, "status", "--short", "-uall") == ""
    assert "git push" not in (root / ".claude/settings.json").read_text()
    _guard(root, "sync")
    assert not (root / LOCAL).exists()


def test_the_developers_files_are_left_to_the_developer(tmp_path: Path) -> None:
    """A maker could not commit these files, so hers is only what is not committed."""
    root = _project(tmp_path)
    done = _guard(root, "install", "--agents", "claude,codex", who=MAKER)
    assert done.code == 0
    assert done.out.count("Left to the developer") == 2
    assert set(_files(root)) == {"README.md", "pairkit.yaml", LOCAL}
    _guard(root, "install", "--agents", "claude,codex")
    assert "Already in place: Codex" in _guard(root, "install", "--agents", "codex", who=MAKER).out
    assert _guard(root, "remove", who=MAKER).code == 0
    assert (root / ".codex/hooks.json").exists()
    assert not (root / LOCAL).exists()
    assert "pairkit" not in (root / ".git/info/exclude").read_text()


def test_committed_local_rules_are_left_alone(tmp_path: Path) -> None:
    """Where somebody has committed that file, rules for one person would get into the history."""
    root = _project(tmp_path)
    commit(root, {LOCAL: "{}"})
    _guard(root, "install", "--agents", "claude", who=MAKER)
    assert (root / LOCAL).read_text() == "{}"


def test_sync_brings_an_old_entry_up_to_date(tmp_path: Path) -> None:
    """An entry of an older pairkit is replaced where it stands last; a person's own beside it stays."""
    root = _project(tmp_path)
    _guard(root, "install", "--agents", "codex,kiro")
    path = root / ".codex/hooks.json"
    path.write_text(path.read_text().replace('"timeout": 10', '"timeout": 3'))
    assert _guard(root, "sync", "--check").code == 1
    said = _guard(root, "sync")
    assert "Brought up to date: Codex" in said.out
    assert '"timeout": 10' in path.read_text()
    assert path.read_text().count("pairkit-hook") == 1


def test_an_unknown_name_changes_nothing(tmp_path: Path) -> None:
    """A slip in a name is told before anything is written."""
    root = _project(tmp_path)
    done = _guard(root, "install", "--agents", "claude,copilto")
    assert done.code == 2
    assert "copilto" in done.err
    assert not (root / ".git/hooks/pre-commit").exists()
    assert not (root / ".claude").exists()
