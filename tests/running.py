"""Run pairkit and git as a person would, in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from repos import DEVELOPER, environment


@dataclass(frozen=True)
class Ran:
    """What a command printed, as text, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Return both outputs."""
        return self.out + self.err


def run(
    root: Path,
    *command: str,
    who: Mapping[str, str] = DEVELOPER,
    stdin: bytes | None = None,
    **more: str,
) -> Ran:
    """Run a command in `root` as `who`; `more` goes into its environment."""
    done = subprocess.run(
        command,
        cwd=root,
        env=environment(who, **more),
        input=stdin or b"",
        capture_output=True,
        check=False,
        timeout=900,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def pairkit(
    root: Path,
    *args: str,
    who: Mapping[str, str] = DEVELOPER,
    stdin: bytes | None = None,
    **more: str,
) -> Ran:
    """Run `pairkit ARGS`."""
    return run(root, sys.executable, "-m", "pairkit", *args, who=who, stdin=stdin, **more)


def commit(root: Path, *args: str, who: Mapping[str, str] = DEVELOPER, **more: str) -> Ran:
    """Run `git commit ARGS` with the hooks that are in place."""
    return run(root, "git", "commit", "-m", "a change", *args, who=who, stdin=None, **more)
