"""Cut a text into pieces, so that a page can mark the terms in it without any HTML in code."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.desk.matching import Span, TermUse


@dataclass(frozen=True)
class Piece:
    """A piece of text; `use` is the term it stands for, or None for the text between."""

    text: str
    use: TermUse | None = None


def highlight_source(text: str, uses: list[TermUse]) -> list[Piece]:
    """Mark every term found in the source, used or not."""
    return list(_pieces(text, [(span, use) for use in uses for span in use.in_source]))


def highlight_target(text: str, uses: list[TermUse]) -> list[Piece]:
    """Mark the places where the translation says a term as expected."""
    return list(_pieces(text, [(span, use) for use in uses for span in use.in_target]))


def _pieces(text: str, marks: list[tuple[Span, TermUse]]) -> Iterator[Piece]:
    position = 0
    # Longest first at the same place; what overlaps a mark already made is left out.
    for (start, end), use in sorted(marks, key=lambda mark: (mark[0][0], -mark[0][1])):
        if start < position:
            continue
        if start > position:
            yield Piece(text[position:start])
        yield Piece(text[start:end], use)
        position = end
    if position < len(text):
        yield Piece(text[position:])
