"""Repository work off a hook's path, through GitPython."""

from __future__ import annotations

import os
from typing import Any

from pairkit.errors import GitFailed, PairkitError

UNKNOWN = ("pairkit", "pairkit@localhost.invalid")
"""Who records a first commit where git knows nobody: said to the person, and never written into pairkit.yaml."""


def _git() -> Any:
    """Return GitPython. It looks for git when imported, so a missing git shows here."""
    try:
        import git
    except ImportError:
        raise GitFailed("git-missing") from None
    return git


def user() -> tuple[str, str]:
    """Return (name, e-mail) of the environment or git's configuration; empty texts where there is none."""
    git = _git()
    from pairkit.git.place import find

    try:
        root = find(".").root
        config = git.Repo(root).config_reader()
    except (PairkitError, git.GitError, OSError):  # no repository here: the user's own configuration is enough
        config = git.GitConfigParser([os.path.expanduser("~/.gitconfig"), *_global()], read_only=True)
    name, email = (os.environ.get(f"GIT_AUTHOR_{what}") for what in ("NAME", "EMAIL"))
    return name or str(config.get_value("user", "name", "")), email or str(config.get_value("user", "email", ""))


def _global() -> list[str]:
    own = os.environ.get("GIT_CONFIG_GLOBAL")
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return [own] if own else [os.path.join(home, "git", "config")]


def start(folder: str) -> None:
    """Make `folder` a repository whose first branch is main."""
    with _CleanEnvironment():
        _git().Repo.init(folder, initial_branch="main").close()


def record_first(folder: str, message: str) -> bool:
    """Record everything as the first commit, hooks included; return whether git knew the author.

    Raises GitFailed with git's or the hook's own words.
    """
    git = _git()
    with _CleanEnvironment(), git.Repo(folder) as repo:
        known = _knows_author(repo)
        with repo.git.custom_environment(**({} if known else _identity())):
            try:
                repo.git.add("-A")
                repo.git.commit("-q", "-m", message)
            except git.GitCommandError as error:
                raise GitFailed("git-failed", command="commit", said=str(error.stderr).strip()) from None
        return known


def _knows_author(repo: Any) -> bool:
    config = repo.config_reader()
    named = bool(config.get_value("user", "name", "")) and bool(config.get_value("user", "email", ""))
    return named or bool(os.environ.get("GIT_COMMITTER_EMAIL") and os.environ.get("GIT_AUTHOR_EMAIL"))


def _identity() -> dict[str, str]:
    name, email = UNKNOWN
    return {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", email))
    }


class _CleanEnvironment:
    """Hide the variables that point git at another repository, as they are set while a hook runs."""

    _NAMES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")

    def __enter__(self) -> None:
        self._hidden = {name: os.environ.pop(name) for name in self._NAMES if name in os.environ}

    def __exit__(self, *_: object) -> None:
        os.environ.update(self._hidden)
