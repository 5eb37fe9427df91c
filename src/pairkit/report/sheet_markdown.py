"""A sheet as Markdown: a task list for a pull request's description, a file, or a terminal.

Every item carries its ids in a comment, so that a tick can be found again after the next push. In a terminal the
comments are left out: nobody can tick there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pairkit.checklist.document import Line
from pairkit.checklist.ticks import END, START, Entry
from pairkit.report.markdown import code, plain, with_page
from pairkit.report.sheet import Part, Row, Section, pieces
from pairkit.words.catalogue import say
from pairkit.words.layout import clean

LONGEST = 60_000
"""Signs that fit a pull request's description, with room for what people write (GitHub takes 65,536)."""


def sheet_markdown(parts: Iterable[Part], left: Iterable[Entry] = (), *, marks: bool = True) -> str:
    """Return the document, at most LONGEST signs long. `left` are notes whose items are gone: they are kept below."""
    parts, left = tuple(parts), tuple(left)
    for excerpts in (True, False):
        text = _document(parts, left, marks=marks, excerpts=excerpts)
        if len(text) <= LONGEST:
            return text
    return _cut(text, parts[0].language, marks=marks)


def _document(parts: tuple[Part, ...], left: tuple[Entry, ...], *, marks: bool, excerpts: bool) -> str:
    texts = [_part(part, marks=marks, excerpts=excerpts) for part in parts]
    if left:
        texts[-1] += "\n\n" + _left(left, parts[-1].language, marks=marks)
    text = "\n\n---\n\n".join(texts) + "\n"
    return f"{START}\n{text}{END}\n" if marks else text


def _cut(text: str, language: str, *, marks: bool) -> str:
    """Cut at a line's end; the first things come first, so the least important part goes."""
    note = f"\n\n{say(language, 'checklist.cut')}\n" + (f"{END}\n" if marks else "")
    return text[: text.rfind("\n", 0, LONGEST - len(note))] + note


def _part(part: Part, *, marks: bool, excerpts: bool) -> str:
    level = "##" if part.reader == "developer" else "###"
    texts = [f"{level} {_rich(part.title)}"] if part.title else []
    if part.lead:
        texts.append("  \n".join(_rich(line) for line in part.lead))
    texts += [_section(section, marks=marks, excerpts=excerpts) for section in part.sections]
    return "\n\n".join(texts)


def _section(section: Section, *, marks: bool, excerpts: bool) -> str:
    if section.inline:
        return f"**{_rich(section.title)}:** " + " · ".join(_rich(row.text) for row in section.rows)
    rows = [
        _row(row, f"{number}." if section.numbered else "-", marks=marks, excerpts=excerpts)
        for number, row in enumerate(section.rows, 1)
    ]
    blocks = [f"**{_rich(section.title)}**" if section.title else "", _rich(section.before), "\n".join(rows)]
    return "\n\n".join(block for block in (*blocks, _rich(section.after)) if block)


def _row(row: Row, bullet: str, *, marks: bool, excerpts: bool) -> str:
    box = f"[{'x' if row.tick.done else ' '}] " if row.box else ""
    must = "must " if row.must else ""
    mark = f" <!-- pairkit:{' '.join(row.ids)} {must}-->" if marks and row.ids else ""
    lines = [f"{bullet} {box}{_rich(row.text)}{mark}"]
    lines += [f"  {with_page(_rich(detail), row.page)}" for detail in row.details]
    behind = " · ".join(part for part in (row.zone, f"*{plain(row.lesson)}*" if row.lesson else "", row.rule) if part)
    text = "  \n".join([*lines, f"  {behind}"] if behind and row.ids else lines)
    if excerpts and row.excerpt:
        text += "\n" + _changed(row.excerpt)
    notes = [f"  > {line}" for line in row.tick.note.split("\n") if line]
    return "\n".join([text, *notes])


def _changed(lines: Iterable[Line]) -> str:
    """Return the lines as a block that forges colour; no run of backticks in them can end it."""
    shown = [f"{'+' if line.side == 'new' else '-'} {clean(line.text)}" for line in lines]
    fence = "`" * max(3, 1 + max(len(run) for text in shown for run in ("", *re.findall(r"`+", text))))
    return "\n".join(f"  {text}" for text in (f"{fence}diff", *shown, fence))


def _rich(text: str) -> str:
    """Return a text with its code as code spans and everything else as plain words."""
    return "".join(code(piece) if is_code else plain(piece) for is_code, piece in pieces(text))


def _left(left: tuple[Entry, ...], language: str, *, marks: bool) -> str:
    rows = []
    for entry in left:
        mark = f" <!-- pairkit:{' '.join(entry.ids)} -->" if marks else ""
        notes = "\n".join(f"  > {line}" for line in entry.tick.note.split("\n") if line)
        rows.append(f"- [{'x' if entry.tick.done else ' '}] {entry.text}{mark}\n{notes}")
    return f"**{say(language, 'checklist.left')}**\n\n" + "\n".join(rows)
