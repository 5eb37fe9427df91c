"""A silent commit loads next to nothing and starts git a handful of times: that is why nobody skips the hook."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from repos import AGREEMENT, DEVELOPER, MAKER, commit, environment, git, repository, stage

HEAVY = (
    *("typer", "click", "jinja2", "git", "yaml", "rich", "pydantic", "difflib", "email", "hashlib"),
    *("pairkit.words", "pairkit.cli", "pairkit.scaffold", "pairkit.report", "pairkit.strict", "pairkit.playbook.load"),
    *("pathlib", "tempfile", "tarfile", "importlib.metadata", "typing_extensions", "logging", "asyncio"),
)
"""What a silent commit must not pay for, with all that lies below each name; `pairkit.words` has the words of both."""

_DUMP = """
import sys
before = set(sys.modules)
from pairkit.hook import main
code = main(sys.argv[1:])
loaded = sorted(set(sys.modules) - before)
import json
print(json.dumps({"code": code, "loaded": loaded, "before": sorted(before)}))
"""
_MOST = 5


@dataclass(frozen=True, slots=True)
class Ran:
    """How a hook ended, which modules it loaded, what it said, and each git it started."""

    code: int
    loaded: list[str]
    before: list[str]
    said: str
    gits: list[str]

    @property
    def heavy(self) -> list[str]:
        """Return the loaded modules that are too heavy for a silent commit."""
        return [name for name in self.loaded if any(name == one or name.startswith(one + ".") for one in HEAVY)]


@pytest.fixture
def counting(tmp_path: Path) -> Path:
    """Return a folder with a `git` that notes each start and then is the real one."""
    real = shutil.which("git")
    assert real is not None
    folder = tmp_path / "counting"
    folder.mkdir()
    wrapper = folder / "git"
    wrapper.write_text(f'#!/bin/sh\necho "$*" >> "$COUNT_GIT"\nexec {real} "$@"\n')
    wrapper.chmod(0o755)
    return folder


def _hook(root: Path, counting: Path, who: Mapping[str, str], hook: str = "pre-commit", **more: str) -> Ran:
    """Run the hook as git does, twice: the first run fills the cache, the second is what every commit pays."""
    log = counting / "log"
    places = {"COUNT_GIT": str(log), "PATH": f"{counting}{os.pathsep}{os.environ['PATH']}"}
    env = environment(who, **places, PAIRKIT_CACHE_DIR=str(counting / "cache"), **more)
    done = None
    for _ in range(2):
        log.write_text("")
        args = [sys.executable, "-I", "-c", _DUMP, hook]
        done = subprocess.run(args, cwd=root, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert done is not None
    told = json.loads(done.stdout)
    return Ran(told["code"], told["loaded"], told["before"], done.stderr, log.read_text().splitlines())


def _project(tmp_path: Path) -> Path:
    files: dict[str, str | bytes | None] = {"pairkit.yaml": AGREEMENT, "content/a.md": "a\n", "app/x.py": "x = 1\n"}
    root = repository(tmp_path / "desk", {**files, "app/pages/홈.html": "<p>안녕</p>\n"})
    git(root, "checkout", "-q", "-b", "work")
    return root


def _assert_silent_and_light(ran: Ran) -> None:
    assert (ran.code, ran.said) == (0, "")
    assert ran.heavy == []
    assert "pairkit.rules.engine" in ran.loaded  # it did look
    assert 1 <= len(ran.gits) <= _MOST, ran.gits


def test_a_silent_commit_of_the_maker(tmp_path: Path, counting: Path) -> None:
    """Words and pages in the maker's own zone: nothing to say, nothing heavy loaded, at most five gits."""
    root = _project(tmp_path)
    stage(root, {"content/a.md": "a\nb\n", "content/b.md": "새 글\n", "app/pages/홈.html": "<p>안녕하세요</p>\n"})
    _assert_silent_and_light(_hook(root, counting, MAKER))


def test_a_silent_commit_of_the_developer(tmp_path: Path, counting: Path) -> None:
    """Code with literals of rules (a word like `token`) that breaks none: patterns run, nothing heavy loads."""
    root = _project(tmp_path)
    code = 'import os\n\ntoken = os.environ["TOKEN"]\n\n\ndef test_it() -> None:\n    assert token\n'
    stage(root, {"app/x.py": code, "deploy/run.sh": "echo 1\n", "migrations/1.sql": "CREATE TABLE a (id int);\n"})
    _assert_silent_and_light(_hook(root, counting, DEVELOPER))


