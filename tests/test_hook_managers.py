"""pairkit joins the program that looks after a project's hooks, in that program's own way, and leaves no trace."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import AGREEMENT, MAKER, git, repository, stage, write
from repos import commit as record
from running import commit, pairkit, run
from stories import KEY, STORAGE

from pairkit.guard.blocks import END, START, with_block, without_blocks
from pairkit.guard.managers import husky, lefthook, pre_commit, prek

PRE_COMMIT = """\
# our checks
default_language_version: {python: python3}   # kept
repos:   # in this order
  # the first
  - repo: local
    hooks:
      - {id: mine, name: mine, entry: "true", language: system}
"""
OTHERS = {
    "indented": PRE_COMMIT,
    "flush": "repos:\n- repo: local\n  hooks: [{id: a, name: a, entry: 'true', language: system}]\n",
    "windows": PRE_COMMIT.replace("\n", "\r\n"),
    "no end of line": PRE_COMMIT.removesuffix("\n"),
    "more below": PRE_COMMIT + "ci:\n  skip: [mine]\n",
}
UNSAFE = (
    "repos: []\n",
    "repos: [{repo: meta, hooks: []}]\n",
    "- repo: local\n",
    "repos: &a\n  - repo: local\n",
    "a: [\n",
    "",
)


@pytest.mark.parametrize("name", OTHERS)
def test_pre_commits_file_gets_one_entry(name: str) -> None:
    """The entry heads the list, all else stays to the letter, and taking it out gives the file back."""
    text = OTHERS[name]
    new = pre_commit.added(text)
    assert new is not None
    assert without_blocks(new) == text
    first, *others = yaml.safe_load(new)["repos"]
    assert [hook["stages"] for hook in first["hooks"]] == [
        [hook] for hook in ("pre-commit", "pre-merge-commit", "commit-msg", "pre-push")
    ]
    assert others == yaml.safe_load(text)["repos"]
    assert all(line in new for line in text.splitlines())


@pytest.mark.parametrize("text", UNSAFE)
def test_a_file_that_text_alone_cannot_change_is_left(text: str) -> None:
    """Where the list is written in another way nothing is guessed."""
    assert pre_commit.added(text) is None


@pytest.mark.parametrize(
    "text", ["", "# mine\n", '[[repos]]\nrepo = "builtin"\nhooks = [{ id = "check-yaml" }]', "fail_fast = true\r\n"]
)
def test_preks_file_gets_one_table(text: str) -> None:
    """The table stands at the end, and taking it out gives the file back."""
    new = prek.added(text)
    assert new is not None
    assert without_blocks(new) == text
    assert tomllib.loads(new)["repos"][-1]["repo"] == "local"
    assert prek.added("repos = []\n") is None


@pytest.mark.parametrize("text", ["", "# mine\n", "colors: false", "post-merge:\n  commands: {a: {run: make}}\n"])
def test_lefthooks_local_file_gets_its_commands(text: str) -> None:
    """The commands stand at the end, and taking them out gives the file back."""
    new = lefthook.added(text)
    assert new is not None
    assert without_blocks(new) == text
    assert yaml.safe_load(new)["pre-push"]["commands"]["pairkit"]["use_stdin"] is True
    assert lefthook.added("pre-commit: {commands: {a: {run: make}}}\n") is None


_TEXT = st.text(st.sampled_from("ab:# \n\r\t-한'\""), max_size=60).filter(lambda text: START not in text)


@settings(max_examples=200)
@given(text=_TEXT, at=st.integers(0, 20), indent=st.sampled_from(("", "  ", "\t")))
def test_a_block_leaves_no_trace(text: str, at: int, indent: str) -> None:
    """Whatever the file holds, and wherever the block stands, without it the file is as before."""
    text = text.replace("\r\n", "\n").replace("\r", "")
    for given_text in (text, text.replace("\n", "\r\n")):
        at_most = min(at, len(given_text.splitlines()))
        new = with_block(given_text, at_most, ["one", "two"], indent)
        assert END in new
        assert without_blocks(new) == given_text


def test_half_a_block_is_not_touched() -> None:
    """A block whose end somebody deleted is left for a person: what follows it may be theirs."""
    text = f"a\n{START}\nb\nc\n"
    assert without_blocks(text) == text


@pytest.mark.parametrize("text", ["", "npm test\n", "#!/usr/bin/env sh\nnpm test", "exit 0\n"])
def test_huskys_scripts_start_with_pairkit(text: str) -> None:
    """The lines stand above all that could end the script, below its `#!`."""
    for hook in ("pre-commit", "pre-push"):
        new = husky.added(text, hook)
        assert without_blocks(new) == text
        assert new.startswith("#!") == text.startswith("#!")


def desk(root: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """Make a project with these files; the maker's branch is checked out."""
    repository(root, {"pairkit.yaml": AGREEMENT, "content/start.md": "Hello\n", **files})
    git(root, "switch", "-q", "-c", "mina/work")
    return root


