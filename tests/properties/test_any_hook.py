"""Pairkit's git hooks keep what was there: it runs first, it may refuse, and it comes back as it was."""

from __future__ import annotations

import os
import shlex
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from properties.trees import examples
from repos import environment, repository

from pairkit.guard.git_hooks import Done, install, remove
from pairkit.guard.hook_script import HOOKS, KEPT

_LINES = st.sampled_from(
    (
        *(
            b"#!/bin/sh",
            b"#!/usr/bin/env bash\r",
            b"",
            b"exit 0",
            b"exit 1",
            b"echo '\xed\x95\x9c\xea\xb8\x80'",
            b"set -eu",
        ),
        *(
            b"\xff\xfe\0",
            b"# {hook} {python} {{}} %s",
            b'exec "$@"',
            b"npx lint-staged # pairkit",
            b"pairkit check",
            b"\r",
        ),
        *(b"pairkit-hook pre-commit", b"# pairkit-hook", b"python='x'", b"before=1"),
    )
)
_SCRIPTS = st.one_of(st.lists(_LINES, max_size=8).map(b"\n".join), st.binary(max_size=80))
_MODES = st.sampled_from((0o755, 0o644, 0o700, 0o555, 0o775, 0o400))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("hook"), {"a": "1\n"})


@pytest.fixture(autouse=True)
def _empty(root: Path) -> Iterator[None]:
    yield
    _clear(root)


def _clear(root: Path) -> None:
    folder = root / ".git" / "hooks"
    for entry in folder.iterdir() if folder.is_dir() else ():
        entry.unlink()


def _put(path: Path, content: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)


def _state(root: Path) -> dict[str, tuple[bytes, int, int]]:
    """Return content, mode and time of every file in the hooks' folder."""
    folder = root / ".git" / "hooks"
    return {
        entry.name: (entry.read_bytes(), stat.S_IMODE(entry.stat().st_mode), entry.stat().st_mtime_ns)
        for entry in folder.iterdir()
    }


def _whats(done: list[Done]) -> list[str]:
    return [one.what for one in done]


@settings(max_examples=examples(40))
@given(script=st.one_of(st.none(), _SCRIPTS), mode=_MODES, times=st.integers(1, 3))
@example(script=None, mode=0o755, times=3)
def test_installing_again_changes_nothing(root: Path, script: bytes | None, mode: int, times: int) -> None:
    """The second installation finds its own hook and leaves every file, the kept one too, untouched."""
    _clear(root)
    if script is not None:
        _put(root / ".git" / "hooks" / "pre-commit", script, mode)
    assert _whats(install(str(root))) == ["installed"] * len(HOOKS)
    before = _state(root)
    assert set(before) == {*HOOKS, *(["pre-commit" + KEPT] if script is not None else [])}
    for _ in range(times):
        again = install(str(root))
        assert _whats(again) == ["current"] * len(HOOKS)
        assert [one.kept for one in again] == [script is not None, *[False] * (len(HOOKS) - 1)]
        assert _state(root) == before


@settings(max_examples=examples(40))
@given(scripts=st.dictionaries(st.sampled_from((*HOOKS, "commit-msg", "pre-push")), st.tuples(_SCRIPTS, _MODES)))
@example(scripts={"pre-commit": (b"#!/bin/sh\r\n\xff\0", 0o444), "pre-push": (b"", 0o755)})
def test_after_removing_all_is_as_before(root: Path, scripts: dict[str, tuple[bytes, int]]) -> None:
    """Installing and removing brings back every hook byte for byte with its mode, and leaves nothing else behind."""
    _clear(root)
    for name, (content, mode) in scripts.items():
        _put(root / ".git" / "hooks" / name, content, mode)
    before = _state(root) if scripts else {}
    install(str(root))
    assert _whats(remove(str(root))) == ["restored" if hook in scripts else "removed" for hook in HOOKS]
    assert _state(root) == before
    assert _whats(remove(str(root))) == ["absent"] * len(HOOKS)
    assert _state(root) == before


