"""A translation, and everything that was decided about it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.declarative import Base, now, words_column
from app.models.person import Person


class Status(StrEnum):
    """Where a translation stands."""

    DRAFT = "draft"
    TO_REVIEW = "to_review"
    NEEDS_CHANGE = "needs_change"
    ACCEPTED = "accepted"


class EventKind(StrEnum):
    """What happened to a translation."""

    ACCEPTED = "accepted"
    CHANGE_ASKED = "change_asked"
    EDITED = "edited"
    SENT = "sent"
    COMMENTED = "commented"
    IMPORTED = "imported"

    @staticmethod
    def of(status: Status) -> "EventKind | None":
        """Return the event that leads to a status; nothing has to happen to wait for review."""
        return {
            Status.ACCEPTED: EventKind.ACCEPTED,
            Status.NEEDS_CHANGE: EventKind.CHANGE_ASKED,
        }.get(status)


class Translation(Base):
    """A source text and its translation; `revision` grows with every change of the row."""

    __tablename__ = "translations"

    id: Mapped[int] = mapped_column(primary_key=True)
    context: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text)
    target: Mapped[str] = mapped_column(Text)
    status: Mapped[Status] = mapped_column(words_column(Status, "status"), default=Status.TO_REVIEW)
    revision: Mapped[int] = mapped_column()
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    events: Mapped[list["ReviewEvent"]] = relationship(
        cascade="all, delete-orphan", order_by="ReviewEvent.id.desc()"
    )

    # An update that was made from an old revision fails instead of winning silently.
    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012


class ReviewEvent(Base):
    """One step in the life of a translation; steps are added, never changed."""

    __tablename__ = "review_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    translation_id: Mapped[int] = mapped_column(
        ForeignKey("translations.id", ondelete="CASCADE"), index=True
    )
    # None for what came with the first content, before there were people.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[EventKind] = mapped_column(words_column(EventKind, "kind"))
    comment: Mapped[str] = mapped_column(Text, default="")
    text_before: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)
    person: Mapped[Person | None] = relationship(lazy="joined")
