"""Add what is missing to a project that exists. A file that is there is never touched, nothing is staged or recorded.

Until a real merge takes this over, what is there already wins: it is kept, and `pairkit.lock` says so.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from pairkit.errors import Occupied
from pairkit.git import repository
from pairkit.scaffold.create import install_hooks
from pairkit.scaffold.lock import BASE, LOCK
from pairkit.scaffold.render import PROGRAM, Rendered


@dataclass(frozen=True, slots=True)
class Addition:
    """What would happen: files to write, files that are `kept` as they are, and files that `.gitignore` leaves out."""

    write: Mapping[str, Rendered]
    kept: tuple[str, ...]
    ignored: tuple[str, ...]


def compare(root: str, files: Mapping[str, Rendered]) -> Addition:
    """Return what adding `files` to the project at `root` comes to; nothing is written."""
    kept = tuple(path for path in files if _is_taken(root, path))
    left_out = repository.ignored(root, [path for path in files if path not in kept])
    write = {path: one for path, one in files.items() if path not in kept and path not in left_out}
    return Addition(write, kept, tuple(sorted(left_out)))


def _is_taken(root: str, path: str) -> bool:
    """Tell whether something is at `path`, or in its way: a file or a link where a folder should be."""
    place = root
    names = path.split("/")
    for name in names[:-1]:
        place = os.path.join(place, name)
        if os.path.islink(place) or (os.path.lexists(place) and not os.path.isdir(place)):
            return True
    return os.path.lexists(os.path.join(place, names[-1]))


def add(root: str, addition: Addition, lock: bytes, base: bytes) -> bool:
    """Write what is missing and put the hooks in place; return whether they could be.

    If a file cannot be written, all that were written here are taken away again. Raises Occupied.
    """
    contents = {path: (one.content, one.mode == PROGRAM) for path, one in addition.write.items()}
    contents[BASE], contents[LOCK] = (base, False), (lock, False)
    written: list[str] = []
    folders: list[str] = []
    done = False
    try:
        for path, (content, program) in contents.items():
            place = os.path.join(root, *path.split("/"))
            _make_folders(root, os.path.dirname(place), folders)
            with open(place, "xb") as file:  # fails if it has come to be in the meantime
                written.append(place)
                file.write(content)
            if program:
                os.chmod(place, 0o755)  # noqa: S103 - a program
        with repository.clean_environment():
            hooks = install_hooks(root)
        done = True
    except OSError as error:
        raise Occupied("target-unwritable", path=root, said=error.strerror or str(error)) from None
    finally:
        if not done:
            _take_back(written, folders)
    return hooks


def _make_folders(root: str, folder: str, made: list[str]) -> None:
    missing = []
    while folder != root and not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for one in reversed(missing):
        os.mkdir(one)
        made.append(one)


def _take_back(files: list[str], folders: list[str]) -> None:
    for path in files:
        os.remove(path)
    for folder in reversed(folders):
        os.rmdir(folder)
