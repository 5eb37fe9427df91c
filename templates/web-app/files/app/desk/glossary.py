"""The glossary: find, add, change and delete terms."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

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


class Outdated(Exception):
    """The term was changed after the form was opened; nothing was saved."""


class Taken(Exception):
    """Somebody else has just added the same term; nothing was saved."""


class Gone(Exception):
    """Somebody else has just deleted the term; nothing was saved."""


def add(session: Session, draft: TermDraft) -> None:
    """Add and save a term that was checked before."""
    session.add(Term(source=draft.source, target=draft.target, note=draft.note))
    _save(session)


def change(session: Session, term: Term, draft: TermDraft, revision: int) -> None:
    """Give a term the text of the draft, if it still is as it was in `revision`, and save it."""
    if draft == TermDraft(term.source, term.target, term.note):
        return  # also if somebody else has just made the same change
    if term.revision != revision:
        raise Outdated
    term.source, term.target, term.note = draft.source, draft.target, draft.note
    _save(session, term.id)


def delete(session: Session, term: Term) -> None:
    """Delete a term; if somebody was quicker, it is gone all the same."""
    session.delete(term)
    try:
        session.commit()
    except StaleDataError:
        session.rollback()
        changed = session.get(Term, term.id)
        if changed is not None:
            raise Outdated from None


def _save(session: Session, term_id: int | None = None) -> None:
    """Commit; somebody may have been quicker since the draft was checked."""
    try:
        session.commit()
    except IntegrityError as error:
        session.rollback()
        raise Taken from error
    except StaleDataError as error:
        session.rollback()
        raise (Gone if session.get(Term, term_id) is None else Outdated) from error


def _matches(search: str) -> ColumnElement[bool]:
    if not search:
        return true()
    columns = (Term.source, Term.target, Term.note)
    return or_(*(column.icontains(search, autoescape=True) for column in columns))
