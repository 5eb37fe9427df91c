"""Hooks go where git looks for this project's own, keep what was there, and leave every byte as it was."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from repos import AGREEMENT, MAKER, git, repository, stage
from running import commit, pairkit, run
from stories import KEY, STORAGE

from pairkit.guard import in_git
from pairkit.guard.hook_script import HOOKS, is_ours, script

FOREIGN = b"#!/bin/sh\n# \xed\x95\x9c\xea\xb8\x80 \xff\necho foreign >&2\n"
BEFORE = ("none", "own", "older", "foreign", "not executable", "link", "dead link", "foreign everywhere")
PLACES = ("plain", "a worktree", "a submodule", "a git file", "in the project", "below git", "한글 과 '따옴표'")


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return each file below a folder with its mode and content; of a link where it leads."""
    found = {}
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        if path.is_symlink():
            found[str(path)] = (0, os.fsencode(os.readlink(path)))
        elif path.is_file():
            found[str(path)] = (stat.S_IMODE(path.stat().st_mode), path.read_bytes())
    return found


def made(folder: Path, place: str) -> tuple[Path, Path]:
    """Make a project of this kind; return where one works in it and where its hooks are."""
    files = {"pairkit.yaml": AGREEMENT, "a.txt": "a\n"}
    root = repository(folder / (place if place.startswith("한글") else "desk"), files)
    git(root, "switch", "-q", "-c", "mina/work")
    hooks = root / ".git" / "hooks"
    if place == "a worktree":
        git(root, "worktree", "add", "-q", "-b", "mina/other", str(folder / "other"))
        return folder / "other", hooks
    if place == "a submodule":
        outer = repository(folder / "outer", {"a.txt": "a\n"})
        git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(root), "inner")
        return outer / "inner", outer / ".git" / "modules" / "inner" / "hooks"
    if place == "a git file":
        git(root, "init", "-q", "--separate-git-dir", str(folder / "elsewhere.git"))
        return root, folder / "elsewhere.git" / "hooks"
    if place == "in the project":
        git(root, "config", "core.hooksPath", "tools/hooks")
        return root, root / "tools" / "hooks"
    if place == "below git":
        git(root, "config", "core.hooksPath", ".git/own hooks")
        return root, root / ".git" / "own hooks"
    return root, hooks


def prepared(hooks: Path, before: str, folder: Path) -> None:
    """Put there what stood there before."""
    hooks.mkdir(parents=True, exist_ok=True)
    for path in hooks.iterdir():
        path.unlink()
    real = folder / "real hook"
    real.write_bytes(FOREIGN)
    real.chmod(0o755)
    hook = hooks / "pre-commit"
    if before in ("own", "older"):
        text = script("pre-commit", "/nowhere/python")
        hook.write_text(text)
        hook.chmod(0o755)
    elif before in ("foreign", "not executable", "foreign everywhere"):
        for name in HOOKS if before == "foreign everywhere" else ("pre-commit",):
            (hooks / name).write_bytes(FOREIGN)
            (hooks / name).chmod(0o755 if before != "not executable" else 0o644)
    elif before in ("link", "dead link"):
        hook.symlink_to(real if before == "link" else folder / "gone")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("before", BEFORE)
def test_every_place_and_everything_that_was_there(folder: Path, place: str, before: str) -> None:
    """Installing twice is installing once, a key is refused, and removing gives every byte and mode back."""
    root, hooks = made(folder, place)
    prepared(hooks, before, folder)
    was = snapshot(hooks)
    in_git.install(str(root))
    once = snapshot(hooks)
    in_git.install(str(root))
    assert snapshot(hooks) == once
    stage(root, {"app/storage.py": STORAGE})
    done = commit(root, who=MAKER, PATH="/usr/bin:/bin")
    assert done.code == 1
    assert KEY not in done.said
    assert ("foreign" in done.err) == (before in ("foreign", "link", "foreign everywhere"))
    in_git.remove(str(root))
    assert snapshot(hooks) == ({} if before in ("own", "older") else was)


