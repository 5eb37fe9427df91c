"""The change between two revisions, as a pull request or CI sees it."""

from __future__ import annotations

from pairkit.change.merge import merged_files
from pairkit.change.model import Change
from pairkit.change.tree_diff import diff, too_long
from pairkit.errors import GitFailed, WrongUse
from pairkit.git.objects import Objects
from pairkit.git.place import Place
from pairkit.git.run import git


def committed(place: Place, revisions: str, objects: Objects) -> Change:
    """Return the change of `A...B` (what B did since they parted), `A..B` (between the two), or one commit.

    A side left out is HEAD. Merges of A into B vanish in the first form. Raises WrongUse or GitFailed.
    """
    start, end = _ends(place, revisions)
    parents = _parents(place, end) if start is None else ()
    if len(parents) > 1:
        files = merged_files(place.root, list(parents), objects, tip=end)
        base = parents[0]
    else:
        base = start or (parents[0] if parents else place.base)
        first = start is None and not parents
        base = _empty_tree(place) if first else base
        files = diff(place.root, ["diff-tree", "-r", base, end, "--"], objects)
    authors, title = _history(place, base, end, single=start is None)
    first = start is None and not parents
    return Change("range", tuple(files), title, authors, first, base, end, too_long(files))


def _ends(place: Place, revisions: str) -> tuple[str | None, str]:
    if "..." in revisions:
        left, right = (_commit(place, part or "HEAD") for part in revisions.split("...", 1))
        try:
            return git(["merge-base", left, right], place.root).decode().strip(), right
        except GitFailed:
            raise GitFailed("git-no-common-ancestor", range=revisions) from None
    if ".." in revisions:
        left, right = (_commit(place, part or "HEAD") for part in revisions.split("..", 1))
        return left, right
    return None, _commit(place, revisions)


def _commit(place: Place, name: str) -> str:
    if not name.strip():
        raise WrongUse("range-empty")
    found = git(["rev-parse", "-q", "--verify", "--end-of-options", f"{name}^{{commit}}"], place.root, ok=128)
    if not found.strip():
        raise GitFailed("git-unknown-revision", name=name)
    return found.decode().strip()


def _parents(place: Place, commit: str) -> tuple[str, ...]:
    return tuple(git(["rev-parse", f"{commit}^@"], place.root).decode().split())


def _empty_tree(place: Place) -> str:
    return git(["hash-object", "-t", "tree", "--stdin"], place.root, stdin=b"").decode().strip()


def _history(place: Place, base: str, end: str, *, single: bool) -> tuple[tuple[str, ...], str]:
    limit = ["-1", end] if single else ["--no-merges", end, f"^{base}"]
    raw = git(["log", "--format=%ae%x00%s%x00", *limit], place.root)
    fields = [part.strip("\n") for part in raw.decode("utf-8", "replace").split("\0")]
    emails, subjects = fields[0:-1:2], fields[1::2]
    return tuple(dict.fromkeys(emails)), subjects[0] if subjects else ""
