"""Run pairkit and git as real processes, and look at them from outside only."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import repos

from pairkit.guard import git_hooks

SECRET = "AKIA" + "QZ7WLKX2N5MTB4RC"
OTHER_SECRET = "AKIA" + "TM4XV9QJ2W7KDB5H"
KEY_FILE = f"import boto3\n\nKEY = '{SECRET}'\n"

Files = Mapping[str, str | bytes | None]
_RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Said:
    """What a process answered. `text` is both outputs with every run of white space as one space."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Return all that was said on one line."""
        return " ".join(f"{self.out}\n{self.err}".split())

    def has(self, *parts: str) -> bool:
        """Tell whether all parts are said."""
        return all(part in self.text for part in parts)


def decent(code: int, out: bytes, err: bytes) -> Said:
    """Return what was said, after what always holds: valid UTF-8, no traceback, no control sign, no secret."""
    said = Said(code, out.decode("utf-8"), err.decode("utf-8"))
    everything = said.out + said.err
    assert "Traceback" not in everything, everything
    assert "Exception ignored" not in everything, everything
    assert not _RAW.search(everything), repr(everything)
    assert SECRET not in everything
    assert OTHER_SECRET not in everything
    return said


def environment(who: Mapping[str, str] = repos.MAKER, /, lang: str | None = "en", **more: str | None) -> dict[str, str]:
    """Return the environment of a person at a computer without settings; None takes a variable away."""
    env = repos.environment(who, PAIRKIT_LANG=lang or "en")
    env.update({name: value for name, value in more.items() if value is not None})
    return {name: value for name, value in env.items() if name not in more or more[name] is not None}


def run(
    command: Sequence[str | bytes],
    cwd: Path | str,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = b"",
    timeout: float = 60,
) -> Said:
    """Run a command; see `decent` for what must hold of every answer."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment() if env is None else env,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=timeout,
    )
    return decent(done.returncode, done.stdout, done.stderr)


class _Warm:
    """The one process of `warm.py`, started when first asked."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, request: Mapping[str, object]) -> int:
        """Run one request; return its exit code, negative for a signal."""
        if self._process is None or self._process.poll() is not None:
            pipe = subprocess.PIPE
            program = [sys.executable, os.path.join(os.path.dirname(__file__), "warm.py")]
            self._process = subprocess.Popen(program, env=environment(), stdin=pipe, stdout=pipe)
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.communicate()
            self._process = None


WARM = _Warm()


def pairkit(cwd: Path | str, *args: str | bytes, env: Mapping[str, str] | None = None, stdin: bytes = b"") -> Said:
    """Run `pairkit ARGS` in a folder, as a fork of a process that has it loaded."""
    with tempfile.TemporaryDirectory(prefix="pairkit-warm-") as scratch:
        paths = {name: os.path.join(scratch, name) for name in ("stdin", "stdout", "stderr")}
        for name, path in paths.items():
            Path(path).write_bytes(stdin if name == "stdin" else b"")
        request = {
            "args": [os.fsdecode(arg) for arg in args],
            "cwd": os.fsdecode(cwd),
            "env": dict(environment() if env is None else env),
            **paths,
        }
        code = WARM.ask(request)
        return decent(code, Path(paths["stdout"]).read_bytes(), Path(paths["stderr"]).read_bytes())


def cold(cwd: Path | str, *args: str | bytes, env: Mapping[str, str] | None = None, timeout: float = 60) -> Said:
    """Run `python -m pairkit ARGS` in a folder, from the start."""
    return run([sys.executable, "-m", "pairkit", *args], cwd, env, timeout=timeout)


def hook(cwd: Path | str, env: Mapping[str, str] | None = None, name: str = "pre-commit", timeout: float = 60) -> Said:
    """Run a hook's program as git would, without the commit."""
    return run([sys.executable, "-I", "-m", "pairkit.hook", name], cwd, env, timeout=timeout)


def both(
    cwd: Path | str, *args: str | bytes, code: int, en: Sequence[str], ko: Sequence[str], **more: str | None
) -> None:
    """Run `pairkit ARGS` in English and in Korean; each must say its sentence and end with `code`."""
    for lang, parts in (("en", en), ("ko", ko)):
        said = pairkit(cwd, *args, env=environment(lang=lang, **more))
        assert said.code == code, said
        assert said.has(*parts), said


def commit(root: Path, *args: str, env: Mapping[str, str] | None = None, timeout: float = 60) -> Said:
    """Run `git commit -m … ARGS`, hooks included."""
    return run(["git", "commit", "-q", "-m", "a change", *args], root, env, timeout=timeout)


def install(root: Path, python: str = sys.executable) -> Path:
    """Put the hooks in place."""
    git_hooks.install(str(root), python)
    return root


@functools.cache
def _blank() -> tempfile.TemporaryDirectory[str]:
    """Return a folder with an empty repository with the hooks, to be copied: three processes less a test."""
    folder = tempfile.TemporaryDirectory(prefix="pairkit-blank-")
    place = Path(folder.name) / "blank"
    place.mkdir()
    repos.git(place, "init", "-q", "-b", "main", "--template=")
    install(place)
    return folder


def close() -> None:
    """Remove what was made for all tests."""
    WARM.close()
    if _blank.cache_info().currsize:
        _blank().cleanup()


def project(root: Path, files: Files | None = None, branch: str = "work") -> Path:
    """Make a repository with an agreement and the hooks, on a branch that nobody protects."""
    shutil.copytree(Path(_blank().name) / "blank", root)
    (root / ".git" / "HEAD").write_text(f"ref: refs/heads/{branch}\n")
    repos.commit(root, {"pairkit.yaml": repos.AGREEMENT, **(files or {})}, "start")
    return root


def snapshot(root: Path) -> tuple[str, str]:
    """Return what must not change when a commit is refused: head, index and files."""
    unstaged = hashlib.sha256(repos.git(root, "diff", "--binary").encode("utf-8", "surrogateescape")).hexdigest()
    return repos.git(root, "status", "--porcelain=v2", "--branch", "-z"), unstaged


def head(root: Path) -> str:
    """Return the commit that is checked out, or nothing."""
    command = ["git", "rev-parse", "-q", "--verify", "HEAD"]
    return subprocess.run(command, cwd=root, capture_output=True, check=False).stdout.decode().strip()


def refused(root: Path, *args: str, env: Mapping[str, str] | None = None) -> Said:
    """Commit; it must be refused with exit 1, with a sentence, and nothing may be lost."""
    before = snapshot(root)
    said = commit(root, *args, env=env)
    assert said.code == 1, said
    assert snapshot(root) == before
    assert not os.path.exists(root / ".git" / "index.lock")
    return said


def passes(root: Path, *args: str, env: Mapping[str, str] | None = None) -> Said:
    """Commit; it must be recorded."""
    before = head(root)
    said = commit(root, *args, env=env)
    assert said.code == 0, said
    assert head(root) != before
    return said
