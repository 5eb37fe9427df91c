"""Links that work once: to choose a password, and to make the first admin."""

from datetime import timedelta

from sqlalchemy import CursorResult, delete, or_
from sqlalchemy.orm import Session

from app.models import OneTimeLink, Person
from app.models.declarative import now
from app.people.tokens import digest, new_token

LASTS = timedelta(days=3)


def make(session: Session, person: Person | None) -> str:
    """Return a new token, which only this answer shows; earlier ones stop working.

    Without a person it is the set-up code of the desk. The caller commits.
    """
    person_id = person.id if person else None
    session.execute(
        delete(OneTimeLink).where(
            or_(OneTimeLink.person_id == person_id, OneTimeLink.expires_at < now())
        )
    )
    token = new_token()
    session.add(
        OneTimeLink(token_hash=digest(token), person_id=person_id, expires_at=now() + LASTS)
    )
    return token


def person_of(session: Session, token: str) -> Person | None:
    """Return whom a link is for, without using it up."""
    link = session.get(OneTimeLink, digest(token))
    if link is None or link.person_id is None or link.expires_at < now():
        return None
    person = session.get(Person, link.person_id)
    return person if person and person.active else None


def is_setup_code(session: Session, token: str) -> bool:
    """Tell whether the token may make the first admin."""
    link = session.get(OneTimeLink, digest(token))
    return link is not None and link.person_id is None and link.expires_at >= now()


def use_up(session: Session, token: str) -> bool:
    """Take the link away; of two that use it at once, one gets True. The caller commits."""
    done = session.execute(delete(OneTimeLink).where(OneTimeLink.token_hash == digest(token)))
    return isinstance(done, CursorResult) and done.rowcount == 1
