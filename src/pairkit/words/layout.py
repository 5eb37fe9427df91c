"""Lay text out for a terminal: Korean letters are two columns wide, and lines break between words."""

from __future__ import annotations

import unicodedata

WIDTH = 80


def columns(text: str) -> int:
    """Return how many terminal columns `text` takes."""
    if text.isascii():
        return len(text)
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> int:
    if unicodedata.combining(letter) or "\u1160" <= letter <= "\u11ff" or letter in "\u200b\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def pad(text: str, width: int) -> str:
    """Return `text` filled with spaces up to `width` columns."""
    return text + " " * max(0, width - columns(text))


def wrap(text: str, first: str = "", rest: str = "", width: int = WIDTH) -> str:
    """Return `text` in lines of at most `width` columns, each paragraph starting with `first`, then `rest`.

    A word longer than a line stays whole, so that paths can be copied, and so does a command, which texts set off by
    two spaces on each side, if a line can hold it.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, used, empty = first if not lines else rest, 0, True
        used = columns(line)
        for word in _words(paragraph, width - columns(rest)):
            needs = columns(word) + (0 if empty else 1)
            if not empty and used + needs > width:
                lines.append(line)
                line, used, empty, needs = rest, columns(rest), True, columns(word)
            line += word if empty else " " + word
            used, empty = used + needs, False
        lines.append(line.rstrip())
    return "\n".join(lines)


def _words(paragraph: str, room: int) -> list[str]:
    """Return what stays in one line: words, and commands between two pairs of spaces."""
    words: list[str] = []
    for n, part in enumerate(paragraph.split("  ")):
        words += [part.strip()] if n % 2 and part.strip() and columns(part) <= room else part.split()
    return words


def clean(text: str) -> str:
    """Return `text` safe for a terminal: control signs, direction marks and lone surrogates become visible escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if _harmless(letter) else _escaped(letter) for letter in text)


def _harmless(letter: str) -> bool:
    return letter.isprintable() or (letter == "\u3000")


def _escaped(letter: str) -> str:
    code = ord(letter)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(letter, f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
