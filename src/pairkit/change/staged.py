"""The change that `git commit` would record: the index against HEAD, or a merge against all its parents."""

from __future__ import annotations

from pairkit.change.merge import merged_files
from pairkit.change.model import UNMERGED, Change, Skipped
from pairkit.change.tree_diff import diff, too_long
from pairkit.git.objects import Objects
from pairkit.git.place import Place


def staged(place: Place, objects: Objects, merging: tuple[str, ...] | None = None) -> Change:
    """Return what is staged. `merging` names the other parents; by default those of a merge in progress.

    GIT_INDEX_FILE is respected, so that `git commit FILE` judges what it will record.
    """
    others = place.merging if merging is None else merging
    if others and place.head:
        files = merged_files(place.root, ["HEAD", *others], objects)
        return Change("merge", tuple(files), skipped=too_long(files))
    files = diff(place.root, ["diff-index", "--cached", place.base, "--"], objects)
    unmerged = tuple(Skipped(file.path, "unmerged") for file in files if file.status == UNMERGED)
    kept = tuple(file for file in files if file.status != UNMERGED)
    return Change("staged", kept, first=not place.head, skipped=(*unmerged, *too_long(kept)))
