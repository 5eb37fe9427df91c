"""Real git repositories for tests, made by a few small functions; the developer's own git settings never leak in."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

MAKER = {"name": "Mina", "email": "mina@example.com"}
DEVELOPER = {"name": "Jiwon", "email": "jiwon@example.com"}

_STEERING = (
    *("GIT_", "PAIRKIT_", "LC_", "LANG"),
    *("CI", "TF_BUILD", "JENKINS_URL"),  # what was found in CI counts as pushed
    *("CLAUDECODE", "CODEX_", "GEMINI_CLI", "CURSOR_AGENT", "OPENCODE", "QWEN_CODE", "COPILOT_", "AI_AGENT"),
)
"""What would make a test's outcome depend on who runs it: settings of git and pairkit, and an agent at work."""

AGREEMENT = """\
version: 1
people:
  - {name: Jiwon, role: developer, emails: [jiwon@example.com], language: en}
  - {name: Mina, role: maker, title: 번역가, emails: [mina@example.com], language: ko}
zones:
  maker: [content/**, glossary/**]
  shared: [app/**, tests/**]
  developer: [migrations/**, app/models/**]
  closed: [deploy/**]
"""


def environment(who: Mapping[str, str] = DEVELOPER, **more: str) -> dict[str, str]:
    """Return an environment in which git knows nothing of this computer."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(_STEERING)}
    return {
        **env,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": who["name"],
        "GIT_AUTHOR_EMAIL": who["email"],
        "GIT_COMMITTER_NAME": who["name"],
        "GIT_COMMITTER_EMAIL": who["email"],
        "GIT_AUTHOR_DATE": "2026-11-24T09:00:00Z",
        "GIT_COMMITTER_DATE": "2026-11-24T09:00:00Z",
        "PAIRKIT_CACHE_DIR": os.environ["PAIRKIT_CACHE_DIR"],
        "LC_ALL": "C.UTF-8",
        **more,
    }


def git(root: Path | str, *args: str, who: Mapping[str, str] = DEVELOPER, stdin: bytes | None = None) -> str:
    """Run git in `root` and return what it prints; fails the test if git fails."""
    done = subprocess.run(["git", *args], cwd=root, env=environment(who), input=stdin, capture_output=True, check=False)
    assert done.returncode == 0, (args, done.stdout, done.stderr)
    return done.stdout.decode("utf-8", "surrogateescape")


def write(root: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write a tree of files; None deletes one."""
    for name, content in files.items():
        path = root / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def stage(root: Path, files: Mapping[str, str | bytes | None]) -> None:
    """Write files and stage everything."""
    write(root, files)
    git(root, "add", "-A")


def commit(
    root: Path, files: Mapping[str, str | bytes | None], message: str = "a change", who: Mapping[str, str] = DEVELOPER
) -> str:
    """Stage files and record them without hooks; return the commit's id."""
    stage(root, files)
    git(root, "commit", "-q", "--no-verify", "--allow-empty", "-m", message, who=who)
    return git(root, "rev-parse", "HEAD").strip()


def repository(root: Path, files: Mapping[str, str | bytes | None] | None = None, branch: str = "main") -> Path:
    """Make a repository at `root`, with a first commit if `files` are given."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q", "-b", branch)
    if files is not None:
        commit(root, files, "start")
    return root
