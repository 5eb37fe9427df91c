"""A change from a patch: `git diff`, `git format-patch`, `git show` or `diff -u`, inside a repository or not.

A patch shows only a part of most files; their sides say so (`complete` is False), and what needs the whole file is told
to the reader as not checked. What cannot be read is an error, never passed over: a part that nobody judged would look
like one that has nothing in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.errors import MessageError
from email.header import decode_header, make_header

from pairkit.change.generated import why_generated
from pairkit.change.hidden import LIMIT
from pairkit.change.model import ADDED, DELETED, MODIFIED, RENAMED, Block, Change, FileChange, Hunk, Side
from pairkit.change.pieces import cut
from pairkit.change.tree_diff import too_long
from pairkit.change.unified import Fragments, read_hunks
from pairkit.errors import BrokenPatch

_ESCAPE = re.compile(rb'\\([abfnrtv"\\]|[0-7]{3})')
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')
_STAMP = re.compile(rb"\t.*$")
_MAIL = re.compile(rb"From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001$")
_HEADER_LINE = re.compile(rb"(?:From|Subject|Date|Message-Id): ", re.IGNORECASE)
_COMMIT = re.compile(rb"commit [0-9a-f]{7,64}(?: .*)?$")
_EMPTY_BLOBS = ("e69de29", "473a0f4")
_LONGEST_NAME = 4096
"""No disk takes a longer one."""


def from_patch(raw: bytes) -> Change:
    """Return the change that a patch describes. Raises BrokenPatch (fact: `line`) where it cannot be read."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):  # PowerShell's `>` writes UTF-16
        raw = raw.decode("utf-16", "replace").encode("utf-8")
    lines = raw.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    files: list[FileChange] = []
    commits: list[_Commit] = []
    at = 0
    while at < len(lines):
        at = _next(lines, at, files, commits)
    if not files and raw.strip():
        raise BrokenPatch("patch-nothing", line=1)
    authors = tuple(dict.fromkeys(commit.author for commit in commits if commit.author))
    title = commits[-1].title if commits else ""
    return Change("patch", tuple(files), title, authors, skipped=too_long(files))


@dataclass(frozen=True, slots=True)
class _Commit:
    """Who wrote a part of the patch, and what they called it."""

    title: str
    author: str


def _next(lines: list[bytes], at: int, files: list[FileChange], commits: list[_Commit]) -> int:
    """Take in what begins at `at`; return the position after it."""
    line = lines[at].rstrip(b"\r")
    if _MAIL.match(line) or (at == 0 and _HEADER_LINE.match(line)):
        commit, at = _mail(lines, at)
        commits.append(commit)
    elif _COMMIT.match(line):
        commit, at = _shown(lines, at)
        commits.append(commit)
    elif line.startswith(b"diff --git ") or _plain_start(lines, at):
        file, at = _file(lines, at)
        files.append(file)
    elif line.startswith((b"diff --cc ", b"diff --combined ", b"@@@ ")):
        raise BrokenPatch("patch-combined", line=at + 1)
    elif line.startswith(b"@@ -"):
        raise BrokenPatch("patch-no-name", line=at + 1)
    else:
        at += 1
    return at


def _mail(lines: list[bytes], at: int) -> tuple[_Commit, int]:
    """Read a mailed patch's head and skip its message, which may quote anything."""
    start = at + 1 if lines[at].startswith(b"From ") else at
    end = next((n for n in range(start, len(lines)) if not lines[n].strip()), len(lines))
    title = re.sub(r"^\[[^\]]*PATCH[^\]]*\]\s*", "", _decoded(_header(lines[start:end], b"subject:")))
    author = _header(lines[start:end], b"from:").rpartition("<")[2].partition(">")[0]
    for n in range(end, len(lines)):
        line = lines[n].rstrip(b"\r")
        if line == b"---":
            return _Commit(title, author), n + 1
        if line.startswith(b"diff --git ") or _MAIL.match(line):
            return _Commit(title, author), n
    return _Commit(title, author), end


