"""The glossary as the match needs it, built once and kept until a term changes."""

from threading import Lock
from typing import NamedTuple

from fastapi import Request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.desk.matching import TermIndex
from app.models import Term


class LightTerm(NamedTuple):
    """A term without the database behind it."""

    source: str
    target: str
    note: str


class TermIndexes:
    """Gives the index of the present glossary; each process keeps its own."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: object = None
        self._index = TermIndex(())

    def current(self, session: Session) -> TermIndex:
        """Return the index, built anew if a term was added, changed or deleted."""
        asked = select(func.count(Term.id), func.max(Term.id), func.max(Term.changed_at))
        state = tuple(session.execute(asked).one())
        with self._lock:
            if state != self._state:
                columns = select(Term.source, Term.target, Term.note).order_by(Term.id)
                self._index = TermIndex(LightTerm(*row) for row in session.execute(columns))
                self._state = state
            return self._index


def current_terms(request: Request, session: Session) -> TermIndex:
    """Return the index of the app that answers this request."""
    state = request.app.state
    if not hasattr(state, "term_indexes"):
        state.term_indexes = TermIndexes()
    indexes: TermIndexes = state.term_indexes
    return indexes.current(session)
