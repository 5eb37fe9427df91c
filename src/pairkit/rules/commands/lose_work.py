"""Commands that throw away what is not committed yet, asked only while there is such work."""

from __future__ import annotations

from collections.abc import Mapping

from pairkit.action.git_line import git_of
from pairkit.action.line import Simple
from pairkit.rules.around import Around

_NEW = ("-b", "-B", "--orphan", "-c", "-C", "--create", "--detach")


def check(command: Simple, around: Around) -> Mapping[str, object] | None:
    """Return the command's name where it throws work away and there is work."""
    line = git_of(command.argv)
    words = set(line.words)
    short = "".join(word[1:] for word in line.words if word.startswith("-") and not word.startswith("--"))
    found = {
        "reset": "--hard" in words or "--merge" in words,
        "clean": ("f" in short or "--force" in words) and "n" not in short and "--dry-run" not in words,
        "checkout": _checkout(line.words, words, short),
        "switch": "--discard-changes" in words or "f" in short or "--force" in words,
        "restore": _restores(words, short),
        "stash": bool({"drop", "clear"} & set(line.words[:1])),
        "worktree": line.words[:1] == ("remove",) and ("f" in short or "--force" in words),
    }.get(line.name, False)
    if not found:
        return None
    if line.name in ("stash", "worktree") or around.unsaved():
        extra = next((word for word in line.words if word.startswith("-") or word in ("drop", "clear", ".")), "")
        return {"what": f"git {line.name} {extra}".strip()}
    return None


def _checkout(ordered: tuple[str, ...], words: set[str], short: str) -> bool:
    if words & set(_NEW):
        return False
    return "--" in ordered or "." in words or "f" in short or "--force" in words


def _restores(words: set[str], short: str) -> bool:
    staged = "--staged" in words or "S" in short
    return not staged or "--worktree" in words or "W" in short
