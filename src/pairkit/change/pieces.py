"""A file too long to be held at once, as pieces that overlap: whatever is short enough stands whole in one of them."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from itertools import chain

from pairkit.change.hidden import encoding_of
from pairkit.change.model import Block
from pairkit.git.objects import Objects
from pairkit.lazy import pattern as pattern_of

PIECE = 1 << 20
"""Signs of a piece, about."""
OVERLAP = 4096
"""Signs that two pieces share, at most; never less than half of it."""
_BREAK = pattern_of(r"[^\w+/=.~-]")
"""What cannot stand in a key: a place to cut a line that is longer than a piece."""


def text_pieces(root: str, side: str, blob: str) -> Iterator[Block]:
    """Yield the text of an object piece by piece; nothing if it is binary.

    It is read by a process of its own, so that others may be asked in between.
    """
    with Objects(root) as own:
        chunks = own.chunks(blob)
        first = next(chunks, b"")
        encoding = encoding_of(first)
        if encoding is not None:
            decoder = getincrementaldecoder(encoding)("replace")
            yield from cut(side, 1, map(decoder.decode, chain((first,), chunks)))


def is_text(root: str, blob: str) -> bool:
    """Tell whether an object's beginning is text; no more of it is read."""
    with Objects(root) as own:
        return encoding_of(next(own.chunks(blob), b"")) is not None


def cut(side: str, start: int, texts: Iterable[str]) -> Iterator[Block]:
    """Yield what `texts` are together, from line `start` on, as blocks of about PIECE signs that overlap."""
    held, fresh = "", False
    for text in _lines(texts):
        for at in range(0, len(text), PIECE):
            held, fresh = held + text[at : at + PIECE], True
            if len(held) < PIECE:
                continue
            end = _end(held)
            yield Block(side, start, held[:end].removesuffix("\n"))
            again = _again(held, end)
            start += held.count("\n", 0, again)
            held, fresh = held[again:], end < len(held)
    if fresh:
        yield Block(side, start, held.removesuffix("\n"))


def _lines(texts: Iterable[str]) -> Iterator[str]:
    """Yield the texts with CRLF as LF, also where one ends between the two."""
    rest = ""
    for text in texts:
        joined = rest + text
        rest = "\r" if joined.endswith("\r") else ""
        yield joined.removesuffix("\r").replace("\r\n", "\n")
    yield rest


def _end(text: str) -> int:
    """Return where a piece may end: after a line, or where no key can be torn."""
    least = len(text) - OVERLAP // 2
    line = text.rfind("\n", least)
    return line + 1 if line >= 0 else least + _last(text[least:])


def _last(text: str) -> int:
    at = 0
    for match in _BREAK.finditer(text):
        at = match.end()
    return at or len(text)


def _again(text: str, end: int) -> int:
    """Return where the next piece begins: so far before `end` that what is torn there stands whole in the next."""
    least = end - OVERLAP
    line = text.find("\n", least, end - OVERLAP // 2)
    if line >= 0:
        return line + 1
    gap = _BREAK.search(text, least, end - OVERLAP // 2)
    return gap.end() if gap else least
