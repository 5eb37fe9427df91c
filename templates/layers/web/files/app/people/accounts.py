"""The accounts: who there is, who is added, what changes about them."""

import re
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.models import Person, Role
from app.people import sessions
from app.people.passwords import hash_password
from app.text import clean_line

EMAIL = re.compile(r"[^\s@<>\"]{1,64}@[^\s@<>\"]{1,120}")
LONGEST_NAME = 80


class Taken(Exception):
    """Somebody with this address was added a moment ago; nothing was saved."""


@dataclass(frozen=True)
class PersonDraft:
    """A person as somebody typed them."""

    name: str = ""
    email: str = ""
    role: str = Role.TRANSLATOR

    @classmethod
    def cleaned(cls, name: str, email: str, role: str = Role.TRANSLATOR) -> "PersonDraft":
        """Make a draft from raw text."""
        return cls(clean_line(name), clean_line(email), role)

    def problems(self, session: Session) -> dict[str, str]:
        """Return the words' key for each field that cannot be kept as it is."""
        found = {}
        if not 0 < len(self.name) <= LONGEST_NAME:
            found["name"] = "people.problem.name"
        if not EMAIL.fullmatch(self.email):
            found["email"] = "people.problem.email"
        elif find_by_email(session, self.email):
            found["email"] = "people.problem.email_taken"
        if self.role not in list(Role):
            found["role"] = "people.problem.role"
        return found


def anybody(session: Session) -> bool:
    """Tell whether the desk has been set up."""
    return bool(session.scalar(select(exists().where(Person.id.is_not(None)))))


def everybody(session: Session) -> list[Person]:
    """Return all people, those who may sign in first."""
    statement = select(Person).order_by(Person.active.desc(), func.lower(Person.name), Person.id)
    return list(session.scalars(statement))


def find_by_email(session: Session, email: str) -> Person | None:
    """Return the person with this address, in whatever capitals it was typed."""
    return session.scalars(select(Person).where(Person.email == email.casefold())).one_or_none()


def add(session: Session, draft: PersonDraft, password: str = "") -> Person:
    """Add a person who was checked before; flushed, because links need the id.

    Raises Taken if somebody else was quicker.
    """
    person = Person(name=draft.name, email=draft.email, role=Role(draft.role))
    if password:
        person.password_hash = hash_password(password)
    session.add(person)
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise Taken from error
    return person


def set_password(session: Session, person: Person, password: str) -> None:
    """Give a new password and sign the person out everywhere; the caller commits."""
    person.password_hash = hash_password(password)
    sessions.end_all(session, person.id)


def change(session: Session, person: Person, role: Role, *, active: bool) -> bool:
    """Change the role, let in or shut out; False if no admin would be left. The caller commits."""
    if not (active and role is Role.ADMIN) and _only_admin(session) == person.id:
        return False
    person.role, person.active = role, active
    if not active:
        sessions.end_all(session, person.id)
    return True


def _only_admin(session: Session) -> int | None:
    """Return the id of the one admin, or None if there are more; holds them until the commit."""
    statement = select(Person.id).where(Person.role == Role.ADMIN, Person.active)
    admins = session.scalars(statement.with_for_update()).all()
    return admins[0] if len(admins) == 1 else None