def _header(lines: list[bytes], name: bytes) -> str:
    """Return the first field called `name` (in lower case, with its colon), unfolded, or an empty text."""
    value: list[bytes] = []
    for line in lines:
        if value and line[:1] not in (b" ", b"\t"):
            break
        if value or line.lower().startswith(name):
            value.append(line if value else line[len(name) :])
    return " ".join(b"".join(value).decode("utf-8", "replace").split())


def _decoded(text: str) -> str:
    """Return a header's text with its encoded words (RFC 2047) read; as it is where they cannot be."""
    if "=?" not in text:
        return text
    try:
        return " ".join(str(make_header(decode_header(text))).split())
    except (MessageError, LookupError, ValueError):
        return text


def _shown(lines: list[bytes], at: int) -> tuple[_Commit, int]:
    """Read a commit's head as `git show` and `git log -p` print it; its message is indented."""
    title = author = ""
    n = at + 1
    while n < len(lines) and not lines[n].startswith((b"diff --", b"commit ")):
        if lines[n].startswith(b"Author: "):
            author = lines[n].rpartition(b"<")[2].partition(b">")[0].decode("utf-8", "replace")
        elif not title and lines[n].startswith(b"    "):
            title = lines[n].decode("utf-8", "replace").strip()
        n += 1
    return _Commit(title, author), n


def _plain_start(lines: list[bytes], at: int) -> bool:
    """Tell whether a plain `diff -u` file starts here."""
    return (
        lines[at].startswith(b"--- ")
        and at + 2 < len(lines)
        and lines[at + 1].startswith(b"+++ ")
        and lines[at + 2].startswith(b"@@ -")
    )


@dataclass(slots=True)
class _Head:
    """What the lines before a file's hunks say."""

    old: str | None = None
    new: str | None = None
    added: bool = False
    deleted: bool = False
    renamed: bool = False
    binary: bool = False
    mode: str = ""
    remoded: bool = False
    blobs: tuple[str, str] | None = field(default=None)


def _file(lines: list[bytes], at: int) -> tuple[FileChange, int]:
    head, first = _Head(), at
    if lines[at].startswith(b"diff --git "):
        _names(lines[at].rstrip(b"\r"), head)
        at += 1
    while at < len(lines) and not lines[at].startswith((b"@@ -", b"diff --git ")):
        if lines[at].startswith(b"--- ") and at + 1 < len(lines) and lines[at + 1].startswith(b"+++ "):
            _marks(lines[at].rstrip(b"\r"), lines[at + 1].rstrip(b"\r"), head)
            at += 2
            break
        if not _extended(lines[at].rstrip(b"\r"), head):
            break
        at += 1
    fragments = Fragments([], [])
    hunks, at = read_hunks(lines, at, fragments)
    path = head.old if head.deleted else head.new or head.old
    if not path:
        raise BrokenPatch("patch-no-name", line=first + 1)
    if len(path) > _LONGEST_NAME or len(head.old or "") > _LONGEST_NAME:
        raise BrokenPatch("patch-broken", line=first + 1)
    if not hunks and not _needs_no_lines(head):
        raise BrokenPatch("patch-cut", line=first + 1)
    longest = max(sum(len(block.text) for block in side) for side in (fragments.old, fragments.new))
    change = _change(path, head, tuple(hunks), fragments)
    return change if longest <= LIMIT else _unread(change, longest), at


def _needs_no_lines(head: _Head) -> bool:
    """Tell whether a file without hunks is whole: binary, renamed, of another mode, or empty."""
    if head.binary or head.renamed or head.remoded:
        return True
    old, new = head.blobs or ("", "")
    return (head.added and new.startswith(_EMPTY_BLOBS)) or (head.deleted and old.startswith(_EMPTY_BLOBS))


def _names(line: bytes, head: _Head) -> None:
    rest = line[len(b"diff --git ") :]
    half = len(rest) // 2
    if rest[half : half + 1] == b" " and rest[1:half] == rest[half + 2 :]:  # the same name twice, spaces and all
        head.old, head.new = _name(rest[:half]), _name(rest[half + 1 :])
        return
    at = rest.rfind(b' "') if rest.endswith(b'"') else rest.find(b" ")
    if quoted := _QUOTED.match(rest):
        at = quoted.end()
    if at > 0 and rest[at : at + 1] == b" " and rest[at + 1 :]:
        head.old, head.new = _name(rest[:at]), _name(rest[at + 1 :])


