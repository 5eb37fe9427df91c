"""Every tracked file, as if it had just been added: for a first look at a project that was never checked."""

from __future__ import annotations

from pairkit.change.generated import why_generated
from pairkit.change.model import ADDED, NEW, Block, Change, FileChange, Hunk, Skipped
from pairkit.change.tree_diff import LIMIT, side
from pairkit.change.unified import decode
from pairkit.git.objects import Objects
from pairkit.git.place import Place
from pairkit.git.run import git

_FILE_MODES = ("100644", "100755")
_SNIFF = 8000  # as git does: a NUL in the first 8000 bytes makes a file binary


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
    return Change("all", tuple(files), first=True, skipped=tuple(skipped))


def _file(path: str, mode: str, blob: str, objects: Objects) -> FileChange:
    size = objects.size(blob) or 0
    raw = b"" if size > LIMIT else objects.read(blob) or b""
    binary = size > LIMIT or b"\0" in raw[:_SNIFF]
    text = "" if binary else decode(raw).removesuffix("\n")
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
