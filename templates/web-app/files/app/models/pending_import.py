"""A file that was sent and looked at, but not yet taken over."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.declarative import Base, now, words_column


class ImportKind(StrEnum):
    """Where the rows of a file go."""

    TERMS = "terms"
    SEGMENTS = "segments"


class PendingImport(Base):
    """The file between its preview and the decision; a person has at most one of a kind."""

    __tablename__ = "pending_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[ImportKind] = mapped_column(words_column(ImportKind, "kind"))
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)
