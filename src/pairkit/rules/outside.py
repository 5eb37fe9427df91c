"""The project around a change, as it will be after it. Read only when a rule asks: most changes never do."""

from __future__ import annotations

from pairkit.change.model import Change
from pairkit.errors import GitFailed
from pairkit.git.objects import Objects
from pairkit.git.run import git

_BIGGEST = 1_000_000
"""Bytes of a file beyond which it is not read: what a rule looks for is written by people."""


class Outside:
    """Files by their paths from the root: from the index for what is staged, from the tip for a range."""

    def __init__(self, root: str, change: Change, objects: Objects) -> None:
        self._root, self._objects = root, objects
        self._tip = change.tip if change.source == "range" else ""
        self._known: dict[str, str | None] = {}
        self._paths: frozenset[str] | None = None

    def read(self, path: str) -> str | None:
        """Return a file's text, or None if there is none, it is binary or too large."""
        if path not in self._known:
            self._known[path] = self._text(f"{self._tip}:{path}")
        return self._known[path]

    def listing(self) -> frozenset[str]:
        """Return the paths of all files; none where git cannot tell."""
        if self._paths is None:
            ask = ["ls-tree", "-r", "-z", "--name-only", self._tip] if self._tip else ["ls-files", "-z"]
            try:
                raw = git(ask, self._root)
            except GitFailed:
                raw = b""
            self._paths = frozenset(one.decode("utf-8", "surrogateescape") for one in raw.split(b"\0") if one)
        return self._paths

    def _text(self, name: str) -> str | None:
        size = self._objects.size(name)
        raw = self._objects.read(name) if size is not None and size <= _BIGGEST else None
        return None if raw is None or b"\0" in raw[:8000] else raw.decode("utf-8", "replace")


def outside_of(root: str, change: Change, objects: Objects | None) -> Outside | None:
    """Return the project around a change, or None where only a patch is known or every file is looked at anyway."""
    return Outside(root, change, objects) if objects and change.source in {"staged", "merge", "range"} else None
