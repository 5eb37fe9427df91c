"""Which translations the start page shows, and how many there are of each kind."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from app.desk.matching import TermIndex, TermUse, find_terms
from app.models import Status, Translation
from app.web.paging import Paging


@dataclass(frozen=True)
class Row:
    """A translation in the list, with the terms its source holds."""

    translation: Translation
    uses: list[TermUse]

    @property
    def missing(self) -> list[TermUse]:
        """The terms that the translation does not use."""
        return [use for use in self.uses if not use.used]


def count_by_status(session: Session, search: str = "") -> dict[str, int]:
    """Count what the search finds, for every status and for `all`."""
    statement = (
        select(Translation.status, func.count())
        .where(_matches(search))
        .group_by(Translation.status)
    )
    counts = {status.value: 0 for status in Status}
    counts |= {status.value: number for status, number in session.execute(statement)}
    return {"all": sum(counts.values()), **counts}


def list_rows(
    session: Session, terms: TermIndex, status: Status | None, search: str, paging: Paging
) -> list[Row]:
    """Return one page of translations, in the order in which they came."""
    statement = select(Translation).where(_matches(search)).order_by(Translation.id)
    if status:
        statement = statement.where(Translation.status == status)
    found = session.scalars(statement.offset(paging.offset).limit(paging.size))
    return [Row(one, find_terms(one.source, one.target, terms)) for one in found]


def next_to_review(session: Session, after: int) -> int | None:
    """Return the id of the next translation that waits, starting over at the end."""
    waiting = (
        select(Translation.id)
        .where(Translation.status == Status.TO_REVIEW, Translation.id != after)
        .order_by(Translation.id < after, Translation.id)
    )
    return session.scalars(waiting.limit(1)).first()


def _matches(search: str) -> ColumnElement[bool]:
    if not search:
        return true()
    columns = (Translation.source, Translation.target, Translation.context)
    return or_(*(column.icontains(search, autoescape=True) for column in columns))
