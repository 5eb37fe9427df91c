"""The tables of the database. A change here needs a migration beside it."""

from app.models.declarative import Base
from app.models.pending_import import ImportKind, PendingImport
from app.models.person import OneTimeLink, Person, Role, SignedInSession, SignInAttempt
from app.models.term import Term
from app.models.translation import EventKind, ReviewEvent, Status, Translation

__all__ = [
    "Base",
    "EventKind",
    "ImportKind",
    "OneTimeLink",
    "PendingImport",
    "Person",
    "ReviewEvent",
    "Role",
    "SignInAttempt",
    "SignedInSession",
    "Status",
    "Term",
    "Translation",
]
