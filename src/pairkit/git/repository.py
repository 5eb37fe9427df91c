"""Repository work off a hook's path, through GitPython."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pairkit.errors import GitFailed, NotARepository
from pairkit.git import run

UNKNOWN = ("pairkit", "pairkit@localhost.invalid")
"""Who records a first commit where git knows nobody: said to the person, and never written into pairkit.yaml."""


def _git() -> Any:
    """Return GitPython. It asks git for its version when imported, so what is wrong with git shows here."""
    try:
        import git
    except ImportError:
        run.git(["config", "--list"], ".")  # says itself what is wrong: no git, or a configuration it cannot read
        raise GitFailed("git-missing") from None
    return git


def user() -> tuple[str, str]:
    """Return (name, e-mail) of the environment or git's configuration; empty texts where there is none.

    A name that git would guess from the computer's is none.
    """
    return _identity_part("NAME"), _identity_part("EMAIL")


def _identity_part(what: str) -> str:
    own = os.environ.get(f"GIT_AUTHOR_{what}")
    if own:
        return own
    said = run.git(["config", "--get", f"user.{what.lower()}"], ".", ok=1)
    return said.decode("utf-8", "replace").strip()


def start(folder: str) -> None:
    """Make `folder` a repository whose first branch is main."""
    with clean_environment():
        _git().Repo.init(folder, initial_branch="main").close()


def is_top(folder: str) -> bool:
    """Tell whether `folder` is the top of a repository's work tree."""
    with clean_environment():
        try:
            said = run.git(["rev-parse", "--show-toplevel"], folder)
        except (GitFailed, NotARepository):
            return False
    return os.path.realpath(os.fsdecode(said.rstrip(b"\n"))) == os.path.realpath(folder)


def ignored(folder: str, paths: Iterable[str]) -> set[str]:
    """Return those of `paths` that git would leave out here, files that it tracks already not among them."""
    asked = "\0".join(paths).encode("utf-8", "surrogateescape")
    with clean_environment():
        plain = {"GIT_LITERAL_PATHSPECS": "0"}  # this one command refuses to take paths as they are
        said = run.git(["check-ignore", "-z", "--stdin"], folder, stdin=asked, extra=plain, ok=1)
    return {os.fsdecode(path) for path in said.split(b"\0") if path}


def record_first(folder: str, message: str) -> bool:
    """Record everything as the first commit, hooks included; return whether git knew the author.

    Raises GitFailed with git's or the hook's own words.
    """
    git = _git()
    with clean_environment(), git.Repo(folder) as repo:
        known = all(user())
        with repo.git.custom_environment(**({} if known else _identity())):
            try:
                repo.git.add("-A", "--force")  # all of it is ours, whatever this computer ignores
                repo.git.commit("-q", "-m", message)
            except git.GitCommandError as error:
                raise GitFailed("git-failed", command="commit", said=str(error.stderr).strip()) from None
        return known


def _identity() -> dict[str, str]:
    name, email = UNKNOWN
    return {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", email))
    }


_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")


@contextmanager
def clean_environment() -> Iterator[None]:
    """Hide the variables that point git at another repository, as they are set while a hook runs."""
    hidden = {name: os.environ.pop(name) for name in _ELSEWHERE if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)