def _marks(minus: bytes, plus: bytes, head: _Head) -> None:
    old, new = _name(_STAMP.sub(b"", minus[4:])), _name(_STAMP.sub(b"", plus[4:]))
    head.added, head.deleted = head.added or old is None, head.deleted or new is None
    head.old, head.new = old or new, new or old


def _extended(line: bytes, head: _Head) -> bool:
    """Take in one line between `diff --git` and the hunks; False ends the head."""
    word, _, rest = line.partition(b" ")
    text = rest.decode("utf-8", "replace").strip()
    if line.startswith((b"new file mode ", b"deleted file mode ")):
        head.added, head.deleted = line.startswith(b"new"), line.startswith(b"deleted")
        head.mode = text.rpartition(" ")[2]
    elif line.startswith((b"rename from ", b"rename to ")):
        head.renamed = True
        side, _, name = rest.partition(b" ")
        setattr(head, "old" if side == b"from" else "new", _unquote(name))
    elif line.startswith((b"old mode ", b"new mode ", b"similarity ", b"dissimilarity ", b"copy ")):
        head.mode = text.rpartition(" ")[2] if word == b"new" else head.mode
        head.remoded = head.remoded or word == b"new"
    elif word == b"index" and b".." in rest:
        ids, _, mode = text.partition(" ")
        old, _, new = ids.partition("..")
        head.blobs, head.mode = (old, new), mode or head.mode
    elif line.startswith(b"Binary files ") or line == b"GIT binary patch":
        head.binary = True
    else:
        return head.binary  # the lines of a binary patch belong to it
    return True


def _name(raw: bytes) -> str | None:
    name = _unquote(raw.removesuffix(b"\r"))
    if name == "/dev/null":
        return None
    if re.match(r"[abiwco]\\", name):
        name = name.replace("\\", "/")
    return name[2:] if name[:2] in ("a/", "b/", "i/", "w/", "c/", "o/") else name


def _unquote(raw: bytes) -> str:
    if raw[:1] == b'"' and raw[-1:] == b'"' and len(raw) > 1:
        raw = _ESCAPE.sub(
            lambda m: _ESCAPED.get(m[1], m[1]) if not m[1].isdigit() else bytes([int(m[1], 8) & 255]), raw[1:-1]
        )
    return raw.decode("utf-8", "surrogateescape")


def _change(path: str, head: _Head, hunks: tuple[Hunk, ...], fragments: Fragments) -> FileChange:
    status = ADDED if head.added else DELETED if head.deleted else RENAMED if head.renamed else MODIFIED
    old_blob, new_blob = head.blobs or (None, None)
    first = fragments.new[0].text[:600] if fragments.new and fragments.new[0].start == 1 else ""
    size = sum(len(block.text) + 1 for block in fragments.new) if head.added and not head.binary else None
    return FileChange(
        path=path,
        status=status,
        old=None if head.added else _side(old_blob, head, fragments.old, complete=head.deleted),
        new=None if head.deleted else _side(new_blob, head, fragments.new, complete=head.added),
        hunks=hunks,
        old_path=head.old if head.renamed else None,
        binary=head.binary,
        size=size,
        generated=why_generated(path, first),
    )


def _unread(change: FileChange, size: int) -> FileChange:
    """Treat a file that is longer than what is read as a whole in a repository as it would be there."""
    old, new = (half and half._replace(complete=False, parts=tuple) for half in (change.old, change.new))
    unread = change._replace(old=old, new=new, hunks=(), binary=True, size=size)
    if new is None:
        return unread
    return unread._replace(
        pieces=lambda side: (piece for one in change.blocks(side) for piece in cut(side, one.start, (one.text,)))
    )


def _side(blob: str | None, head: _Head, shown: list[Block], *, complete: bool) -> Side:
    parts = tuple(shown)
    return Side(blob, head.mode, complete and not head.binary, lambda: parts)
