"""A table as CSV: read one from any spreadsheet, write one that is safe to open."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

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
    delimiter = max(",;\t", key=first_line.count)
    reader = csv.reader(text, delimiter=delimiter)
    try:
        header = [column_name(name) for name in next(reader, [])]
        if not {"source", "target"} <= set(header):
            raise Problem("csv.no_columns")
        yield from _lines(reader, header)
    except csv.Error as error:
        raise Problem("csv.broken_line", line=reader.line_num) from error


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


def _lines(reader: Iterator[list[str]], header: list[str]) -> Rows:
    """Number each line by where it starts; a cell in quotes may hold several lines."""
    previous: int = reader.line_num  # type: ignore[attr-defined]
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield Row(previous + 1, dict(zip(header, map(rearm, cells), strict=False)))
        previous = reader.line_num  # type: ignore[attr-defined]


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
