"""A line of the glossary."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.models.declarative import Base, now
from app.text import comparison_key


class Term(Base):
    """How a term is to be said in the target language; `revision` grows with every change."""

    __tablename__ = "terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(200))
    source_key: Mapped[str] = mapped_column(String(200), unique=True)
    target: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int] = mapped_column()
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    # An update that was made from an old revision fails instead of winning silently.
    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012

    @validates("source")
    def _keep_key(self, _name: str, source: str) -> str:
        """Keep the key by which a term counts as the same, whatever its capitals."""
        self.source_key = comparison_key(source)
        return source
