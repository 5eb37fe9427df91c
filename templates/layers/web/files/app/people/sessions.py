"""Sign-ins: begun, recognised, renewed and ended on the server, where they can be taken back."""

from datetime import timedelta

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.orm import Session

from app.models import OneTimeLink, Person, SignedInSession
from app.models.declarative import now
from app.people.tokens import digest, new_token

UNUSED = timedelta(hours=24)
ALTOGETHER = timedelta(days=14)
# How old the note of the last use may be; noting every request would cost a write each.
NOTED = timedelta(minutes=10)


def start(session: Session, person: Person) -> str:
    """Begin a sign-in and return the token for the cookie; the caller commits."""
    token = new_token()
    session.add(SignedInSession(token_hash=digest(token), person_id=person.id))
    return token


def find(session: Session, token: str) -> SignedInSession | None:
    """Return the sign-in of a cookie if it is still good, and note that it was used."""
    found = session.get(SignedInSession, digest(token))
    if found is None:
        return None
    time = now()
    if (
        time - found.seen_at > UNUSED
        or time - found.created_at > ALTOGETHER
        or not found.person.active
    ):
        session.delete(found)
        session.commit()
        return None
    if time - found.seen_at > NOTED:
        found.seen_at = time
        session.commit()
    return found


def end(session: Session, token_hash: str) -> None:
    """End one sign-in; the caller commits."""
    session.execute(delete(SignedInSession).where(SignedInSession.token_hash == token_hash))


def end_all(session: Session, person_id: int) -> None:
    """Sign a person out in every browser; the caller commits."""
    session.execute(delete(SignedInSession).where(SignedInSession.person_id == person_id))


def end_everybodys(engine: Engine) -> None:
    """Take back every sign-in and one-time link, where data comes from another place or time.

    A sign-in that was ended must not come to life again with a backup.
    """
    with Session(engine) as session:
        for table in (SignedInSession, OneTimeLink):
            session.execute(delete(table))
        session.commit()


def count(session: Session, person_id: int) -> int:
    """Count the browsers in which a person is signed in."""
    counted = select(func.count()).where(SignedInSession.person_id == person_id)
    return session.scalar(counted) or 0
