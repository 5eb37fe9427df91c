"""Lines of ours in a file of somebody else's, between two marks, so that they can be taken out again byte for byte."""

from __future__ import annotations

from collections.abc import Sequence

START = "# >>> pairkit: put here by `pairkit guard install`, taken out by `pairkit guard remove`"
END = "# <<< pairkit"


def newline_of(text: str) -> str:
    """Return how lines end in `text`."""
    return "\r\n" if "\r\n" in text else "\n"


def with_block(text: str, at: int, lines: Sequence[str], indent: str = "") -> str:
    """Return `text` with `lines` in front of its line number `at` (0-based; its number of lines means at its end)."""
    end = newline_of(text)
    rows = text.splitlines(keepends=True)
    block = [f"{indent}{line}".rstrip() for line in (START, *lines, END)]
    if at < len(rows) or not rows or rows[-1].endswith("\n"):
        return "".join([*rows[:at], *(line + end for line in block), *rows[at:]])
    return text + "".join(end + line for line in block)  # the last line had no end, and keeps none


def without_blocks(text: str) -> str:
    """Return `text` as it was before any block was put in."""
    kept: list[str] = []
    inside = False
    for row in text.splitlines(keepends=True):
        line = row.strip()
        if line == START:
            inside = True
        elif inside and line == END:
            inside = False
            if not row.endswith("\n") and kept:
                kept[-1] = kept[-1].removesuffix("\n").removesuffix("\r")
        elif not inside:
            kept.append(row)
    return text if inside else "".join(kept)
