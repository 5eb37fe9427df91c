"""A checklist in words, before it takes a form: Markdown, a page and a terminal show the same sheet.

Texts may hold code (names, commands, lines) between OPEN and CLOSE; nothing else in them is markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pairkit.checklist.document import Line
from pairkit.checklist.ticks import NOTHING, Tick

OPEN, CLOSE = "\u27e6", "\u27e7"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. With `ids` it is an item that keeps ticks and notes; `box` tells whether it can be ticked.

    `details` are the sentences below it, in which `page` is an address of ours that may be opened; `lesson` and `rule`
    stand behind it, `file` and `line` say where.
    """

    text: str
    ids: tuple[str, ...] = ()
    box: bool = False
    must: bool = False
    tick: Tick = NOTHING
    details: tuple[str, ...] = ()
    excerpt: tuple[Line, ...] = ()
    file: str = ""
    line: int | None = None
    zone: str = ""
    lesson: str = ""
    rule: str = ""
    page: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A list with its title. `key` names it for a style or a test; `inline` rows are short enough to share a line."""

    key: str
    title: str
    rows: tuple[Row, ...]
    numbered: bool = False
    inline: bool = False
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """What one reader gets, in one language. `reader` is "developer" or "maker"."""

    reader: str
    language: str
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


def coded(text: str) -> str:
    """Return `text` as code. A mark that stands in it is replaced, so that it cannot end the code."""
    return OPEN + _unmarked(text) + CLOSE if text else ""


def written(text: str) -> str:
    """Return one of our own texts with what it sets in backticks as code."""
    return re.sub(r"`([^`]+)`", lambda found: coded(found[1]), text)


def _unmarked(text: str) -> str:
    return text.replace(OPEN, "[").replace(CLOSE, "]")


def pieces(text: str) -> list[tuple[bool, str]]:
    """Return `text` as (is code, text) pieces."""
    found: list[tuple[bool, str]] = []
    rest = text
    while rest:
        before, opened, after = rest.partition(OPEN)
        if before:
            found.append((False, before))
        if not opened:
            break
        inside, _, rest = after.partition(CLOSE)
        found.append((True, inside))
    return found
