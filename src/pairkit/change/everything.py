"""Every tracked file, as if it had just been added: for a first look at a project that was never checked."""

from __future__ import annotations

from pairkit.change.generated import why_generated
from pairkit.change.hidden import may_be_text, text_of
from pairkit.change.model import ADDED, NEW, Block, Change, FileChange, Hunk, Skipped
from pairkit.change.tree_diff import LIMIT, side, too_long
from pairkit.git.objects import Objects
from pairkit.git.place import Place
from pairkit.git.run import git

_FILE_MODES = ("100644", "100755")


def everything(place: Place, objects: Objects) -> Change:
    """Return all files of the index."""
    files: list[FileChange] = []
    skipped: list[Skipped] = []
    for entry in git(["ls-files", "-s", "-z"], place.root).split(b"\0"):
        if not entry:
            continue
        head, _, name = entry.partition(b"\t")
        mode, blob, stage = head.decode("ascii").split(" ")
        path = name.decode("utf-8", "surrogateescape")
        if mode not in _FILE_MODES:
            continue
        if stage != "0":
            skipped.append(Skipped(path, "unmerged"))
            continue
        files.append(_file(path, mode, blob, objects))
    return Change("all", tuple(files), first=True, skipped=(*skipped, *too_long(files)))


def _file(path: str, mode: str, blob: str, objects: Objects) -> FileChange:
    size = objects.size(blob) or 0
    text = None if size > LIMIT or not may_be_text(path) else text_of(objects.read(blob) or b"")
    binary = text is None
    text = (text or "").removesuffix("\n")
    hunks = (Hunk(None, Block(NEW, 1, text)),) if text else ()
    return FileChange(
        path=path,
        status=ADDED,
        old=None,
        new=side(NEW, blob, mode, objects),
        hunks=hunks,
        binary=binary,
        size=size,
        generated=why_generated(path, text[:600]),
    )
