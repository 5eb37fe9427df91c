"""Text that git calls binary: an attribute (`*.py -diff`) says so, or it is UTF-16, as PowerShell's `>` writes it.

Neither may hide a line from the checks. Such files are read here and compared line by line, as sets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pairkit.change.generated import why_generated
from pairkit.change.model import NEW, OLD, Block, FileChange, Hunk, Side
from pairkit.change.unified import decode

LIMIT = 8 * 1024 * 1024
"""Bytes from which a file is not read as a whole: git is told to call it binary, and only secrets are looked for."""
_SNIFF = 8000  # as git does: a NUL in the first 8000 bytes makes a file binary
_MEDIA = (
    *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".bmp", ".pdf", ".woff", ".woff2", ".ttf", ".otf"),
    *(".mp3", ".mp4", ".webm", ".mov", ".zip", ".gz", ".tar", ".jar", ".exe", ".dll", ".so", ".dylib", ".pyc", ".whl"),
    *(".sqlite3", ".sqlite", ".db"),
)
"""Endings of files that nobody executes as text; reading each would make a commit of pictures slow."""


def may_be_text(path: str) -> bool:
    """Tell whether a file that git calls binary is worth a look."""
    return not path.lower().endswith(_MEDIA)


def is_recoded(raw: bytes) -> bool:
    """Tell whether `text_of` reads bytes as something else than UTF-8."""
    head = raw[:_SNIFF]
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head


def text_of(raw: bytes) -> str | None:
    """Return the text in `raw`, or None if it is truly binary."""
    encoding = encoding_of(raw)
    if encoding == "utf-8":
        return decode(raw)
    return raw.decode(encoding, "replace").replace("\r\n", "\n") if encoding else None


def encoding_of(raw: bytes) -> str | None:
    """Return how the text that begins with `raw` is written, or None if it is truly binary."""
    head = raw[:_SNIFF]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" not in head:
        return "utf-8"
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 > len(head) > 3 * min(even, odd):
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def shown(file: FileChange, old: bytes, new: bytes) -> FileChange:
    """Return the file with its lines, if both sides are text; as it was otherwise."""
    before, after = text_of(old), text_of(new)
    if before is None or after is None:
        return file
    added, removed = _only(after, before), _only(before, after)
    hunks = [Hunk(block, None) for block in runs(OLD, removed)] + [Hunk(None, block) for block in runs(NEW, added)]
    return file._replace(
        hunks=tuple(hunks),
        binary=False,
        recoded=b"\0" in new[:_SNIFF],
        old=_side(file.old, OLD, before),
        new=_side(file.new, NEW, after),
        generated=why_generated(file.path, after[:600]),
    )


def runs(side: str, lines: Iterable[tuple[int, str]]) -> list[Block]:
    """Return numbered lines as blocks of consecutive ones."""
    found: list[list[tuple[int, str]]] = []
    for number, text in lines:
        if found and found[-1][-1][0] == number - 1:
            found[-1].append((number, text))
        else:
            found.append([(number, text)])
    return [Block(side, run[0][0], "\n".join(text for _, text in run)) for run in found]


def _only(text: str, other: str) -> list[tuple[int, str]]:
    left = Counter(other.split("\n"))
    own = []
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        if left[line] > 0:
            left[line] -= 1
        else:
            own.append((number, line))
    return own


def _side(side: Side | None, name: str, text: str) -> Side | None:
    return side and side._replace(parts=lambda: (Block(name, 1, text),))
