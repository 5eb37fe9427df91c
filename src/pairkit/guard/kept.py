"""A block of ours in a text of somebody else's, between two marks: made anew inside, untouched around.

In contrast to `blocks.py` a block is found again and replaced where it stands, so a person may move it.
"""

from __future__ import annotations

from collections.abc import Sequence


class NoEnd(Exception):
    """The block begins and does not end: nobody can tell what is a person's."""


def kept(text: str, inner: str, marks: Sequence[str]) -> str:
    """Return `text` with `inner` in its block, which goes to the end where there is none. Raises NoEnd."""
    start, end = _span(text, marks)
    newline = _newline(text, start, marks)
    block = newline.join([marks[0], *inner.split("\n"), marks[1]])
    if start >= 0:
        return text[:start] + block + text[end:]
    if not text:
        return block + newline
    return (
        text + newline + block + newline
    )  # one line end more, whether the last line had one or not: `taken` undoes it


def taken(text: str, marks: Sequence[str]) -> str:
    """Return `text` without its block, as it was before `kept` put one at its end. Raises NoEnd."""
    start, end = _span(text, marks)
    if start < 0:
        return text
    before, after = text[:start], text[end:]
    if after.strip():
        return before + after
    return before.removesuffix(_newline(text, start, marks)) if before.strip() else ""


def inner_of(text: str, marks: Sequence[str]) -> str | None:
    """Return what stands in the block, with plain line ends; None where there is none. Raises NoEnd."""
    start, end = _span(text, marks)
    if start < 0:
        return None
    inside = text[start + len(marks[0]) : end - len(marks[1])].replace("\r\n", "\n")
    return inside.removeprefix("\n").removesuffix("\n")


def _newline(text: str, start: int, marks: Sequence[str]) -> str:
    """Return how the lines of the block end, or of the text where there is no block yet."""
    like = text[start + len(marks[0]) :][:2] if start >= 0 else text
    return "\r\n" if "\r\n" in like else "\n"


def _span(text: str, marks: Sequence[str]) -> tuple[int, int]:
    start = text.find(marks[0])
    if start < 0:
        return -1, -1
    end = text.find(marks[1], start + len(marks[0]))
    if end < 0:
        raise NoEnd
    return start, end + len(marks[1])
