"""Lay out exactly one tree in a folder of its own: the index as it would be committed, or a commit.

Nothing is written into the repository: objects that git has to make go into a scratch folder.
"""

from __future__ import annotations

import os

from pairkit.git.place import Place
from pairkit.git.run import git

_NO_DOWNLOADS = {"GIT_LFS_SKIP_SMUDGE": "1"}


def tree_of(place: Place, revision: str | None, scratch: str) -> str:
    """Return the id of the tree of a revision, or of the index where it is None. Raises GitFailed."""
    if revision is not None:
        return git(["rev-parse", "--verify", "--end-of-options", f"{revision}^{{tree}}"], place.root).decode().strip()
    return git(["write-tree"], place.root, extra=_aside(place, scratch)).decode().strip()


def lay_out(place: Place, revision: str | None, folder: str, scratch: str) -> None:
    """Write the files of a revision, or of the index where it is None, into `folder`, which is made."""
    os.makedirs(folder, exist_ok=True)
    extra = {**_aside(place, scratch), **_NO_DOWNLOADS}
    if revision is not None:
        extra["GIT_INDEX_FILE"] = os.path.join(scratch, f"index-{revision[:12]}")
        git(["read-tree", revision], place.root, extra=extra)
    git(["checkout-index", "--all", "--force", f"--prefix={folder}{os.sep}"], place.root, extra=extra)


def _aside(place: Place, scratch: str) -> dict[str, str]:
    objects = os.path.join(scratch, "objects")
    os.makedirs(objects, exist_ok=True)
    known = [os.path.join(place.common_dir, "objects"), os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES", "")]
    return {
        "GIT_OBJECT_DIRECTORY": objects,
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.pathsep.join(one for one in known if one),
    }