def test_a_silent_commit_in_a_shared_project(tmp_path: Path, counting: Path) -> None:
    """In a project with a remote, on a branch of one's own, the hook is as light."""
    root = _project(tmp_path)
    git(root, "remote", "add", "origin", "https://example.com/desk.git")
    stage(root, {"content/a.md": "a\nb\n"})
    _assert_silent_and_light(_hook(root, counting, MAKER))


def test_a_silent_first_commit(tmp_path: Path, counting: Path) -> None:
    """Before there is any history, and without an agreement, the hook is as light."""
    root = repository(tmp_path / "new")
    stage(root, {"a.md": "a\n"})
    _assert_silent_and_light(_hook(root, counting, MAKER))


def test_a_silent_commit_in_a_linked_worktree(tmp_path: Path, counting: Path) -> None:
    """In a worktree of its own, with packed references, the hook is as light."""
    root = _project(tmp_path)
    git(root, "pack-refs", "--all")
    git(root, "worktree", "add", "-q", str(tmp_path / "other place"), "-b", "other")
    stage(tmp_path / "other place", {"content/a.md": "a\nb\n"})
    _assert_silent_and_light(_hook(tmp_path / "other place", counting, MAKER))


def test_packed_references_cost_no_git(tmp_path: Path, counting: Path) -> None:
    """After `git gc` the branch is no file of its own any more; on a protected branch, too, five gits are enough."""
    root = _project(tmp_path)
    git(root, "checkout", "-q", "main")
    git(root, "remote", "add", "origin", "https://example.com/desk.git")
    git(root, "pack-refs", "--all", "--prune")
    stage(root, {"README.md": "a\n"})
    ran = _hook(root, counting, DEVELOPER)
    assert 1 <= len(ran.gits) <= _MOST, ran.gits


def test_a_silent_merge(tmp_path: Path, counting: Path) -> None:
    """A merge that git did alone loads nothing heavy; each parent costs two gits at most."""
    root = _project(tmp_path)
    commit(root, {"content/work.md": "work\n"}, who=MAKER)
    git(root, "checkout", "-q", "main")
    other = commit(root, {"app/x.py": "x = 2\n"})
    git(root, "checkout", "-q", "work")
    git(root, "merge", "-q", "--no-commit", "--no-ff", "main", who=MAKER)
    merging = _hook(root, counting, MAKER)
    assert (merging.code, merging.said, merging.heavy) == (0, "", [])
    assert len(merging.gits) <= _MOST + 2
    before = _hook(root, counting, MAKER, "pre-merge-commit", **{f"GITHEAD_{other}": "main"})
    assert (before.code, before.said, before.heavy) == (0, "", [])


def test_words_are_loaded_when_there_is_something_to_say(tmp_path: Path, counting: Path) -> None:
    """The measure is a true one: a stop loads the words (of one language), still nothing of the command line."""
    root = _project(tmp_path)
    stage(root, {"content/a.md": "KEY = 'AKIA" + "QZ7WLKX2N5MTB4RC'\n"})
    ran = _hook(root, counting, MAKER)
    assert ran.code == 1
    assert "AKIAQZ7W" not in ran.said
    assert {"pairkit.words.ko.report", "pairkit.report.text", "hashlib"} <= set(ran.heavy)
    assert [name for name in ran.heavy if name.startswith("pairkit.words.en")] == []
    assert not {"typer", "click", "jinja2", "git", "yaml", "rich", "pairkit.cli", "pairkit.scaffold"} & set(ran.heavy)


def test_a_cold_start_reads_yaml_once(tmp_path: Path, counting: Path) -> None:
    """Only the first commit after an upgrade reads YAML; the measure sees it, so it would see it in every commit."""
    root = _project(tmp_path)
    stage(root, {"content/a.md": "a\nb\n"})
    env = environment(MAKER, PAIRKIT_CACHE_DIR=str(counting / "cold"))
    runs = []
    for _ in range(2):
        args = [sys.executable, "-I", "-c", _DUMP, "pre-commit"]
        done = subprocess.run(args, cwd=root, env=env, capture_output=True, text=True, check=True)
        runs.append("yaml" in json.loads(done.stdout)["loaded"])
    assert runs == [True, False]


def test_bare_python_is_not_counted(tmp_path: Path, counting: Path) -> None:
    """None of the heavy modules is loaded before the hook begins, so none is overlooked."""
    root = _project(tmp_path)
    ran = _hook(root, counting, MAKER)
    hidden = [name for name in ran.before if name in HEAVY]
    assert hidden == []
