"""Where we are: the work tree, its git folder, the branch, and what is going on in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from pairkit.errors import NotARepository
from pairkit.git.run import git

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_EMPTY_TREE_SHA256 = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"


class Place(NamedTuple):
    """A repository as seen from a folder in it.

    `root` and `git_dir` are absolute; `common_dir` is shared by linked worktrees. `branch` is None on a detached head,
    but during a rebase it is the branch being rebased. `head` tells whether there is a commit.
    """

    root: str
    git_dir: str
    common_dir: str
    branch: str | None
    head: bool
    merging: tuple[str, ...]
    rebasing: bool
    sha256: bool = False

    @property
    def base(self) -> str:
        """What the index is compared with: HEAD, or nothing before the first commit."""
        return "HEAD" if self.head else (_EMPTY_TREE_SHA256 if self.sha256 else EMPTY_TREE)


def find(folder: str = ".") -> Place:
    """Return the place of `folder`. Raises NotARepository, also for a bare one."""
    bare, inside = _ask(folder, "--is-bare-repository", "--is-inside-work-tree")
    if bare == "true" or inside != "true":
        raise NotARepository("no-work-tree")
    return find_in_hook(folder)


def find_in_hook(folder: str = ".") -> Place:
    """Return the place of a running hook: git has made sure that there is a work tree."""
    root, git_dir, common_dir, kind = _ask(
        folder, "--show-toplevel", "--git-dir", "--git-common-dir", "--show-object-format"
    )
    return _look(root, git_dir, common_dir, kind == "sha256")


def _ask(folder: str, *questions: str) -> list[str]:
    """Return git's answer to each question, asked together; one by one where a folder's name has a line break."""
    together = _answer(folder, questions).split("\n")
    if len(together) == len(questions):
        return together
    return [_answer(folder, [question]) for question in questions]


def _answer(folder: str, questions: Sequence[str]) -> str:
    said = git(["rev-parse", "--path-format=absolute", *questions], folder)
    return said.decode("utf-8", "surrogateescape").removesuffix("\n")


def _look(root: str, git_dir: str, common_dir: str, sha256: bool) -> Place:
    branch, rebasing = _branch(git_dir, root)
    merging = tuple(_read(git_dir, "MERGE_HEAD").split())
    return Place(root, git_dir, common_dir, branch, _has_commit(git_dir, common_dir, root), merging, rebasing, sha256)


def _branch(git_dir: str, root: str) -> tuple[str | None, bool]:
    for state in ("rebase-merge", "rebase-apply"):
        name = _read(git_dir, state, "head-name")
        if name:
            return name.removeprefix("refs/heads/") if name.startswith("refs/heads/") else None, True
    head = _read(git_dir, "HEAD")
    if head.endswith(".invalid"):  # the reftable format keeps only a stub in this file
        head = "ref: " + git(["symbolic-ref", "-q", "HEAD"], root, ok=1).decode("utf-8", "surrogateescape").strip()
    if head.startswith("ref: refs/heads/"):
        return head.removeprefix("ref: refs/heads/"), False
    return None, False


def _has_commit(git_dir: str, common_dir: str, root: str) -> bool:
    head = _read(git_dir, "HEAD")
    if not head.startswith("ref: "):
        return bool(head)
    name = head.removeprefix("ref: ")
    if os.path.exists(os.path.join(common_dir, *name.split("/"))):
        return True
    if not name.endswith(".invalid"):  # not the reftable format, where only git can tell
        return f" {name}\n" in _read(common_dir, "packed-refs") + "\n"
    return bool(git(["rev-parse", "-q", "--verify", "HEAD^{commit}"], root, ok=1).strip())


def _read(*parts: str) -> str:
    try:
        with open(os.path.join(*parts), encoding="utf-8", errors="surrogateescape") as file:
            return file.read().strip()
    except OSError:
        return ""


def has_remote(root: str) -> bool:
    """Tell whether the repository knows any other."""
    return bool(git(["remote"], root).strip())


def committer(root: str) -> tuple[str, str]:
    """Return (name, e-mail) of whoever would commit here now; empty texts where git does not know."""
    said = git(["var", "GIT_COMMITTER_IDENT"], root, ok=128).decode("utf-8", "replace")
    name, _, rest = said.partition(" <")
    return (name, rest.split(">")[0]) if rest else ("", "")


def configured(root: str) -> tuple[str, str]:
    """Return (name, e-mail) of git's configuration, whatever the environment says; empty texts where there is none."""
    name, email = (
        git(["config", "--get", f"user.{what}"], root, ok=1).decode("utf-8", "replace").strip()
        for what in ("name", "email")
    )
    return name, email


def entry(root: str, name: str) -> str:
    """Return the id that a tree names at `REVISION:PATH`, whether or not that object can be read; empty if none."""
    return git(["rev-parse", "-q", "--verify", name], root, ok=1).decode("ascii", "replace").strip()
