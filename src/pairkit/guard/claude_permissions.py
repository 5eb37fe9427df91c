"""Claude Code's own refusals (`permissions.deny`): they hold where a hook cannot look, and hold in every mode.

What is the same for everybody is committed; what depends on the person stands in `.claude/settings.local.json`, which
is never committed. A block of ours begins and ends with a fixed rule, so that it is found again among the user's own.
A deny rule has no exceptions, so a closed pattern within which another zone may lie is left to the hook.
Source: Claude Code's documentation, settings and permissions; measured with 2.1.330.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from pairkit.git.run import git
from pairkit.project.zones import CLOSED, GUARD_FILES

SHARED = ".claude/settings.json"
LOCAL = ".claude/settings.local.json"
AT = ("permissions", "deny")
_BEGIN, _END = "Edit(/pairkit.yaml)", "Edit(/.pairkit/**)"
_COMMANDS = (
    "Bash(git push --force*)",
    "Bash(git push -f*)",
    "Bash(git push * --force*)",
    "Bash(git push * -f*)",
    "Bash(git commit *--no-verify*)",
)
_EXCLUDE = f"# pairkit: rules for the person at this computer\n/{LOCAL}\n"


def for_everybody() -> list[str]:
    """Return the rules that are committed: nobody's agent changes the files that keep the agreement."""
    inner = [f"Edit({pattern})" for pattern in GUARD_FILES if f"Edit({pattern})" not in (_BEGIN, _END)]
    return [_BEGIN, *inner, _END]


def for_a_maker(zones: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the rules for the agent of somebody who is no developer."""
    others = [pattern for zone, patterns in zones.items() if zone != CLOSED for pattern in patterns]
    closed = [one for one in zones.get(CLOSED, ()) if not any(_may_lie_in(other, one) for other in others)]
    return [_BEGIN, *(f"Edit({_anchored(pattern)})" for pattern in closed), *_COMMANDS, _END]


def block(present: Sequence[Any]) -> tuple[int, int] | None:
    """Return where a block of ours stands in a list, of whatever version: (first, how many)."""
    begins = [n for n, one in enumerate(present) if one == _BEGIN]
    for begin in reversed(begins):
        for end in range(begin + 1, len(present)):
            if present[end] == _END:
                return begin, end - begin + 1
    return None


def ignore_local(root: str, common_dir: str) -> None:
    """Make sure that git leaves the local settings out, without touching a committed file."""
    plain = {"GIT_LITERAL_PATHSPECS": "0"}  # check-ignore knows no other
    if git(["check-ignore", "--no-index", LOCAL], root, ok=1, extra=plain).strip():
        return
    path = os.path.join(common_dir, "info", "exclude")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "a+", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.seek(0)
        text = file.read()
        file.write(("" if not text or text.endswith("\n") else "\n") + _EXCLUDE)


def stop_ignoring_local(common_dir: str) -> None:
    """Take that line away again."""
    path = os.path.join(common_dir, "info", "exclude")
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            text = file.read()
    except OSError:
        return
    if _EXCLUDE in text:
        with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text.replace(_EXCLUDE, ""))


def _anchored(pattern: str) -> str:
    if pattern.startswith("/"):
        return pattern
    return "/" + pattern if "/" in pattern.rstrip("/") else "/**/" + pattern


def _may_lie_in(other: str, closed: str) -> bool:
    """Tell whether a file of `other` may match `closed`, from the beginnings of the two patterns."""
    one, two = _fixed(_anchored(other)), _fixed(_anchored(closed))
    return one.startswith(two) or two.startswith(one)


def _fixed(pattern: str) -> str:
    return pattern[: min((n for n, sign in enumerate(pattern) if sign in "*?["), default=len(pattern))]
