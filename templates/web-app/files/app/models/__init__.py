"""The tables of the database. A change here needs a migration beside it."""

from app.models.declarative import Base
from app.models.term import Term
from app.models.translation import EventKind, ReviewEvent, Status, Translation

__all__ = ["Base", "EventKind", "ReviewEvent", "Status", "Term", "Translation"]
