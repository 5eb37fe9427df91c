"""Run git: bytes in and out, a known environment, and its failures as our errors."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from pairkit.errors import GitFailed, NotARepository

_QUIET = {
    "GIT_OPTIONAL_LOCKS": "0",  # looking must never write to the index
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",  # git's own words are matched below
    "GIT_LITERAL_PATHSPECS": "1",  # a file may be named ":(top)" or "*"
    "GIT_PAGER": "cat",
}
_NOT_HERE = ("not a git repository", "must be run in a work tree", "outside repository")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for git: the caller's, with what could change output set to known values.

    GIT_INDEX_FILE stays: `git commit FILE` judges another index through it. GIT_EXTERNAL_DIFF and the like go, since a
    diff must be git's own.
    """
    env = {name: value for name, value in os.environ.items() if name not in ("GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS")}
    env.update(_QUIET)
    env.update(extra or {})
    return env


def git(
    args: Sequence[str],
    cwd: str,
    *,
    stdin: bytes | None = None,
    extra: Mapping[str, str] | None = None,
    ok: int = 0,
    timeout: float | None = None,
) -> bytes:
    """Return what `git ARGS` prints, run in `cwd`.

    Exit codes up to `ok` are answers, not failures; `timeout` is in seconds. Raises NotARepository or GitFailed (facts:
    `command`, `said`).
    """
    try:
        done = subprocess.run(
            ["git", *args],
            check=False,
            cwd=cwd,
            input=stdin,
            capture_output=True,
            env=environment(extra),
            timeout=timeout,
        )
    except subprocess.TimeoutExpired as error:
        raise GitFailed("git-failed", command=" ".join(args[:4]), said=f"{error.timeout:.0f} s") from None
    except OSError as error:
        raise _no_start(error, cwd) from None
    if done.returncode < 0 or done.returncode > ok:
        raise failure(args, done.stderr)
    return done.stdout


def failure(args: Sequence[str], stderr: bytes) -> GitFailed | NotARepository:
    """Return the error for a git that refused."""
    said = stderr.decode("utf-8", "replace").strip()
    if any(sign in said for sign in _NOT_HERE):
        return NotARepository("not-a-repository")
    if "detected dubious ownership" in said:
        return GitFailed("git-other-owner", said=said)
    if "ambiguous argument" in said or "bad revision" in said or "unknown revision" in said or "no merge base" in said:
        quoted = said.split("'")
        return GitFailed("git-unknown-revision", name=quoted[1] if len(quoted) > 2 else args[-1])
    return GitFailed("git-failed", command=" ".join(args[:4]), said=said)


def start(args: Sequence[str], cwd: str) -> subprocess.Popen[bytes]:
    """Start `git ARGS` with pipes to talk through; its complaints are dropped."""
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(
            ["git", *args], cwd=cwd, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=environment()
        )
    except OSError as error:
        raise _no_start(error, cwd) from None


def _no_start(error: OSError, cwd: str) -> GitFailed:
    """Python reports a missing folder and a missing program alike."""
    if isinstance(error, FileNotFoundError) and os.path.isdir(cwd):
        return GitFailed("git-missing")
    return GitFailed("git-unusable", said=str(error.strerror or error))
