"""The people who may use the desk, and how each of them is signed in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.models.declarative import Base, now, words_column


class Role(StrEnum):
    """What a person is at the desk; `app/access.py` says what each may do."""

    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    ADMIN = "admin"


class Person(Base):
    """Somebody with a sign-in. People are never deleted, so that the history keeps its names."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(200), unique=True)
    role: Mapped[Role] = mapped_column(words_column(Role, "role"))
    # None until the person has chosen one: nobody else ever knows a password.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    @validates("email")
    def _keep_small_letters(self, _name: str, email: str) -> str:
        return email.casefold()


class SignedInSession(Base):
    """One browser in which a person is signed in; the cookie holds what is hashed here."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)
    person: Mapped[Person] = relationship()


class OneTimeLink(Base):
    """A link that works once: to choose a password, or (without a person) to set the desk up."""

    __tablename__ = "one_time_links"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column()


class SignInAttempt(Base):
    """A try to sign in that did not succeed, under the hash of an account or of an address."""

    __tablename__ = "sign_in_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
