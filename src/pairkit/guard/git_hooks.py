"""Put pairkit's git hooks in place and take them away again.

They go where git looks for hooks: `.git/hooks`, or the project's own folder that `core.hooksPath` names. A folder
outside the project serves other projects too and is never written. A hook that was there before is kept beside it and
still runs first.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from pairkit.errors import Occupied
from pairkit.git.run import git
from pairkit.guard.hook_script import HOOKS, KEPT, is_ours, script

RUNNERS = "pairkit/hooks"
"""Below git's own folder: the same scripts, for hook managers to call; `python` beside them names the interpreter."""


@dataclass(frozen=True, slots=True)
class Done:
    """What happened to one hook: "installed", "current", "removed", "restored" or "absent"."""

    hook: str
    path: str
    what: str
    kept: bool = False


def install(root: str, python: str = sys.executable, hooks: Iterable[str] = HOOKS) -> list[Done]:
    """Put the hooks in place; doing it again changes nothing. Raises Occupied where they cannot be put."""
    folder, portable = hooks_folder(root)
    if portable:
        _name_python(root, python)
    return _put_all(folder, hooks, None if portable else python)


def remove(root: str) -> list[Done]:
    """Take the hooks away and bring back what was there before."""
    folder, portable = hooks_folder(root)
    try:
        done = [_remove(os.path.join(folder, hook), hook) for hook in HOOKS]
        if portable:
            _clear(os.path.join(_common(root), "pairkit"), "python")
    except OSError as error:
        raise Occupied("hook-unwritable", path=folder, said=error.strerror or str(error)) from None
    return done


def install_runners(root: str, python: str = sys.executable) -> None:
    """Put the scripts in place that hook managers call."""
    _put_all(os.path.join(_common(root), *RUNNERS.split("/")), HOOKS, python)


def runner(root: str, hook: str) -> str:
    """Return the text of the script that hook managers call, "" if it is not there."""
    return _read(os.path.join(_common(root), *RUNNERS.split("/"), hook)) or ""


def remove_runners(root: str) -> None:
    """Take those away again."""
    folder = os.path.join(_common(root), *RUNNERS.split("/"))
    _clear(folder, *HOOKS)
    _clear(os.path.dirname(folder))


def hooks_folder(root: str) -> tuple[str, bool]:
    """Return where git looks for this project's hooks, and whether others get them with the project's files.

    Raises Occupied for a folder outside the project.
    """
    folder = _ask(root, "rev-parse", "--path-format=absolute", "--git-path", "hooks")
    if _inside(folder, _common(root)):
        return folder, False
    if not _inside(folder, root):
        raise Occupied("hooks-managed", path=folder)
    return folder, True


def _common(root: str) -> str:
    return _ask(root, "rev-parse", "--path-format=absolute", "--git-common-dir")


def _ask(root: str, *args: str) -> str:
    return git(args, root).decode("utf-8", "surrogateescape").rstrip("\n")


def _inside(path: str, folder: str) -> bool:
    path, folder = os.path.realpath(path), os.path.realpath(folder)
    return path.startswith(folder + os.sep)


def _name_python(root: str, python: str) -> None:
    """Note the interpreter where a hook that travels with the project finds it on this computer."""
    place = os.path.join(_common(root), "pairkit", "python")
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "w", encoding="utf-8", newline="\n") as file:
            file.write(python.replace("\\", "/") if os.name == "nt" else python)
    except OSError as error:
        raise Occupied("hook-unwritable", path=place, said=error.strerror or str(error)) from None


def _clear(folder: str, *names: str) -> None:
    """Remove these files, and the folder if nothing else is in it."""
    for name in names:
        if os.path.exists(os.path.join(folder, name)):
            os.remove(os.path.join(folder, name))
    if os.path.isdir(folder) and not os.listdir(folder):
        os.rmdir(folder)


def _put_all(folder: str, hooks: Iterable[str], python: str | None) -> list[Done]:
    try:
        os.makedirs(folder, exist_ok=True)
        folders = [name for name in hooks if os.path.isdir(os.path.join(folder, name))]
        if folders:  # before anything is written: one hook in place and three missing would be half a guard
            raise IsADirectoryError(0, os.strerror(21), os.path.join(folder, folders[0]))
        return [_install(os.path.join(folder, hook), hook, python) for hook in hooks]
    except OSError as error:
        raise Occupied("hook-unwritable", path=folder, said=error.strerror or str(error)) from None


def _install(path: str, hook: str, python: str | None) -> Done:
    text = script(hook, python)
    present = _read(path)
    if present == text and os.access(path, os.X_OK):
        return Done(hook, path, "current", os.path.lexists(path + KEPT))
    if os.path.lexists(path) and not is_ours(present):
        _keep(path)
    part = f"{path}.{os.getpid()}"
    with open(part, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.chmod(part, os.stat(part).st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)  # noqa: S103
    os.replace(part, path)
    return Done(hook, path, "installed", os.path.lexists(path + KEPT))


def _keep(path: str) -> None:
    """Lay a foreign hook aside. One that was laid aside before stays too, under a number."""
    older = path + KEPT
    if os.path.lexists(older):
        number = next(n for n in range(2, 1000) if not os.path.lexists(f"{older}-{n}"))
        os.replace(older, f"{older}-{number}")
    os.replace(path, older)


def _remove(path: str, hook: str) -> Done:
    if not is_ours(_read(path)):
        return Done(hook, path, "absent")
    if os.path.lexists(path + KEPT):
        os.replace(path + KEPT, path)
        return Done(hook, path, "restored")
    os.remove(path)
    return Done(hook, path, "removed")


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except (FileNotFoundError, IsADirectoryError):
        return None
