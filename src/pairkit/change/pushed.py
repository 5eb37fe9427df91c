"""What a push would send: per reference the commits that the other side does not have, and each commit's change."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pairkit.change.merge import merged_files
from pairkit.change.model import Change, FileChange
from pairkit.change.tree_diff import CONFIG, OPTIONS, files_of, too_long
from pairkit.errors import GitFailed
from pairkit.git.objects import Objects
from pairkit.git.place import Place
from pairkit.git.run import git

BRANCHES, TAGS = "refs/heads/", "refs/tags/"
_BATCH = 100
_COMMIT = re.compile(rb"(?:\A|(?<=\n))([0-9a-f]{40,64})\0(?=:)")


class Update(NamedTuple):
    """One reference of a push, as git names it to `pre-push`; an id of zeros means that there is none."""

    local_ref: str
    local: str
    remote_ref: str
    remote: str

    @property
    def deletes(self) -> bool:
        """Tell whether the reference is taken away over there."""
        return not self.local.strip("0")

    @property
    def creates(self) -> bool:
        """Tell whether the reference is new over there."""
        return not self.remote.strip("0")

    @property
    def branch(self) -> str | None:
        """Return the branch over there, or None for a tag or another reference."""
        return self.remote_ref.removeprefix(BRANCHES) if self.remote_ref.startswith(BRANCHES) else None


class Scan(NamedTuple):
    """How far the commits of a push were looked through."""

    looked: int
    of: int


def updates(said: bytes, environment: Mapping[str, str]) -> list[Update]:
    """Return what git says on standard input, or what pre-commit and prek, which read that, pass on of it."""
    rows = [line.split(" ") for line in said.decode("utf-8", "surrogateescape").split("\n") if line.strip()]
    found = [Update(*row) for row in rows if len(row) == 4]
    to, name = environment.get("PRE_COMMIT_TO_REF"), environment.get("PRE_COMMIT_REMOTE_BRANCH")
    if found or not to or not name:
        return found
    before = environment.get("PRE_COMMIT_FROM_REF") or "0" * len(to)
    return [Update(environment.get("PRE_COMMIT_LOCAL_BRANCH") or name, to, name, before)]


def commits(place: Place, update: Update, remote: str, known: Sequence[str]) -> list[str]:
    """Return the commits that `remote` does not have, the newest first. `known` are ids that it surely has."""
    stop = [f"--remotes={remote}"] if _is_remote(remote) else []
    shown = git(["rev-list", update.local, "--not", *stop, *known, "--"], place.root)
    return shown.decode("ascii").split()


def _is_remote(name: str) -> bool:
    """A push to an address has no name whose branches git would remember."""
    return bool(name) and not any(sign in name for sign in ":\\*?[") and not name.startswith(("/", ".", "~"))


def is_here(objects: Objects, name: str) -> bool:
    """Tell whether an object is on this computer."""
    return objects.size(name) is not None


def contains(place: Place, newer: str, older: str) -> bool:
    """Tell whether `older` is part of the history of `newer`."""
    return git(["rev-list", "-1", older, f"^{newer}"], place.root).strip() == b""


def base_of(place: Place, update: Update, remote: str, known: Sequence[str]) -> str:
    """Return what the change of a push is compared with: the other side's version, or where this history left it."""
    if update.remote in known:
        return update.remote
    stop = [f"--remotes={remote}"] if _is_remote(remote) else []
    shown = git(["rev-list", "--boundary", update.local, "--not", *stop, *known, "--"], place.root).decode("ascii")
    edges = [line[1:] for line in shown.split() if line.startswith("-")]
    if not edges:
        return git(["hash-object", "-t", "tree", "--stdin"], place.root, stdin=b"").decode("ascii").strip()
    return edges[0] if len(edges) == 1 else _newest(place, edges)


def _newest(place: Place, edges: Sequence[str]) -> str:
    return git(["rev-list", "-1", *edges, "--"], place.root).decode("ascii").strip()