@pytest.mark.parametrize("scope", ["--local", "--global"])
def test_a_folder_of_all_projects_is_never_written(folder: Path, scope: str) -> None:
    """A hooks' folder outside the project serves others too: a sentence says how to have own ones, nothing changes."""
    root, _ = made(folder, "plain")
    settings = str(folder / "gitconfig")
    shared = folder / "for all projects"
    shared.mkdir()
    assert run(root, "git", "config", scope, "core.hooksPath", str(shared), GIT_CONFIG_GLOBAL=settings).code == 0
    for language, part in (("en", "outside the project"), ("ko", "프로젝트 바깥")):
        done = pairkit(root, "guard", "install", PAIRKIT_LANG=language, GIT_CONFIG_GLOBAL=settings)
        assert done.code == 2
        assert part in " ".join(done.err.split())
    assert list(shared.iterdir()) == []
    git(root, "config", "core.hooksPath", git(root, "rev-parse", "--git-common-dir").strip() + "/hooks")
    assert pairkit(root, "guard", "install", GIT_CONFIG_GLOBAL=settings).code == 0
    installed = [path.name for path in (root / ".git" / "hooks").iterdir() if is_ours(path.read_text())]
    assert sorted(installed) == sorted(HOOKS)


def test_a_hook_that_travels_with_the_project_names_no_computer(folder: Path) -> None:
    """In a folder of the project the hook holds no path of this computer; a copy without pairkit's note passes."""
    root, hooks = made(folder, "in the project")
    assert pairkit(root, "guard", "install").code == 0
    for hook in HOOKS:
        assert str(folder) not in (hooks / hook).read_text()
        assert 'python="$(cat' in (hooks / hook).read_text()
    git(root, "add", "-A")
    git(root, "commit", "-q", "--no-verify", "-m", "hooks")
    git(folder, "clone", "-q", str(root), "copy")
    git(folder / "copy", "config", "core.hooksPath", "tools/hooks")
    stage(folder / "copy", {"a.txt": "b\n"})
    done = commit(folder / "copy", who=MAKER, PATH="/usr/bin:/bin")
    assert done.code == 0
    assert "pairkit guard install" in done.err


def test_half_a_guard_is_not_put_in_place(folder: Path) -> None:
    """Where one hook cannot be written none is: a folder stands in its place."""
    root, hooks = made(folder, "plain")
    (hooks / "pre-push").mkdir(parents=True)
    was = snapshot(hooks)
    assert pairkit(root, "guard", "install").code == 2
    assert snapshot(hooks) == was


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write anywhere")
def test_a_folder_without_permission(folder: Path) -> None:
    """A hooks' folder that may not be written is said to be one."""
    root, hooks = made(folder, "plain")
    hooks.mkdir(exist_ok=True)
    hooks.chmod(0o555)
    assert pairkit(root, "guard", "install").code == 2
    hooks.chmod(0o755)


def test_windows_paths_are_written_for_sh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Git for Windows runs hooks with its own sh, for which a backslash means something else."""
    monkeypatch.setattr("pairkit.guard.hook_script.os.name", "nt")
    text = script("pre-push", "C:\\Program Files\\파이썬\\python.exe")
    assert "python='C:/Program Files/파이썬/python.exe'" in text
    assert is_ours(text)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_plain_sh(hook: str, folder: Path) -> None:
    """Every hook can be read by the plainest shell there is, and is known as ours whatever the interpreter."""
    (folder / "hook").write_text(script(hook, "/opt/it's $HOME/python"))
    assert run(folder, "sh", "-n", "hook").code == 0
    assert is_ours(script(hook, "/a"))
    assert is_ours(script(hook, None))
    assert not is_ours(script(hook, "/a").replace("exit 0\n", "make lint\nexit 0\n", 1))
