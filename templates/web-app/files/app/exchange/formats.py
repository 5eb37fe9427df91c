"""Which formats there are, and how a file is matched with one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from app.exchange import csv_table, tbx, tmx, workbook, xliff
from app.exchange.rows import MOST_ROWS, Languages, Row, Rows
from app.problem import Problem

Reader = Callable[[BinaryIO, Languages], Rows]
Writer = Callable[[Iterable[dict[str, str]], Sequence[str], Languages], Iterator[bytes]]


@dataclass(frozen=True)
class Format:
    """A kind of file; `endings` are the names it goes by."""

    name: str
    endings: tuple[str, ...]
    media_type: str
    read: Reader
    write: Writer


_XLIFF = "application/xliff+xml"
FORMATS = (
    Format(
        "csv", ("csv", "tsv", "txt"), "text/csv; charset=utf-8", csv_table.read, csv_table.write
    ),
    Format(
        "xlsx",
        ("xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        workbook.read,
        workbook.write,
    ),
    Format("tmx", ("tmx",), "application/x-tmx+xml", tmx.read, tmx.write),
    Format("tbx", ("tbx",), "application/x-tbx+xml", tbx.read, tbx.write),
    Format("xliff", ("xlf", "xliff"), _XLIFF, xliff.read, xliff.write),
    Format("xliff12", ("xlf",), _XLIFF, xliff.read, xliff.write_12),
)
TERM_FORMATS = FORMATS
SEGMENT_FORMATS = tuple(one for one in FORMATS if one.name != "tbx")


def by_name(name: str, among: Sequence[Format] = FORMATS) -> Format | None:
    """Return the format that an address asks for."""
    return next((one for one in among if one.name == name), None)


def read_rows(file: BinaryIO, name: str, languages: Languages) -> Iterator[Row]:
    """Read a file by the ending of its name; raises Problem where it cannot, also on the way."""
    ending = name.rpartition(".")[2].lower()
    found = next((one for one in FORMATS if ending in one.endings), None)
    if found is None:
        raise Problem("file.unknown", ending=ending[:10])
    rows = found.read(file, languages)
    yield from islice(rows, MOST_ROWS)
    if next(rows, None) is not None:
        raise Problem("file.too_many", n=MOST_ROWS)
