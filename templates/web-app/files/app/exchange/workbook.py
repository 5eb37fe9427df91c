"""A table as an Excel workbook; formulas are read as the text they are, and written as text."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from app.exchange.rows import MOST_ROWS, Languages, Row, Rows, column_name
from app.problem import Problem

# A workbook is a zip: a small one may unpack to more than the memory holds.
LARGEST_UNPACKED = 300_000_000
PIECE = 1 << 16


def read(file: BinaryIO, _languages: Languages) -> Rows:
    """Return the rows of the first sheet; raises Problem if it is no workbook."""
    _refuse_bomb(file)
    try:
        # Formulas stay text: what a cell would compute is nothing that somebody wrote here.
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        lines = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=50, values_only=True)
        header = [column_name(_text(cell)) for cell in next(lines, ())]
        if not {"source", "target"} <= set(header):
            raise Problem("csv.no_columns")
        for place, cells in enumerate(lines, start=2):
            texts = [_text(cell) for cell in cells]
            if any(text.strip() for text in texts):
                named = zip(header, texts, strict=False)
                yield Row(place, {name: text for name, text in named if name})
    except (InvalidFileException, KeyError, ValueError, IndexError, OSError, SyntaxError) as error:
        raise Problem("file.broken") from error


def _refuse_bomb(file: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(file) as z:
            unpacked = sum(one.file_size for one in z.infolist())
    except zipfile.BadZipFile as error:
        raise Problem("file.broken") from error
    file.seek(0)
    if unpacked > LARGEST_UNPACKED:
        raise Problem("csv.too_large")


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def write(
    rows: Iterable[dict[str, str]], columns: Sequence[str], _languages: Languages
) -> Iterator[bytes]:
    """Write one sheet; a text that begins like a formula is still a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("desk")
    sheet.append(list(columns))
    for row in rows:
        cells = []
        for column in columns:
            cell = WriteOnlyCell(sheet, value=_allowed(row.get(column, "")))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _allowed(text: str) -> str:
    """Leave out control characters, which a workbook cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")
