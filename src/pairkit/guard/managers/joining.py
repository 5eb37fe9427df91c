"""What all hook managers have in common: the command that they run, and how the outcome is told."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from pairkit.errors import Occupied
from pairkit.guard.blocks import without_blocks

ADDED, CURRENT, TAKEN_OUT, ABSENT, BY_HAND = "added", "current", "taken-out", "absent", "by-hand"
LEFT, UNGUARDED = "left", "unguarded"
"""The developer's file was left as it is; with other hooks beside it, or with none."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What happened to a manager's file. `lines` are what a person must add where pairkit cannot do so safely."""

    manager: str
    path: str
    what: str
    lines: str = ""


def command(hook: str, arguments: str = '"$@"') -> str:
    """Return the `sh` text that starts this computer's pairkit; where there is none it says so and passes."""
    return (
        f'h="$(git rev-parse --git-common-dir)/pairkit/hooks/{hook}"; '
        f'if [ -x "$h" ]; then "$h" {arguments}; '
        f"elif command -v pairkit-hook >/dev/null 2>&1; then pairkit-hook {hook} {arguments}; "
        "else echo 'pairkit is not on here / pairkit이 꺼져 있어요 (pairkit guard install)' >&2; fi"
    )


def quoted_command(hook: str, arguments: str = '"$@"') -> str:
    """Return the same as one word of a command line: `sh -c '…' pairkit`."""
    text = command(hook, arguments).replace("'", '"')
    return f"sh -c '{text}' pairkit"


def read(path: str) -> str | None:
    """Return a file's text with its line ends as they are, or None if there is none. Raises Occupied."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise Occupied("hook-unwritable", path=path, said=getattr(error, "strerror", "") or "UTF-8") from None


def write(path: str, text: str, *, program: bool = False) -> None:
    """Write a file whole, its permissions as they were. Raises Occupied."""
    part = f"{path}.{os.getpid()}"
    try:
        mode = os.stat(path).st_mode if os.path.exists(path) else 0o755 if program else 0o644
        with open(part, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(part, mode)
        os.replace(part, os.path.realpath(path))
    except OSError as error:
        raise Occupied("hook-unwritable", path=path, said=error.strerror or str(error)) from None


def has_block(path: str) -> bool:
    """Tell whether lines of ours stand in a file; there are none in one that cannot be read as text."""
    try:
        present = read(path) or ""
    except Occupied:
        return False
    return without_blocks(present) != present


def put(
    manager: str,
    path: str,
    add: Callable[[str], str | None],
    lines: str,
    *,
    program: bool = False,
    allowed: bool = True,
) -> Joined:
    """Bring the file to what `add` makes of it without any block of ours; None from it means: not safely.

    Without `allowed` the file is the developer's, and is left as it is.
    """
    present = read(path)
    plain = without_blocks(present or "")
    wanted = add(plain)
    if wanted is None:
        return Joined(manager, path, BY_HAND, lines)
    if wanted == present:
        return Joined(manager, path, CURRENT)
    if not allowed:
        return Joined(manager, path, LEFT)
    write(path, wanted, program=program)
    return Joined(manager, path, ADDED)


def take_out(manager: str, path: str, *, ours_alone: bool = False) -> Joined | None:
    """Take the block out; a file that held nothing else goes if it could be only ours. None: there was no block."""
    present = read(path)
    plain = without_blocks(present) if present is not None else None
    if present is None or plain is None or plain == present:
        return None
    if ours_alone and not plain:
        os.remove(path)
    else:
        write(path, plain)
    return Joined(manager, path, TAKEN_OUT)