def each(place: Place, ids: Sequence[str], objects: Objects, seconds: float) -> Iterator[tuple[str, Change]]:
    """Yield each commit with its own change, the newest first, until the time is over.

    A merge's is only what differs from every parent.
    """
    end = time.monotonic() + seconds
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        found = {commit: _change(commit, files) for commit, files in _plain(place, some, objects)}
        found.update((commit, _change(commit, files)) for commit, files in _merges(place, some, objects))
        yield from ((commit, found.get(commit) or _change(commit, [])) for commit in some)
        if time.monotonic() > end:
            return


def _change(commit: str, files: list[FileChange]) -> Change:
    return Change("range", tuple(files), tip=commit, skipped=too_long(files))


def _plain(place: Place, ids: Sequence[str], objects: Objects) -> Iterator[tuple[str, list[FileChange]]]:
    """Yield what all but the merges changed, by one git for all of them."""
    args = [*CONFIG, "diff-tree", "--stdin", "-r", "--root", *OPTIONS]
    raw = git(args, place.root, stdin="".join(f"{one}\n" for one in ids).encode("ascii"))
    marks = list(_COMMIT.finditer(raw))
    ends = [mark.start() for mark in marks[1:]] + [len(raw)]
    for mark, end in zip(marks, ends, strict=False):  # no mark at all where there are only merges
        yield mark[1].decode("ascii"), files_of(raw[mark.end() : end], objects)


def _merges(place: Place, ids: Sequence[str], objects: Objects) -> Iterator[tuple[str, list[FileChange]]]:
    """Yield what merges did themselves; git tells first in which of them any file is like no parent's."""
    given = "".join(f"{one}\n" for one in ids).encode("ascii")
    shown = git(["rev-list", "--no-walk=unsorted", "--merges", "--parents", "--stdin"], place.root, stdin=given)
    parents = {one[0]: one[1:] for line in shown.decode("ascii").splitlines() if (one := line.split())}
    if not parents:
        return
    given = "".join(f"{one}\n" for one in parents).encode("ascii")
    own = git(["diff-tree", "--stdin", "-r", "-c", "--name-only"], place.root, stdin=given).decode("utf-8", "replace")
    for line in own.splitlines():
        if line in parents:
            yield line, merged_files(place.root, parents[line], objects, tip=line)


def net(place: Place, base: str, tip: str, objects: Objects) -> Change:
    """Return what the other side's branch would change as a whole."""
    raw = git([*CONFIG, "diff-tree", *OPTIONS, "-r", base, tip, "--"], place.root)
    files = files_of(raw, objects)
    title = git(["log", "-1", "--format=%s", tip, "--"], place.root).decode("utf-8", "replace").strip()
    return Change("range", tuple(files), title, base=base, tip=tip, skipped=too_long(files))


def writers(place: Place, base: str, tip: str) -> dict[str, set[str]]:
    """Return, by path, the e-mail addresses of those who changed it on the way from `base` to `tip`.

    Who merged counts only for files that are then like no parent's.
    """
    args = ["log", "-c", "--format=%x00%x00%ae", "--name-only", "-z", "--no-renames", tip, f"^{base}", "--"]
    if git(["cat-file", "-t", base], place.root).strip() != b"commit":
        args.remove(f"^{base}")
    shown = git(args, place.root).decode("utf-8", "surrogateescape")
    found: dict[str, set[str]] = {}
    for part in shown.split("\0\0"):
        email, *paths = part.strip("\0\n").split("\0")
        for path in paths:
            found.setdefault(path.strip("\n"), set()).add(email)
    return found


def straight(place: Place, tip: str, most: int) -> set[str]:
    """Return the commits from `tip` back along first parents, at most so many."""
    return set(
        git(["rev-list", "--first-parent", f"--max-count={most}", tip, "--"], place.root).decode("ascii").split()
    )


def parent_of(place: Place, commit: str) -> str:
    """Return a commit's first parent, or an empty text."""
    try:
        return git(["rev-parse", "-q", "--verify", f"{commit}^"], place.root, ok=1).decode("ascii").strip()
    except GitFailed:
        return ""
