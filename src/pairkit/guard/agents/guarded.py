"""Which guarded projects an action touches. Outside of all of them everything passes.

A project is guarded if `pairkit.yaml` lies in it or is committed in it: deleting the file does not open it. An agent
may stand in one folder and write into another, so the folders of its files count as well as its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from pairkit.action.model import Action

_PROJECT_DIRS = ("CLAUDE_PROJECT_DIR", "GEMINI_PROJECT_DIR", "QWEN_PROJECT_DIR", "CURSOR_PROJECT_DIR")
_MOST = 3
"""Projects that one action is judged in: more would only cost time."""
AGREEMENT = "pairkit.yaml"


def roots(action: Action, environ: Mapping[str, str]) -> list[str]:
    """Return the guarded work trees of an action, its own folder's first."""
    found: dict[str, None] = {}
    for folder in _folders(action, environ):
        root = above(folder)
        if root and root not in found and guarded(root):
            found[root] = None
            if len(found) == _MOST:
                break
    return list(found)


def around(environ: Mapping[str, str]) -> list[str]:
    """Return the guarded work trees that this process runs in, for a payload that does not tell."""
    return roots(Action("", "", "", ""), environ)


def above(folder: str) -> str | None:
    """Return the nearest work tree that `folder` lies in; the folder itself need not exist."""
    here = os.path.abspath(folder)
    while not os.path.lexists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return None
        here = parent
    return here


def guarded(root: str) -> bool:
    """Tell whether a work tree has an agreement. Starts git only where none lies in the folder."""
    if os.path.lexists(os.path.join(root, AGREEMENT)):
        return True
    from pairkit.errors import PairkitError
    from pairkit.git.place import entry

    try:
        return bool(entry(root, f"HEAD:{AGREEMENT}"))
    except PairkitError:
        return False


def _folders(action: Action, environ: Mapping[str, str]) -> Iterator[str]:
    if action.cwd and os.path.isabs(action.cwd):
        yield action.cwd
    yield from (environ[name] for name in _PROJECT_DIRS if environ.get(name))
    try:
        here = os.getcwd()
    except OSError:
        here = ""
    if here:
        yield here
    yield from dict.fromkeys(_absolute(action.cwd or here, (edit.path for edit in action.edits)))


def _absolute(cwd: str, paths: Iterable[str]) -> Iterator[str]:
    from pairkit.gate.reach import real  # only for actions that name files

    for path in paths:
        where = os.path.dirname(os.path.join(cwd, path))
        if os.path.isabs(where):
            yield where
            yield real(where)
