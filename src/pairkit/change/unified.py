"""Read hunks in the unified diff format, as git and diff write it.

Works on bytes, by line counts: what a line says is never taken for structure while a hunk still owes lines, so a file
that contains a diff cannot be misread.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pairkit.change.model import NEW, OLD, Block, Hunk
from pairkit.errors import BrokenPatch

_HEADER = re.compile(rb"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@ ?(.*)")


class Fragments(NamedTuple):
    """What a patch shows of each side, context included: runs of lines with their first numbers."""

    old: list[Block]
    new: list[Block]


def decode(raw: bytes) -> str:
    """Return text for reading: UTF-8, what is not becomes U+FFFD, CRLF becomes LF."""
    text = raw.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").removesuffix("\r") if "\r" in text else text


def read_hunks(lines: list[bytes], at: int, fragments: Fragments | None = None) -> tuple[list[Hunk], int]:
    """Read hunks from `lines[at]` on; return them and the position after them.

    With `fragments`, what is shown of both sides is added there. Raises BrokenPatch where a hunk ends too early.
    """
    hunks: list[Hunk] = []
    while at < len(lines) and (header := _HEADER.match(lines[at])):
        at = _one(lines, at, header, hunks, fragments)
    return hunks, at


def _one(lines: list[bytes], at: int, header: re.Match[bytes], hunks: list[Hunk], fragments: Fragments | None) -> int:
    old, new = int(header[1]), int(header[3])
    owed_old = 1 if header[2] is None else int(header[2])
    owed_new = 1 if header[4] is None else int(header[4])
    run = _Run(old + (owed_old == 0), new + (owed_new == 0), decode(header[5]), hunks, fragments)
    first, at = at, at + 1
    if not owed_old:  # most often a new file: all its lines at one go
        some = lines[at : at + owed_new]
        if len(some) == owed_new == (b"\n" + b"\n".join(some)).count(b"\n+"):
            run.came = [line[1:] for line in some]
            at, owed_new = at + owed_new, 0
    while owed_old > 0 or owed_new > 0:
        if at >= len(lines):
            raise BrokenPatch("patch-cut", line=first + 1)
        line = lines[at]
        sign = line[:1]
        if sign == b"+":
            run.came.append(line[1:])
            owed_new -= 1
        elif sign == b"-":
            run.went.append(line[1:])
            owed_old -= 1
        elif sign in (b" ", b"") or line == b"\r":  # mail programs strip the space of an empty context line
            run.keep(line[1:])
            owed_old -= 1
            owed_new -= 1
        elif sign != b"\\":
            raise BrokenPatch("patch-broken", line=at + 1)
        at += 1
    run.end()
    while at < len(lines) and lines[at].startswith(b"\\ "):
        at += 1
    return at


class _Run:
    """The state inside one hunk: lines collected since the last context line."""

    def __init__(self, old: int, new: int, section: str, hunks: list[Hunk], fragments: Fragments | None) -> None:
        self.old, self.new, self.section = old, new, section
        self.hunks, self.fragments = hunks, fragments
        self.first_old, self.first_new = old, new
        self.went: list[bytes] = []
        self.came: list[bytes] = []
        self.shown_old: list[bytes] = []
        self.shown_new: list[bytes] = []

    def flush(self) -> None:
        if self.went or self.came:
            removed = Block(OLD, self.old, decode(b"\n".join(self.went))) if self.went else None
            added = Block(NEW, self.new, decode(b"\n".join(self.came))) if self.came else None
            self.hunks.append(Hunk(removed, added, self.section))
        if self.fragments is not None:
            self.shown_old += self.went
            self.shown_new += self.came
        self.old += len(self.went)
        self.new += len(self.came)
        self.went, self.came = [], []

    def keep(self, line: bytes) -> None:
        self.flush()
        if self.fragments is not None:
            self.shown_old.append(line)
            self.shown_new.append(line)
        self.old += 1
        self.new += 1

    def end(self) -> None:
        self.flush()
        if self.fragments is None:
            return
        if self.shown_old:
            self.fragments.old.append(Block(OLD, self.first_old, decode(b"\n".join(self.shown_old))))
        if self.shown_new:
            self.fragments.new.append(Block(NEW, self.first_new, decode(b"\n".join(self.shown_new))))
