"""What all formats have in common: rows of cells, and where in the file each of them stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

# More than any glossary; it only keeps a wrong file from filling the memory.
MOST_ROWS = 200_000


class Row(NamedTuple):
    """One row; `place` is its line, or for formats without lines its number, counted from 1.

    `flattened` says that its texts had tags inside, of which only the words were taken.
    """

    place: int
    cells: dict[str, str]
    flattened: bool = False


@dataclass(frozen=True)
class Languages:
    """Which language is translated into which, by their codes."""

    source: str
    target: str


Rows = Iterator[Row]

# What people call the columns, in files from elsewhere.
NAMES = {
    "source": "source",
    "source text": "source",
    "term": "source",
    "원문": "source",
    "용어": "source",
    "target": "target",
    "target text": "target",
    "translation": "target",
    "번역": "target",
    "번역문": "target",
    "번역어": "target",
    "note": "note",
    "메모": "note",
    "비고": "note",
    "context": "context",
    "쓰이는 곳": "context",
    "위치": "context",
    "status": "status",
    "상태": "status",
}


def column_name(name: str) -> str:
    """Return our name for a column that may be called otherwise in the file."""
    plain = name.strip().casefold()
    return NAMES.get(plain, plain)


def same_language(code: str, wanted: str) -> bool:
    """Tell whether a code such as `ko-KR` means the language `ko`."""
    return code.lower().replace("_", "-").split("-")[0] == wanted.lower().split("-")[0]
