"""Make the new project: beside its place, whole, and only then moved there.

Whatever goes wrong in between, ^C included, leaves nothing behind.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from pairkit.errors import GitFailed, Occupied
from pairkit.git import repository
from pairkit.guard import git_hooks
from pairkit.scaffold.destination import fits_everywhere, is_gits_own, is_reserved
from pairkit.scaffold.lock import BASE, LOCK
from pairkit.scaffold.render import PROGRAM, Rendered


@dataclass(frozen=True, slots=True)
class Created:
    """What was made. `hooks` is False where another program manages this computer's hooks."""

    path: str
    files: int
    hooks: bool
    author_known: bool


def check_target(target: str) -> tuple[str, bool]:
    """Return the absolute place of the project, and whether a project is there already, to which files are added.

    Raises Occupied if something is there that is neither empty nor the top of a git repository.
    """
    path = os.path.abspath(target)
    name = os.path.basename(path)
    if is_reserved(name):
        raise Occupied("target-reserved", path=target)
    if is_gits_own(path):
        raise Occupied("target-gits", path=target)
    if not fits_everywhere(name) and not os.path.lexists(path):
        raise Occupied("target-signs", path=target)
    if os.path.islink(path):
        raise Occupied("target-link", path=target)
    if os.path.isfile(path):
        raise Occupied("target-is-file", path=target)
    try:
        if not os.path.isdir(path) or not os.listdir(path):
            return path, False
    except OSError as error:
        raise Occupied("target-unwritable", path=target, said=error.strerror or str(error)) from None
    if not repository.is_top(path):
        raise Occupied("target-not-empty", path=target)
    if os.path.lexists(os.path.join(path, LOCK)):
        raise Occupied("target-started", path=target)
    return path, True


def create(target: str, files: Mapping[str, Rendered], lock: bytes, base: bytes, message: str) -> Created:
    """Write the project at `target` (as `check_target` returned it), record it, and put the hooks in place."""
    parent, name = os.path.split(target)
    # An empty folder that is there may lie on a disk of its own, or be all that one may write to.
    beside = f".pairkit-{os.getpid()}"
    scratch = os.path.join(target, beside) if os.path.isdir(target) else os.path.join(parent, f".{name}{beside}")
    made = _missing_parents(parent)
    done = False
    try:
        os.makedirs(scratch)
        with repository.clean_environment():
            created = _fill(scratch, files, lock, base, message)
        _move(scratch, target)
        done = True
    except OSError as error:
        raise Occupied("target-unwritable", path=target, said=error.strerror or str(error)) from None
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        if not done:
            _remove_empty(made)
    return Created(target, len(files) + 2, created[0], created[1])


def _fill(scratch: str, files: Mapping[str, Rendered], lock: bytes, base: bytes, message: str) -> tuple[bool, bool]:
    for path, one in files.items():
        _write(scratch, path, one.content, program=one.mode == PROGRAM)
    _write(scratch, LOCK, lock)
    _write(scratch, BASE, base)
    repository.start(scratch)
    hooks = install_hooks(scratch)
    try:
        return hooks, repository.record_first(scratch, message)
    except GitFailed as error:
        raise GitFailed("first-commit-refused", said=error.facts.get("said", "")) from None


def install_hooks(root: str) -> bool:
    """Put the hooks in place; return False where another program manages this computer's hooks."""
    try:
        git_hooks.install(root)
    except Occupied as error:
        if error.key != "hooks-managed":
            raise
        return False
    return True


def _write(root: str, path: str, content: bytes, *, program: bool = False) -> None:
    place = os.path.join(root, *path.split("/"))
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place, "xb") as file:
        file.write(content)
    if program:
        os.chmod(place, 0o755)  # noqa: S103 - a program


def _move(scratch: str, target: str) -> None:
    """Put the finished project in its place; an empty folder that is there (perhaps the current one) is kept."""
    if not os.path.isdir(target):
        os.rename(scratch, target)
        return
    for name in sorted(os.listdir(scratch)):
        os.rename(os.path.join(scratch, name), os.path.join(target, name))


def _missing_parents(folder: str) -> list[str]:
    missing = []
    while folder and not os.path.isdir(folder) and os.path.dirname(folder) != folder:
        missing.append(folder)
        folder = os.path.dirname(folder)
    return missing


def _remove_empty(folders: list[str]) -> None:
    for folder in folders:
        try:
            os.rmdir(folder)
        except OSError:
            return
