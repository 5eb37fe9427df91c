"""Trees of files as hypothesis makes them, recorded in a real repository by one `git fast-import`."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from repos import git

Tree = Mapping[str, bytes]

_LOOKALIKES = (
    *(b"", b" ", b"a", b"b", b"c", b"-", b"+", b"-- ", b"-- a", b"++ b", b"--- a/x", b"+++ b/x", b"--- ", b"+++ "),
    *(
        b"@@ -1 +1 @@",
        b"@@ -0,0 +1,3 @@ def f():",
        b"@@@ -1 -1 +1 @@@",
        b"diff --git a/x b/x",
        b"index 123..456 100644",
    ),
    *(
        b"Binary files a/x and b/x differ",
        b"GIT binary patch",
        b"\\ No newline at end of file",
        b"new file mode 100644",
    ),
    *(b"rename from x", b":100644 100644 1 2 M", b"\t", b"a\rb", b"\r", b"\r\r", b"\x0c", b"\x1b[31m", b"\x85"),
    *("한글".encode(), "é".encode(), b"\xff\xfe", b"\xed\x95", "\u2028".encode(), b"def f():", b"}"),
)
LINES = st.one_of(
    st.sampled_from(_LOOKALIKES), st.binary(max_size=6).map(lambda raw: raw.replace(b"\n", b"").replace(b"\0", b""))
)
"""Lines without their end, many of which look like a part of a diff."""

_ENDS = st.sampled_from((b"\n", b"\n", b"\n", b"\r\n"))


@st.composite
def contents(draw: st.DrawFn, lines: st.SearchStrategy[bytes] = LINES) -> bytes:
    """Return a text file: LF and CRLF, with or without a last newline, perhaps empty."""
    raw = b"".join(line + draw(_ENDS) for line in draw(st.lists(lines, max_size=12)))
    return raw.removesuffix(b"\n") if draw(st.booleans()) else raw


@st.composite
def edits(draw: st.DrawFn, old: bytes, lines: st.SearchStrategy[bytes] = LINES) -> bytes:
    """Return what a person might make of `old`: lines kept, dropped, replaced and put in between."""
    new = []
    for line in old.splitlines(keepends=True) if b"\r" not in old else re.findall(rb"[^\n]*\n|[^\n]+$", old):
        what = draw(st.sampled_from(("keep", "keep", "keep", "drop", "replace", "insert")))
        if what in ("replace", "insert"):
            new.append(draw(lines) + draw(_ENDS))
        if what in ("keep", "insert"):
            new.append(line)
    raw = b"".join(new)
    return raw + draw(lines) if draw(st.booleans()) else raw


_LETTERS = st.one_of(
    st.sampled_from(' "\\\n\t\r\x01\x7f\u00a0가e\u0301é\udcffab.-=>'),
    st.characters(exclude_categories=["Cs"], exclude_characters="\0/"),
)


def _name(text: str) -> str:
    """Return the name as git hands it out: bytes that happen to be UTF-8 are letters."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


NAMES = (
    st.text(_LETTERS, min_size=1, max_size=8)
    .map(_name)
    .filter(lambda name: name not in (".", "..") and not name.lower().startswith((".git", "git~")))
)
"""File names with everything that Linux allows in one: spaces, quotes, newlines, bytes that are no letters."""

FOLDERS = st.sampled_from(("", "", "d/", "a b/", "b/", '"/'))


def quoted(name: str) -> bytes:
    """Return a name as `git fast-import` takes it."""
    raw = name.encode("utf-8", "surrogateescape")
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit to be made: its branch, its whole tree, and the branches of its parents."""

    branch: str
    tree: Tree
    parents: Sequence[str] = ()


def record(root: Path, commits: Sequence[Commit]) -> None:
    """Make the commits in one go; each branch is then `refs/heads/<branch>`."""
    out = b""
    for mark, commit in enumerate(commits, 1):
        named = {one.branch: n for n, one in enumerate(commits[: mark - 1], 1)}
        out += b"reset refs/heads/%s\n" % commit.branch.encode()
        out += b"commit refs/heads/%s\nmark :%d\n" % (commit.branch.encode(), mark)
        out += b"committer A <a@example.com> 1 +0000\ndata 1\n.\n"
        for n, parent in enumerate(commit.parents):
            out += b"%s :%d\n" % (b"merge" if n else b"from", named[parent])
        out += b"deleteall\n"
        for name, content in commit.tree.items():
            out += b"M 100644 inline %s\ndata %d\n%s\n" % (quoted(name), len(content), content)
    git(root, "fast-import", "--quiet", "--force", stdin=out)


def lines_of(raw: bytes) -> list[str]:
    """Return a file's lines as pairkit reads them: without their ends, what is not UTF-8 as U+FFFD."""
    parts = raw.split(b"\n")
    if not parts[-1]:
        parts.pop()
    return [part.removesuffix(b"\r").decode("utf-8", "replace") for part in parts]


def examples(few: int) -> int:
    """Return how many examples a test that runs git may take: a few, or as many as were asked for."""
    asked = os.environ.get("PAIRKIT_EXAMPLES")
    return settings().max_examples if asked else few
