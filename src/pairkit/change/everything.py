"""Every tracked file, as if it had just been added: for a first look at a project that was never checked.

A large tree is not read to be listed: a file's lines are read when somebody asks for them. What only its content tells
(is it text, did a program write it) is known for a file that was read, and is told of the others by their path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pairkit.change.generated import why_generated
from pairkit.change.hidden import LIMIT, is_recoded, may_be_text, text_of
from pairkit.change.model import ADDED, NEW, Block, Change, FileChange, Hunk, Skipped
from pairkit.change.tree_diff import in_pieces, side, too_long
from pairkit.git.objects import Objects, sizes
from pairkit.git.place import Place
from pairkit.git.run import git

_FILE_MODES = ("100644", "100755")


class Tracked(NamedTuple):
    """One file of the index; `size` in bytes."""

    path: str
    mode: str
    blob: str
    size: int

    @property
    def readable(self) -> bool:
        """Whether its lines are worth a look as a whole: neither media nor longer than LIMIT."""
        return self.size <= LIMIT and may_be_text(self.path)

    @property
    def long(self) -> bool:
        """Whether it may be a text that is looked at in pieces."""
        return self.size > LIMIT and may_be_text(self.path)

    @property
    def work(self) -> int:
        """How many bytes are looked at."""
        return self.size if self.readable or self.long else 0


def everything(place: Place, objects: Objects) -> Change:
    """Return all files of the index, none of them read yet."""
    files: list[Tracked] = []
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
        files.append(Tracked(path, mode, blob, 0))
    known = sizes(place.root, [file.blob for file in files])
    listed = tuple(_unread(file._replace(size=size), objects) for file, size in zip(files, known, strict=True))
    return Change("all", listed, first=True, skipped=(*skipped, *too_long(listed)))


def tracked(file: FileChange) -> Tracked:
    """Return what the index says of a file of `everything`."""
    now = file.new
    return Tracked(file.path, now.mode if now else "", (now.blob if now else None) or "", file.size or 0)


def as_read(file: Tracked, raw: bytes | None, objects: Objects) -> FileChange:
    """Return a file with its lines, from its content; None where nothing of it is to be read."""
    whole = text_of(raw) if raw is not None and file.readable else None
    text = (whole or "").removesuffix("\n")
    now = side(NEW, file.blob, file.mode, objects)
    if whole is not None and raw is not None and not is_recoded(raw):
        parts = (Block(NEW, 1, whole),)
        now = now._replace(parts=lambda: parts)
    read = FileChange(
        path=file.path,
        status=ADDED,
        old=None,
        new=now,
        hunks=(Hunk(None, Block(NEW, 1, text)),) if text else (),
        binary=whole is None,
        size=file.size,
        generated=why_generated(file.path, text[:600]),
    )
    return in_pieces(read, objects.root) if file.long else read


def _unread(file: Tracked, objects: Objects) -> FileChange:
    unread = FileChange(
        path=file.path,
        status=ADDED,
        old=None,
        new=side(NEW, file.blob, file.mode, objects),
        hunks=_WhenAsked(file, objects) if file.readable else (),
        binary=not file.readable,
        size=file.size,
        generated=why_generated(file.path, ""),
    )
    return in_pieces(unread, objects.root) if file.long else unread


class _WhenAsked(Sequence[Hunk]):
    """The one hunk of a file that nobody has read yet; nothing of it is kept, since a tree may be large."""

    def __init__(self, file: Tracked, objects: Objects) -> None:
        self._file, self._objects = file, objects

    def _read(self) -> Sequence[Hunk]:
        return as_read(self._file, self._objects.read(self._file.blob) or b"", self._objects).hunks

    def __len__(self) -> int:
        return len(self._read())

    def __iter__(self) -> Iterator[Hunk]:
        return iter(self._read())

    def __getitem__(self, at: Any) -> Any:
        return self._read()[at]
