"""The glossary: find, add, change and delete terms."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from app.models import Term
from app.text import clean_line, clean_text, comparison_key
from app.web.paging import Paging

LONGEST = {"source": 200, "target": 200, "note": 500}


@dataclass(frozen=True)
class TermDraft:
    """A term as somebody typed it, or as it stands in a file."""

    source: str = ""
    target: str = ""
    note: str = ""

    @classmethod
    def cleaned(cls, source: str, target: str, note: str) -> "TermDraft":
        """Make a draft from raw text: terms are one line, a note may be several."""
        return cls(clean_line(source), clean_line(target), clean_text(note))

    def problems(self) -> dict[str, str]:
        """Return the words' key for each field that cannot be kept as it is."""
        found = {}
        for field, longest in LONGEST.items():
            text = getattr(self, field)
            if not text and field != "note":
                found[field] = f"glossary.problem.no_{field}"
            elif len(text) > longest:
                found[field] = "glossary.problem.too_long"
        return found


def count_terms(session: Session, search: str) -> int:
    """Count the terms that the search finds."""
    return session.scalar(select(func.count(Term.id)).where(_matches(search))) or 0


def list_terms(session: Session, search: str, paging: Paging) -> list[Term]:
    """Return one page of terms by alphabet."""
    statement = select(Term).where(_matches(search)).order_by(Term.source_key)
    return list(session.scalars(statement.offset(paging.offset).limit(paging.size)))


def find_same(session: Session, source: str) -> Term | None:
    """Return the term that counts as the same as `source`, if there is one."""
    return session.scalars(
        select(Term).where(Term.source_key == comparison_key(source))
    ).one_or_none()


def add(session: Session, draft: TermDraft) -> Term:
    """Add a term that was checked before; the caller commits."""
    term = Term(source=draft.source, target=draft.target, note=draft.note)
    session.add(term)
    return term


def change(term: Term, draft: TermDraft) -> None:
    """Give a term the text of the draft; the caller commits."""
    term.source, term.target, term.note = draft.source, draft.target, draft.note


def _matches(search: str) -> ColumnElement[bool]:
    if not search:
        return true()
    columns = (Term.source, Term.target, Term.note)
    return or_(*(column.icontains(search, autoescape=True) for column in columns))
