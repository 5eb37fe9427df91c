"""Guard a project's git: through its hook manager where it has one, and by own hooks where nobody else's run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from pairkit.errors import Occupied
from pairkit.git.run import git
from pairkit.guard import git_hooks
from pairkit.guard.hook_script import HOOKS
from pairkit.guard.managers import husky, lefthook, pre_commit, prek
from pairkit.guard.managers.joining import ADDED, CURRENT, LEFT, UNGUARDED, Joined, has_block

MANAGERS = (pre_commit, prek, lefthook, husky)
_SIGNS = (pre_commit.SIGN, prek.SIGN, lefthook.SIGN)


class Guarded(NamedTuple):
    """What happened to the hooks, and to the files of hook managers."""

    hooks: tuple[git_hooks.Done, ...]
    joined: tuple[Joined, ...]


def install(root: str, python: str = sys.executable, *, allowed: bool = True) -> Guarded:
    """Put the guards of git in place; doing it again changes nothing. Raises Occupied where that is not possible.

    Without `allowed` (for the maker) the project's own files are left: they keep the agreement.
    """
    huskys = _is_huskys(root)
    if not huskys:
        git_hooks.hooks_folder(root)  # refuses before anything is changed
    joined = tuple(one for manager in MANAGERS if (one := manager.install(root, allowed=allowed)) is not None)
    if any(one.what in (ADDED, CURRENT) for one in joined):
        git_hooks.install_runners(root, python)
    if huskys:
        return Guarded((), tuple(replace(one, what=UNGUARDED) if one.what == LEFT else one for one in joined))
    return Guarded(tuple(git_hooks.install(root, python, _free(root, joined))), joined)


def remove(root: str) -> Guarded:
    """Take them away; what was there before comes back byte for byte."""
    joined = tuple(one for manager in MANAGERS if (one := manager.remove(root)) is not None)
    git_hooks.remove_runners(root)
    if _is_huskys(root):
        return Guarded((), joined)
    return Guarded(tuple(git_hooks.remove(root)), joined)


def scripts(root: str) -> dict[str, str]:
    """Return for each hook the script of ours that git comes to, by itself or through a manager; "" for none."""
    folder = git(["rev-parse", "--path-format=absolute", "--git-path", "hooks"], root)
    return {hook: _script(root, os.path.join(os.fsdecode(folder.rstrip(b"\n")), hook)) for hook in HOOKS}


def _script(root: str, path: str) -> str:
    text = _read(path)
    if not text or not os.access(path, os.X_OK):  # git does not run what is no program
        return ""
    if "pairkit-hook" in text and not has_block(path):
        return text
    managed = _is_huskys(root) or any(sign in text for sign in _SIGNS)
    return git_hooks.runner(root, os.path.basename(path)) if managed and _found_by_a_manager(root) else ""


def _found_by_a_manager(root: str) -> bool:
    return any(manager.has_joined(root) for manager in MANAGERS)


def _is_huskys(root: str) -> bool:
    """Tell whether git takes its hooks from husky."""
    try:
        folder, _ = git_hooks.hooks_folder(root)
    except Occupied:
        return False
    home = os.path.join(os.path.realpath(root), husky.FOLDER)
    return os.path.realpath(folder) in (home, os.path.join(home, "_"))


def _free(root: str, joined: Iterable[Joined]) -> list[str]:
    """Return the hooks that no manager with our lines in its file runs already."""
    if not any(one.what in (ADDED, CURRENT) for one in joined):
        return list(HOOKS)
    folder, _ = git_hooks.hooks_folder(root)
    return [hook for hook in HOOKS if not _is_a_managers(os.path.join(folder, hook))]


def _is_a_managers(path: str) -> bool:
    text = _read(path)
    return any(sign in text for sign in _SIGNS)


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
