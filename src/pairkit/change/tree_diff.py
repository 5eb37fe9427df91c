"""Turn one `git diff-index` or `git diff-tree` with raw records and patch into file changes.

The raw records (NUL-separated, never quoted) give names, modes and object ids; the patch gives the lines. Both come in
the same order, so the patch's own quoted names are never parsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pairkit.change.generated import why_generated
from pairkit.change.hidden import LIMIT, may_be_text, shown
from pairkit.change.model import (
    ADDED,
    COPIED,
    DELETED,
    MODIFIED,
    NEW,
    OLD,
    RENAMED,
    TYPE,
    Block,
    FileChange,
    Hunk,
    Side,
    Skipped,
)
from pairkit.change.unified import decode, read_hunks
from pairkit.git.objects import Objects
from pairkit.git.run import git

OPTIONS = (
    *(
        "-z",
        "--raw",
        "-p",
        "-U0",
        "-M",
        "--diff-filter=ACDMRT",
        "--full-index",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
    ),
    *("--ignore-submodules=dirty", "--diff-algorithm=myers", "--inter-hunk-context=0", "--submodule=short"),
)
CONFIG = ("-c", f"core.bigFileThreshold={LIMIT}", "-c", "diff.renameLimit=400", "-c", "core.quotePath=true")

_STATUS = {"A": ADDED, "D": DELETED, "M": MODIFIED, "R": RENAMED, "C": COPIED, "T": TYPE}
SUBMODULE = "160000"


class Record(NamedTuple):
    """One raw record: what happened to which path, between which objects."""

    status: str
    old_mode: str
    new_mode: str
    old_blob: str
    new_blob: str
    path: str
    old_path: str | None


def read_records(raw: bytes) -> tuple[list[Record], bytes]:
    """Return the raw records at the beginning of `raw`, and what follows them."""
    records = []
    at = 0
    while raw[at : at + 1] == b":":
        end = raw.index(b"\0", at)
        old_mode, new_mode, old_blob, new_blob, status = raw[at + 1 : end].decode("ascii").split(" ")
        paths = 2 if status[0] in "RC" else 1
        names = []
        for _ in range(paths):
            start, end = end + 1, raw.index(b"\0", end + 1)
            names.append(raw[start:end].decode("utf-8", "surrogateescape"))
        old_path = names[0] if paths == 2 else None
        records.append(
            Record(_STATUS.get(status[0], MODIFIED), old_mode, new_mode, old_blob, new_blob, names[-1], old_path)
        )
        at = end + 1
    return records, raw[at:].removeprefix(b"\0")


def diff(root: str, args: Sequence[str], objects: Objects) -> list[FileChange]:
    """Return the file changes that `git ARGS` (diff-index or diff-tree) reports."""
    return files_of(git([*CONFIG, *args[:1], *OPTIONS, *args[1:]], root), objects)


def files_of(raw: bytes, objects: Objects) -> list[FileChange]:
    """Return the file changes in raw records and the patch that follows them."""
    records, patch = read_records(raw)
    lines = patch.split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    at = 0
    files = []
    for record in records:
        hunks: list[Hunk] = []
        binary = False
        for _ in range(_sections(record)):
            more, is_binary, at = _section(lines, at)
            hunks += more
            binary = binary or is_binary
        files.append(_looked_through(file_change(record, tuple(hunks), binary, objects), objects))
    return files


def too_long(files: Iterable[FileChange]) -> tuple[Skipped, ...]:
    """Return the texts in which only secrets are looked for, because they are longer than LIMIT."""
    return tuple(Skipped(file.path, "too-long") for file in files if file.pieces)


def _looked_through(file: FileChange, objects: Objects) -> FileChange:
    """Show the lines of a file that git only calls binary."""
    if not file.binary or not may_be_text(file.path):
        return file
    blobs = [side.blob for side in (file.old, file.new) if side and side.blob]
    if any((objects.size(blob) or 0) > LIMIT for blob in blobs):
        return in_pieces(file, objects.root)
    old, new = ((objects.read(side.blob) or b"") if side and side.blob else b"" for side in (file.old, file.new))
    return shown(file, old, new)


def in_pieces(file: FileChange, root: str) -> FileChange:
    """Return a long file with a way to read it, if there is a new text to read."""
    from pairkit.change.pieces import is_text, text_pieces  # hardly a commit has one

    old, new = file.old and file.old.blob, file.new and file.new.blob
    if not (new and is_text(root, new)):
        return file

    def pieces(side: str) -> Iterator[Block]:
        blob = new if side == NEW else old
        return text_pieces(root, side, blob) if blob else iter(())

    return file._replace(pieces=pieces)


def _sections(record: Record) -> int:
    """A change of type (file to symlink) is written as a deletion and an addition."""
    return 2 if record.status == TYPE else 1


def _section(lines: list[bytes], at: int) -> tuple[list[Hunk], bool, int]:
    while at < len(lines) and not lines[at].startswith(b"diff --git "):
        at += 1
    at += 1
    binary = False
    while at < len(lines) and not lines[at].startswith((b"@@ ", b"diff --git ")):
        binary = binary or lines[at].startswith((b"Binary files ", b"GIT binary patch"))
        at += 1
    hunks, at = read_hunks(lines, at)
    return hunks, binary, at


def file_change(record: Record, hunks: tuple[Hunk, ...], binary: bool, objects: Objects) -> FileChange:
    """Return the file change of a record and its hunks; the size is asked for only where the lines do not tell it.

    A submodule is a pointer to another repository's commit: it has no lines to judge.
    """
    if SUBMODULE in (record.old_mode, record.new_mode):
        hunks = ()
    first = hunks[0].added if hunks and hunks[0].added and hunks[0].added.start == 1 else None
    new_exists = record.status != DELETED
    size = None
    if new_exists and binary and record.new_mode != SUBMODULE:
        size = objects.size(record.new_blob)
    elif record.status == ADDED:
        size = sum(len(hunk.added.text) + 1 for hunk in hunks if hunk.added)
    return FileChange(
        path=record.path,
        status=record.status,
        old=side(OLD, record.old_blob, record.old_mode, objects) if record.status not in (ADDED, COPIED) else None,
        new=side(NEW, record.new_blob, record.new_mode, objects) if new_exists else None,
        hunks=hunks,
        old_path=record.old_path,
        binary=binary,
        size=size,
        generated=why_generated(record.path, first.text[:600] if first else ""),
    )


def side(name: str, blob: str, mode: str, objects: Objects) -> Side:
    """Return the side (OLD or NEW) of a file whose content is the object `blob`."""
    return Side(blob, mode, complete=True, parts=lambda: (Block(name, 1, decode(objects.read(blob) or b"")),))
