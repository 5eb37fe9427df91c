"""A table as CSV: read one from any spreadsheet, write one that is safe to open."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, TextIO

from app.exchange.rows import Languages, Row, Rows, column_name
from app.problem import Problem

# A spreadsheet runs a cell that begins like this as a formula.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
DISARMED = re.compile(r"'+[=+\-@\t\r]")
PIECE = 1 << 16


def read(file: BinaryIO, _languages: Languages) -> Rows:
    """Return the lines; raises Problem in a reader's words, also while lines are read."""
    text = io.TextIOWrapper(file, encoding=_encoding(file), newline="")
    first_line = text.readline(PIECE)
    text.seek(0)
    lines = _lines(text, delimiter=max(",;\t", key=first_line.count))
    _, names = next(lines, (1, []))
    header = [column_name(name) for name in names]
    if not {"source", "target"} <= set(header):
        raise Problem("csv.no_columns")
    for line, cells in lines:
        if any(cell.strip() for cell in cells):
            yield Row(line, dict(zip(header, map(rearm, cells), strict=False)))


def _encoding(file: BinaryIO) -> str:
    """Find out how the letters are written, piece by piece: UTF-8, or what Korean Excel writes."""
    for encoding in ("utf-8-sig", "cp949"):
        if _decodes(file, encoding):
            return encoding
    raise Problem("csv.not_utf8")


def _decodes(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        while piece := text.read(PIECE):
            if "\x00" in piece:
                return False
    except UnicodeDecodeError:
        return False
    finally:
        text.detach()
        file.seek(0)
    return True


def _lines(text: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Number each row by the line where it starts; a cell in quotes may hold several lines.

    Strict, because a quotation mark that is never closed would swallow in silence what follows.
    """
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise Problem("csv.broken_line", line=start) from error


def write(
    rows: Iterable[dict[str, str]], columns: Sequence[str], _languages: Languages
) -> Iterator[bytes]:
    """Write UTF-8 with a byte order mark, without which Excel garbles Korean."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    text.write("\ufeff")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([disarm(row.get(column, "")) for column in columns])
        if text.tell() > PIECE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def disarm(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def rearm(cell: str) -> str:
    """Take off the apostrophe again, so that an export can be imported unchanged."""
    return cell[1:] if DISARMED.match(cell) else cell
