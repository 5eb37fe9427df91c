"""Folders deleted for good: outside the project, the project itself, its history, the person's home."""

from __future__ import annotations

import os
from collections.abc import Mapping

from pairkit.action.line import UNKNOWN, Simple
from pairkit.project.globs import normal
from pairkit.rules.around import Around

_ALL = ("*", ".*", "./*", "**")
_SCRATCH = ("/tmp", "/var/tmp", "/private/tmp", "/var/folders", "/private/var/folders", "/dev/shm")  # noqa: S108
_CACHES = ("~/.cache", "~/.npm/_cacache", "~/Library/Caches", "~/.gradle/caches", "~/.cargo/registry")


def check(command: Simple, around: Around) -> Mapping[str, object] | None:
    """Return the first target that must not be deleted with all that is in it."""
    if command.remote:
        targets = [word for word in command.argv[1:] if word in ("/", "/*", "~", "~/*", "/home", "/etc", "/usr", "/var")]
        return {"what": targets[0]} if _recursive(command.argv) and targets else None
    if not _recursive(command.argv):
        return None
    for word in command.argv[1:]:
        if not word.startswith(("-", "/s", "/q", "/S", "/Q")) and UNKNOWN not in word and _precious(word, command, around):
            return {"what": word}
    return None


def _recursive(argv: tuple[str, ...]) -> bool:
    if argv[0].lower() in ("del", "erase", "rd", "rmdir"):
        return any(word.lower() == "/s" or word.lower().startswith("-rec") for word in argv)
    return any(
        word.lower() in ("--recursive", "-recurse", "-r", "--no-preserve-root")
        or (word[:1] == "-" and word[1:2] != "-" and "r" in word.lower() and len(word) < 8)
        for word in argv[1:]
    )


def _precious(word: str, command: Simple, around: Around) -> bool:
    word = word.replace("\\", "/") if command.argv[0].lower() not in ("rm",) else word
    if len(word) > 1 and word[1] == ":":
        return len(word.strip("/*")) <= 2 or "/users" in word.lower() or not around.root.lower().startswith(word[:2].lower())
    path = os.path.expanduser(word) if word.startswith("~") else word
    if command.cwd is None and not os.path.isabs(path):
        return word.rstrip("/") in (".git", "..", "../..") or word in _ALL
    path = normal(os.path.normpath(os.path.join(command.cwd or "/", path)))
    everything = os.path.basename(path) in ("*", ".*", "**")
    folder = os.path.dirname(path) if everything else path
    return _is_precious(os.path.realpath(folder), around) or _is_precious(folder, around)


def _is_precious(folder: str, around: Around) -> bool:
    root = normal(around.root)
    if any(folder.startswith(one + "/") for one in _SCRATCH) and not (root and _within(root, folder)):
        inside = bool(root) and folder.startswith(root + "/")
        return inside and _is_history(folder, root)
    if any(_within(folder, os.path.expanduser(one)) for one in _CACHES):
        return False
    if not root:
        return folder in ("/", around.home) or folder.count("/") < 3 or os.path.basename(folder) == ".git"
    if _within(root, folder):
        return True  # the project itself, or a folder above it
    return _is_history(folder, root) or not _within(folder, root)


def _is_history(folder: str, root: str) -> bool:
    return folder == root + "/.git" or folder.startswith(root + "/.git/") or os.path.basename(folder) == ".git"


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