@settings(max_examples=examples(40))
@given(code=st.integers(0, 255), ours=st.sampled_from((0, 1, 2, 96, 97, 130)), mode=st.sampled_from((0o755, 0o644)))
@example(code=97, ours=0, mode=0o755)
@example(code=0, ours=96, mode=0o755)
@example(code=0, ours=97, mode=0o755)
@example(code=0, ours=1, mode=0o755)
def test_the_hook_that_was_there_runs_first_and_may_refuse(root: Path, code: int, ours: int, mode: int) -> None:
    """A foreign hook runs before pairkit's with the same arguments; its failure ends there, with its own code."""
    _clear(root)
    log = root / ".git" / "log"
    log.write_text("")
    python = root / ".git" / "python"
    _put(python, f'#!/bin/sh\necho "ours $6 $7" >> {shlex.quote(str(log))}\nexit {ours}\n'.encode(), 0o755)
    foreign = f'#!/bin/sh\necho "foreign $1" >> {shlex.quote(str(log))}\nexit {code}\n'
    _put(root / ".git" / "hooks" / "pre-commit", foreign.encode(), mode)
    install(str(root), str(python))
    hook = root / ".git" / "hooks" / "pre-commit"
    env = {**environment(), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([hook, "word"], cwd=root, env=env, capture_output=True, check=False)
    runs = mode == 0o755  # git, too, leaves out a hook that is no program
    refused = runs and code != 0
    assert log.read_text().splitlines() == [
        *(["foreign word"] if runs else []),
        *([] if refused else ["ours pre-commit word"]),
    ]
    answer = {0: 0, 96: 1, 130: 130}  # whatever else an interpreter ends with is not pairkit's word
    assert done.returncode == (code if refused else answer.get(ours, 0))
    assert bool(done.stderr) == (ours not in answer and not refused)


_FOLDERS = st.text(st.sampled_from("ab '\"$`{}()*?;&|<>!#~%가é-="), min_size=1, max_size=8)


@settings(max_examples=examples(40))
@given(name=_FOLDERS)
@example(name="it's $HOME {hook} `x`")
@example(name="back\\slash")
@example(name="line\nbreak")
def test_any_place_of_python_is_found(root: Path, name: str) -> None:
    """The hook starts the very interpreter that installed it, whatever its path holds."""
    _clear(root)
    folder = root / ".git" / "pythons" / name
    folder.mkdir(parents=True, exist_ok=True)
    _put(folder / "python", b"#!/bin/sh\nexit 96\n", 0o755)
    install(str(root), str(folder / "python"))
    env = {**environment(), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([root / ".git" / "hooks" / "pre-commit"], cwd=root, env=env, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_second_foreign_hook_does_not_push_out_the_first(root: Path) -> None:
    """Another tool puts its hook over pairkit's, then pairkit is installed again: no hook of anybody's is lost."""
    hook = root / ".git" / "hooks" / "pre-commit"
    _put(hook, b"#!/bin/sh\n# the first\n", 0o755)
    install(str(root))
    _put(hook, b"#!/bin/sh\n# the second\n", 0o755)
    install(str(root))
    remove(str(root))
    kept = [content for content, _, _ in _state(root).values()]
    assert any(b"# the first" in content for content in kept)
    assert any(b"# the second" in content for content in kept)


def test_two_tools_that_keep_each_other_do_not_run_in_circles(root: Path) -> None:
    """A tool that keeps and runs pairkit's hook (pre-commit's `.legacy`), kept by pairkit in turn, comes to an end."""
    hook = root / ".git" / "hooks" / "pre-commit"
    log = root / ".git" / "log"
    log.write_text("")
    python = root / ".git" / "python"
    _put(python, b"#!/bin/sh\nexit 0\n", 0o755)
    install(str(root), str(python))
    hook.rename(f"{hook}.legacy")
    other = f"#!/bin/sh\necho run >> {shlex.quote(str(log))}\n[ $(wc -l < {shlex.quote(str(log))}) -lt 9 ] || exit 77\n"
    _put(hook, (other + '"$0.legacy" "$@"\n').replace("$0.legacy", f"{hook}.legacy").encode(), 0o755)
    install(str(root), str(python))
    done = subprocess.run([hook], cwd=root, env=environment(), capture_output=True, check=False, timeout=20)
    assert (done.returncode, log.read_text().count("run")) == (0, 1)


def test_lines_that_somebody_added_to_the_hook_are_kept(root: Path) -> None:
    """Somebody wrote a check of their own into pairkit's hook: neither installing again nor removing loses it."""
    hook = root / ".git" / "hooks" / "pre-commit"
    install(str(root))
    hook.write_bytes(hook.read_bytes().replace(b"#!/bin/sh\n", b"#!/bin/sh\nmake lint || exit 1\n"))
    install(str(root))
    remove(str(root))
    assert any(b"make lint" in content for content, _, _ in _state(root).values())


@pytest.mark.parametrize("target", ["../../real", "nowhere"])
def test_a_linked_hook_stays_a_link(root: Path, target: str) -> None:
    """A hook that is a link, also one that leads nowhere at the moment, comes back as that link."""
    _put(root / "real", b"#!/bin/sh\nexit 0\n", 0o755)
    hook = root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.symlink_to(target)
    install(str(root))
    remove(str(root))
    assert os.readlink(hook) == target
    assert (root / "real").read_bytes() == b"#!/bin/sh\nexit 0\n"
