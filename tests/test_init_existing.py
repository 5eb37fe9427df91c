"""`pairkit init` in a project that exists adds what is missing, and touches nothing that is there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden import same
from repos import MAKER, commit, git, repository, stage, write
from running import commit as try_commit
from running import pairkit

from pairkit.scaffold.lock import read_base

MINE = {"README.md": "# mine\n", "src/main.py": "print(1)\n", ".gitignore": "build/\n.env.example\n"}


@pytest.fixture
def mine(folder: Path) -> Path:
    """Return somebody's project, with work that is staged, work that is not, and a file that git does not know."""
    root = repository(folder / "mine", MINE)
    stage(root, {"src/main.py": "print(2)\n"})
    write(root, {"src/main.py": "print(3)\n", "notes.txt": "to do\n"})
    return root


def _all(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(root).parts[:1]
    }


def test_only_what_is_missing_is_written(mine: Path) -> None:
    """Files that were there, index and history are as they were; what .gitignore leaves out is not written."""
    before, staged, head = _all(mine), git(mine, "diff", "--cached"), git(mine, "rev-parse", "HEAD")
    done = pairkit(mine, "init", "--yes")
    assert done.code == 0, done.said
    after = _all(mine)
    assert {path: after[path] for path in before} == before
    assert (git(mine, "diff", "--cached"), git(mine, "rev-parse", "HEAD")) == (staged, head)
    new = set(after) - set(before)
    assert {"AGENTS.md", "TEAM.md", "pairkit.yaml", "pairkit.lock", ".pairkit/base.tar"} <= new
    assert ".env.example" not in new
    lock = json.loads((mine / "pairkit.lock").read_text())
    assert (lock["template"]["name"], lock["kept"]) == ("team", [".gitignore", "README.md"])
    assert set(lock["files"]) == set(read_base((mine / ".pairkit" / "base.tar").read_bytes()))
    assert set(lock["files"]) | {"pairkit.lock", ".pairkit/base.tar"} == new


def test_no_line_endings_are_decided_for_others(folder: Path) -> None:
    """A file with Windows line ends does not turn up as changed because .gitattributes is new."""
    root = repository(folder / "mine", {"a.txt": b"one\r\ntwo\r\n"})
    assert pairkit(root, "init", "--yes").code == 0
    git(root, "add", "-A")
    assert "a.txt" not in git(root, "status", "--porcelain")
    assert "eol=lf" not in (root / ".gitattributes").read_text()
    assert pairkit(folder, "init", "new", "--yes").code == 0
    assert "eol=lf" in (folder / "new" / ".gitattributes").read_text()


def test_its_hooks_are_in_place(mine: Path) -> None:
    """From then on a commit is looked at; the hook that was there stays and runs first."""
    hook = mine / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho theirs >&2\n")
    hook.chmod(0o755)
    assert pairkit(mine, "init", "--yes").code == 0
    stage(mine, {"src/key.py": 'KEY = "AKIA' + 'QZ7WLKX2N5MTB4RC"\n'})
    stopped = try_commit(mine, who=MAKER)
    assert stopped.code == 1
    assert stopped.err.startswith("theirs\n")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_plan_writes_nothing(mine: Path, language: str) -> None:
    before = _all(mine)
    done = pairkit(mine, "init", "--plan", "--lang", language)
    assert (done.code, _all(mine)) == (0, before)
    same(f"init-add-plan.{language}.txt", done.out)
    made = pairkit(mine, "init", "--yes", "--lang", language)
    same(f"init-add-done.{language}.txt", made.out.removeprefix(done.out))


def test_a_second_time_it_says_so(mine: Path) -> None:
    assert pairkit(mine, "init", "--yes").code == 0
    before = _all(mine)
    again = pairkit(mine, "init", "--yes")
    assert (again.code, _all(mine)) == (2, before)
    assert "already" in again.err


def test_what_is_in_the_way_stays(folder: Path) -> None:
    """A link or a file where a folder should be is kept, and nothing is written behind the link."""
    root = repository(folder / "mine", {"a.txt": "a\n"})
    (folder / "elsewhere").mkdir()
    (root / ".github").symlink_to(folder / "elsewhere")
    commit(root, {"docs": "a file\n"})
    done = pairkit(root, "init", "--yes", "--template", "web-app")
    assert done.code == 0, done.said
    assert list((folder / "elsewhere").iterdir()) == []
    assert (root / "docs").read_text() == "a file\n"
    kept = json.loads((root / "pairkit.lock").read_text())["kept"]
    assert {".github/workflows/checks.yml", "docs/how-it-works.md"} <= set(kept)


def test_a_folder_below_is_not_the_project(mine: Path) -> None:
    """Only the top of a project is one; a folder with files in it is left alone."""
    before = _all(mine)
    done = pairkit(mine / "src", "init", "--yes")
    assert (done.code, _all(mine)) == (2, before)


def test_nothing_is_left_if_it_fails(mine: Path) -> None:
    """If the hooks cannot be put in place, the files that were written are taken away again."""
    before = _all(mine)
    hooks = mine / ".git" / "hooks"
    if hooks.exists():
        for path in hooks.iterdir():
            path.unlink()
        hooks.rmdir()
    hooks.write_text("in the way\n")
    done = pairkit(mine, "init", "--yes")
    assert (done.code, _all(mine)) == (2, before)
    assert not (mine / ".pairkit").exists()


def test_answers_from_a_file_with_lists(folder: Path) -> None:
    """Lists and truth values may be written as YAML writes them."""
    (folder / "answers.yaml").write_text("agents: [claude, gemini]\nmaker_name: 미나\nci: gitlab\n")
    done = pairkit(folder, "init", "desk", "--answers", "answers.yaml", "--yes")
    assert done.code == 0, done.said
    assert json.loads((folder / "desk" / "pairkit.lock").read_text())["answers"]["agents"] == ["claude", "gemini"]
    assert (folder / "desk" / ".gitlab-ci.yml").exists()
    assert not (folder / "desk" / ".github").exists()
    assert pairkit(folder / "desk", "check", "--all").code == 0
