"""The change that `git commit` would record: the index against HEAD, or a merge against all its parents."""

from __future__ import annotations

from pairkit.change.merge import merged_files
from pairkit.change.model import Change, Skipped
from pairkit.change.tree_diff import diff, too_long
from pairkit.git.objects import Objects
from pairkit.git.place import Place
from pairkit.git.run import git


def staged(place: Place, objects: Objects, merging: tuple[str, ...] | None = None) -> Change:
    """Return what is staged. `merging` names the other parents; by default those of a merge in progress.

    GIT_INDEX_FILE is respected, so that `git commit FILE` judges what it will record.
    """
    others = place.merging if merging is None else merging
    if others and place.head:
        files = merged_files(place.root, ["HEAD", *others], objects)
        return Change("merge", tuple(files), skipped=too_long(files))
    files = diff(place.root, ["diff-index", "--cached", place.base, "--"], objects)
    return Change("staged", tuple(files), first=not place.head, skipped=too_long(files))


def unmerged(place: Place) -> tuple[Skipped, ...]:
    """Return the files in which two versions still stand side by side; git makes no commit while there are any."""
    entries = git(["ls-files", "-u", "-z"], place.root).split(b"\0")
    paths = dict.fromkeys(entry.partition(b"\t")[2].decode("utf-8", "surrogateescape") for entry in entries if entry)
    return tuple(Skipped(path, "unmerged") for path in paths)
