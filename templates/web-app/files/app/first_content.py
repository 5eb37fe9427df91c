"""What a fresh database starts with, from the maker's files; later starts never read them."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exchange import csv_table
from app.exchange.rows import Languages
from app.models import EventKind, ReviewEvent, Status, Term, Translation
from app.problem import Problem
from app.text import clean_text, comparison_key

TERMS = "glossary/terms.csv"
SAMPLES = "content/samples.csv"
NO_LANGUAGES = Languages("", "")  # a table does not need them


@dataclass(frozen=True)
class FirstContent:
    """The terms and translations of the two files, checked but not yet in a database."""

    terms: list[Term]
    translations: list[Translation]

    @classmethod
    def read(cls, root: Path) -> "FirstContent":
        """Read both files; raises Problem naming the file and the line to put right."""
        return cls(read_terms(root), read_translations(root))

    def add_to(self, session: Session) -> None:
        """Add everything to the session; the caller commits."""
        session.add_all(self.terms)
        session.add_all(self.translations)


def read_terms(root: Path) -> list[Term]:
    """Read the glossary file, which is also what the golden examples are checked against."""
    terms: dict[str, Term] = {}
    for line, row in _rows(root, TERMS, {"source", "target"}):
        term = Term(source=row["source"], target=row["target"], note=row.get("note", ""))
        if terms.setdefault(comparison_key(term.source), term) is not term:
            raise Problem("start.term_twice", file=TERMS, line=line, term=term.source)
    return list(terms.values())


def read_translations(root: Path) -> list[Translation]:
    """Read the sample translations; an empty status means that it waits for review."""
    return [_translation(line, row) for line, row in _rows(root, SAMPLES, {"source", "target"})]


def write_terms_file(session: Session, root: Path) -> int:
    """Write the glossary of the database to the file, and return how many terms there are.

    The database is the truth; the file is what people read, compare and keep in git.
    """
    terms = list(session.scalars(select(Term).order_by(Term.source_key)))
    rows = ({"source": one.source, "target": one.target, "note": one.note} for one in terms)
    pieces = csv_table.write(rows, ("source", "target", "note"), NO_LANGUAGES)
    # Line ends as git keeps them, and no byte order mark: this file is for comparing.
    text = b"".join(pieces).decode("utf-8-sig").replace("\r\n", "\n")
    (root / TERMS).write_text(text, encoding="utf-8", newline="\n")
    return len(terms)


def _translation(line: int, row: dict[str, str]) -> Translation:
    status = row.get("status") or Status.TO_REVIEW
    if status not in list(Status):
        raise Problem("start.unknown_status", file=SAMPLES, line=line, value=status)
    translation = Translation(
        context=row.get("context", ""),
        source=row["source"],
        target=row["target"],
        status=Status(status),
    )
    kind = EventKind.of(translation.status)
    if kind:
        translation.events.append(ReviewEvent(kind=kind, comment=row.get("comment", "")))
    return translation


def _rows(root: Path, name: str, needed: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        content = (root / name).read_bytes()
    except OSError as error:
        raise Problem("start.missing_file", file=name) from error
    try:
        table = list(csv_table.read(io.BytesIO(content), NO_LANGUAGES))
    except Problem as problem:
        raise Problem("start.broken_table", file=name) from problem
    for line, cells, _ in table:
        row = {column: clean_text(text) for column, text in cells.items()}
        if not all(row.get(column) for column in needed):
            raise Problem("start.empty_cell", file=name, line=line)
        yield line, row