def test_a_file_that_cannot_be_changed_is_said_with_the_lines_to_add(folder: Path) -> None:
    """The lines are printed, the file stays, and pairkit's own hooks guard all the same."""
    root = desk(folder / "desk", {".pre-commit-config.yaml": "repos: []\n"})
    done = pairkit(root, "guard", "install", PAIRKIT_LANG="en")
    assert done.code == 0
    assert "- repo: local" in done.out
    assert (root / ".pre-commit-config.yaml").read_text() == "repos: []\n"
    stage(root, {"app/storage.py": STORAGE})
    assert commit(root, who=MAKER).code == 1


def test_the_maker_leaves_the_developers_file(folder: Path) -> None:
    """A maker's `guard install` changes no guard file, and every commit is guarded all the same."""
    root = desk(folder / "desk", {".pre-commit-config.yaml": PRE_COMMIT, ".husky/pre-commit": "npm test\n"})
    done = pairkit(root, "guard", "install", who=MAKER, PAIRKIT_LANG="en")
    assert done.code == 0
    assert "is the developer's" in " ".join(done.out.split())
    assert git(root, "status", "--porcelain") == ""
    stage(root, {"app/storage.py": STORAGE})
    assert commit(root, who=MAKER).code == 1


def test_the_maker_is_told_where_nothing_guards(folder: Path) -> None:
    """Where git runs husky's hooks only and its files are the developer's, the words say what that means."""
    root = desk(folder / "desk", {".husky/pre-commit": "npm test\n"})
    git(root, "config", "core.hooksPath", ".husky/_")
    for language, part in (("en", "are not checked"), ("ko", "점검하지 않아요")):
        done = pairkit(root, "guard", "install", who=MAKER, PAIRKIT_LANG=language)
        assert done.code == 0
        assert part in " ".join(done.out.split())
    assert git(root, "status", "--porcelain") == ""


def test_without_the_program_own_hooks_guard(folder: Path) -> None:
    """The file is there and nobody has switched its program on: pairkit's own hooks run."""
    root = desk(folder / "desk", {".pre-commit-config.yaml": PRE_COMMIT})
    assert pairkit(root, "guard", "install").code == 0
    assert pairkit(root, "guard", "install", PAIRKIT_LANG="en").out.count("Already in place") == 5
    stage(root, {"app/storage.py": STORAGE})
    assert commit(root, "app/storage.py", who=MAKER).code == 1
    assert pairkit(root, "guard", "remove").code == 0
    assert (root / ".pre-commit-config.yaml").read_text() == PRE_COMMIT
    assert not (root / ".git" / "pairkit").exists()


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the real pre-commit, prek and lefthook."""
    place = tmp_path_factory.mktemp("programs")
    uv = shutil.which("uv", path=os.path.dirname(sys.executable)) or shutil.which("uv")
    if uv is None:
        pytest.skip("no uv here")
    subprocess.run([uv, "venv", "-q", "--python", sys.executable, str(place / "venv")], check=True)
    python = place / "venv" / "bin" / "python"
    subprocess.run([uv, "pip", "install", "-q", "--python", str(python), "pre-commit", "prek", "lefthook"], check=True)
    return python.parent


def guarded(root: Path, path: str) -> None:
    """Prove that a secret is refused at a commit, in its message and at a push, and that clean work passes each."""
    git(root.parent, "init", "-q", "--bare", "there.git")
    git(root, "remote", "add", "origin", str(root.parent / "there.git"))
    stage(root, {"app/storage.py": STORAGE})
    before = git(root, "status", "--porcelain")
    done = commit(root, who=MAKER, PATH=path)
    assert done.code != 0
    assert "app/storage.py" in done.said
    assert KEY not in done.said
    assert git(root, "status", "--porcelain") == before
    stage(root, {"app/storage.py": "import boto3\n"})
    done = run(root, "git", "commit", "-qm", f"use {KEY}", who=MAKER, PATH=path)
    assert done.code != 0, done
    done = commit(root, who=MAKER, PATH=path)
    assert done.code == 0, done
    done = run(root, "git", "push", "-q", "origin", "mina/work", who=MAKER, PATH=path)
    assert done.code == 0, done
    record(root, {"app/keys.py": STORAGE}, who=MAKER)
    record(root, {"app/keys.py": None}, who=MAKER)
    done = run(root, "git", "push", "-q", "origin", "mina/work", who=MAKER, PATH=path)
    assert done.code != 0, done
    assert "app/keys.py" in done.said


def taken_out(root: Path, path: str, before: Mapping[str, bytes]) -> None:
    """Prove that every file is as it was."""
    assert pairkit(root, "guard", "remove", PATH=path).code == 0
    for name, content in before.items():
        assert (root / name).read_bytes() == content
    assert not (root / ".git" / "pairkit").exists()


@pytest.mark.slow
@pytest.mark.parametrize("program", ["pre-commit", "prek"])
def test_through_pre_commit_and_prek(
    folder: Path, programs: Path, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real programs run pairkit from their file, for each kind of hook."""
    root = desk(folder / "desk", {".pre-commit-config.yaml": PRE_COMMIT})
    path = os.pathsep.join((str(programs), os.environ["PATH"]))
    for name in ("PRE_COMMIT_HOME", "PREK_HOME"):
        monkeypatch.setenv(name, str(folder / name))
    kinds = [arg for hook in ("pre-commit", "pre-merge-commit", "commit-msg", "pre-push") for arg in ("-t", hook)]
    assert run(root, program, "install", *kinds, PATH=path).code == 0
    done = pairkit(root, "guard", "install", PATH=path)
    assert done.code == 0, done
    assert "File generated by" in (root / ".git" / "hooks" / "pre-commit").read_text()
    record(root, {}, "the manager's file")
    guarded(root, path)
    taken_out(root, path, {".pre-commit-config.yaml": PRE_COMMIT.encode()})


