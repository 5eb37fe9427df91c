"""What of the history others already have, as far as this computer knows: what a remote-tracking branch holds.

Asked only once something was found. Every question has a time limit, since a history can be long: no answer is None.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import NamedTuple

from pairkit.errors import GitFailed, NotARepository
from pairkit.git.run import git

_SECONDS = 3.0
"""For all questions together."""


class Origin(NamedTuple):
    """Where a line came from: a commit's id, and whether others have it. `newest`: it is the tip itself."""

    commit: str
    shared: bool
    newest: bool


class Sharing:
    """The history that ends in `tip` (any name of a commit), and which part of it was shared."""

    def __init__(self, root: str, tip: str) -> None:
        self._root, self._tip = root, tip
        self._until = time.monotonic() + _SECONDS
        self.alone = False
        """Whether no other repository was ever reached from here, once `wholly` was asked."""

        self._wholly: bool | None = None
        self._asked = False

    def wholly(self) -> bool | None:
        """Tell whether others have the tip, and with it everything before; None where that could not be told."""
        if not self._asked:
            self._asked = True
            refs = self._git(["for-each-ref", "--count=1", "--format=x", "refs/remotes"])
            self.alone = refs == b""
            own = b"" if refs is None else self._git(["rev-list", "-1", self._tip, "--not", "--remotes"])
            self._wholly = None if refs is None or own is None else bool(refs) and not own.strip()
        return self._wholly

    def origins(self, path: str, lines: Iterable[int]) -> dict[int, Origin]:
        """Return the origin of each line (1-based, of the tip's version of a file) that could be told.

        git follows a line only as far back as the first shared commit, so a long history costs nothing.
        """
        places = [f"-L{line},{line}" for line in sorted(set(lines))]
        said = self._git(["blame", "--root", "--porcelain", *places, self._tip, "--not", "--remotes", "--", path])
        tip = self._git(["rev-parse", "-q", "--verify", f"{self._tip}^{{commit}}"])
        return _read(said or b"", (tip or b"").decode("ascii").strip())

    def _git(self, args: list[str]) -> bytes | None:
        left = self._until - time.monotonic()
        try:
            return git(args, self._root, ok=1, timeout=left) if left > 0 else None
        except (GitFailed, NotARepository):
            return None


def _read(said: bytes, tip: str) -> dict[int, Origin]:
    """Read `blame --porcelain`: a commit's own lines stand only where it is named first, `boundary` among them."""
    found: list[tuple[int, str]] = []
    edges: set[str] = set()
    for row in said.split(b"\n"):
        words = row.split(b" ")
        if row.startswith(b"\t"):
            continue
        if len(words) >= 3 and len(words[0]) in (40, 64) and words[2].isdigit():
            found.append((int(words[2]), words[0].decode("ascii")))
        elif row == b"boundary" and found:
            edges.add(found[-1][1])
    return {line: Origin(commit, commit in edges, commit == tip) for line, commit in found}
