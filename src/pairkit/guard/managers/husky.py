"""husky: lines at the head of `.husky/pre-commit` and its siblings, which husky runs with `sh`."""

from __future__ import annotations

import os
from functools import partial

from pairkit.guard.blocks import with_block
from pairkit.guard.hook_script import HOOKS
from pairkit.guard.managers.joining import (
    ABSENT,
    ADDED,
    CURRENT,
    LEFT,
    TAKEN_OUT,
    Joined,
    command,
    has_block,
    put,
    take_out,
)

NAME = "husky"
FOLDER = ".husky"
_FED = (
    "pairkit_pushed=$(cat)",
    "printf '%s\\n' \"$pairkit_pushed\" | ({command}) || exit $?",
    "exec <<PAIRKIT",  # what follows reads what git says, too
    "$pairkit_pushed",
    "PAIRKIT",
)


def install(root: str, *, allowed: bool = True) -> Joined | None:
    """Join in; None where the project does not use the program."""
    folder = os.path.join(root, FOLDER)
    if not os.path.isdir(folder):
        return None
    done = [
        put(NAME, os.path.join(folder, hook), partial(added, hook=hook), "", program=True, allowed=allowed)
        for hook in HOOKS
    ]
    whats = [one.what for one in done]
    return Joined(NAME, folder, LEFT if LEFT in whats else ADDED if ADDED in whats else CURRENT)


def remove(root: str) -> Joined | None:
    """Leave again; a file that held nothing else goes."""
    folder = os.path.join(root, FOLDER)
    done = [take_out(NAME, os.path.join(folder, hook), ours_alone=True) for hook in HOOKS]
    return Joined(NAME, folder, TAKEN_OUT if any(done) else ABSENT) if os.path.isdir(folder) else None


def has_joined(root: str) -> bool:
    """Tell whether the program finds pairkit."""
    return all(has_block(os.path.join(root, FOLDER, hook)) for hook in HOOKS)


def added(text: str, hook: str) -> str:
    """Return the script with the lines; they stand below a `#!` line and above all that could end it early."""
    at = 1 if text.startswith("#!") else 0
    text_of = [line.replace("{command}", command(hook)) for line in _FED]
    lines = text_of if hook == "pre-push" else [f"({command(hook)}) || exit $?"]
    return with_block(text, at, lines)
