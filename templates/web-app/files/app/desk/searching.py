"""Search everywhere: sources, translations, terms, comments."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.models import ReviewEvent, Term, Translation

MOST = 20


@dataclass(frozen=True)
class Found:
    """What the search finds, at most MOST of a kind."""

    translations: list[Translation]
    terms: list[Term]
    comments: list[tuple[ReviewEvent, Translation]]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing at all."""
        return not (self.translations or self.terms or self.comments)

    @property
    def more(self) -> bool:
        """Whether there may be more of a kind than is shown."""
        return MOST in (len(self.translations), len(self.terms), len(self.comments))


def search(session: Session, words: str) -> Found:
    """Find the words as they stand, in any capitals."""
    translations = select(Translation).where(
        _holds(words, Translation.source, Translation.target, Translation.context)
    )
    terms = select(Term).where(_holds(words, Term.source, Term.target, Term.note))
    comments = (
        select(ReviewEvent, Translation)
        .join(Translation, Translation.id == ReviewEvent.translation_id)
        .where(_holds(words, ReviewEvent.comment))
    )
    latest_first = comments.order_by(ReviewEvent.id.desc())
    return Found(
        list(session.scalars(translations.order_by(Translation.id).limit(MOST))),
        list(session.scalars(terms.order_by(Term.source_key).limit(MOST))),
        [(event, one) for event, one in session.execute(latest_first.limit(MOST))],
    )


def _holds(words: str, *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return or_(*(column.icontains(words, autoescape=True) for column in columns))