@pytest.mark.slow
def test_through_preks_own_file(folder: Path, programs: Path) -> None:
    """Prek runs pairkit from `prek.toml`."""
    text = 'fail_fast = false  # kept\n\n[[repos]]\nrepo = "builtin"\nhooks = [{ id = "check-yaml" }]\n'
    root = desk(folder / "desk", {"prek.toml": text})
    path = os.pathsep.join((str(programs), os.environ["PATH"]))
    kinds = [arg for hook in ("pre-commit", "pre-merge-commit", "commit-msg", "pre-push") for arg in ("-t", hook)]
    assert run(root, "prek", "install", *kinds, PATH=path).code == 0
    assert pairkit(root, "guard", "install", PATH=path).code == 0
    record(root, {}, "the manager's file")
    guarded(root, path)
    taken_out(root, path, {"prek.toml": text.encode()})


@pytest.mark.slow
def test_through_lefthook(folder: Path, programs: Path) -> None:
    """Lefthook runs pairkit from its local file, beside the project's own commands."""
    text = "# ours\npre-commit:\n  parallel: true\n  commands:\n    mine:\n      run: touch mine-ran\n"
    root = desk(folder / "desk", {"lefthook.yml": text, ".gitignore": "mine-ran\nlefthook-local.yml\n"})
    path = os.pathsep.join((str(programs), os.environ["PATH"]))
    assert pairkit(root, "guard", "install", PATH=path).code == 0
    assert pairkit(root, "guard", "remove", PATH=path).code == 0
    assert not (root / "lefthook-local.yml").exists()
    assert run(root, "lefthook", "install", PATH=path).code == 0
    assert pairkit(root, "guard", "install", PATH=path).code == 0
    assert run(root, "lefthook", "install", "-f", PATH=path).code == 0
    guarded(root, path)
    assert (root / "mine-ran").exists()
    taken_out(root, path, {"lefthook.yml": text.encode()})


@pytest.mark.slow
def test_through_husky(folder: Path) -> None:
    """Husky runs pairkit from its scripts, above the project's own lines."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm here")
    root = desk(
        folder / "desk", {".gitignore": "node_modules/\n", "package.json": json.dumps({"private": True}) + "\n"}
    )
    done = run(root, npm, "install", "--silent", "--no-audit", "--no-fund", "husky", HOME=str(folder))
    assert done.code == 0, done
    assert run(root, str(root / "node_modules" / ".bin" / "husky")).code == 0
    write(root, {".husky/pre-commit": "touch node_modules/mine-ran\n"})
    assert git(root, "config", "core.hooksPath").strip() == ".husky/_"
    assert pairkit(root, "guard", "install").code == 0
    record(root, {}, "husky")
    guarded(root, os.environ["PATH"])
    assert (root / "node_modules" / "mine-ran").exists()
    taken_out(root, os.environ["PATH"], {".husky/pre-commit": b"touch node_modules/mine-ran\n"})
    assert not (root / ".husky" / "pre-push").exists()
