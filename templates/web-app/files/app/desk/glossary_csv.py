"""The glossary as a CSV file: read one from any spreadsheet, write one that is safe to open.

Pure functions over bytes and text; what happens to the database is in `glossary_import`.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from app.desk.glossary import TermDraft
from app.problem import Problem

COLUMNS = ("source", "target", "note")
# What people call the columns, in files from elsewhere.
NAMES = {
    "source": "source",
    "term": "source",
    "원문": "source",
    "용어": "source",
    "target": "target",
    "translation": "target",
    "번역": "target",
    "번역어": "target",
    "note": "note",
    "메모": "note",
    "비고": "note",
}
# A spreadsheet runs a cell that begins like this as a formula.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
DISARMED = re.compile(r"'+[=+\-@\t\r]")


def read_table(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Return each line's number and its cells by column; raises Problem in a reader's words."""
    text = _decode(content)
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [_column(name) for name in next(reader, [])]
        if not {"source", "target"} <= set(header):
            raise Problem("csv.no_columns")
        return iter(list(_lines(reader, header)))
    except csv.Error as error:
        raise Problem("csv.broken_line", line=reader.line_num) from error


def _decode(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("csv.not_utf8") from error
    if "\x00" in text:
        raise Problem("csv.not_utf8")
    return text


def _column(name: str) -> str:
    plain = name.strip().casefold()
    return NAMES.get(plain, plain)


def _lines(reader: Iterator[list[str]], header: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Number each line by where it starts; a cell in quotes may hold several lines."""
    previous: int = reader.line_num  # type: ignore[attr-defined]
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield previous + 1, dict(zip(header, map(rearm, cells), strict=False))
        previous = reader.line_num  # type: ignore[attr-defined]


def write_terms(terms: Iterable[TermDraft]) -> bytes:
    """Return the file: UTF-8 with a byte order mark, without which Excel garbles Korean."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(
        [disarm(term.source), disarm(term.target), disarm(term.note)] for term in terms
    )
    return text.getvalue().encode("utf-8-sig")


def disarm(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def rearm(cell: str) -> str:
    """Take off the apostrophe again, so that an export can be imported unchanged."""
    return cell[1:] if DISARMED.match(cell) else cell
