"""Slow down guessing: after some failures an account or an address has to wait.

Kept in the database, so that it holds across processes and restarts. An attempt is recorded
before the password is looked at, so that guesses sent at the same moment all count.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models import SignInAttempt
from app.models.declarative import now
from app.people.tokens import digest

WINDOW = timedelta(minutes=15)
ACCOUNT_LIMIT = 10
ADDRESS_LIMIT = 50


def wait_until(session: Session, email: str, address: str) -> datetime | None:
    """Return when the next try is allowed (UTC), or None if it is allowed now."""
    account_key, address_key = _keys(email, address)
    times = [
        _free_at(session, account_key, ACCOUNT_LIMIT),
        _free_at(session, address_key, ADDRESS_LIMIT),
    ]
    return max((time for time in times if time), default=None)


def record(session: Session, email: str, address: str) -> None:
    """Count a try, and forget those that no longer matter; the caller commits."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now() - WINDOW))
    session.add_all(SignInAttempt(key=key) for key in _keys(email, address))


def forgive(session: Session, email: str, address: str) -> None:
    """After a success: forget the account's tries, and one of the address; the caller commits."""
    account_key, address_key = _keys(email, address)
    session.execute(delete(SignInAttempt).where(SignInAttempt.key == account_key))
    latest = (
        select(SignInAttempt)
        .where(SignInAttempt.key == address_key)
        .order_by(SignInAttempt.id.desc())
    )
    one = session.scalars(latest.limit(1)).first()
    if one is not None:
        session.delete(one)


def _keys(email: str, address: str) -> tuple[str, str]:
    """Return the two keys; hashed, because a mistyped e-mail address is nobody's business."""
    return digest(f"account:{email.casefold()}"), digest(f"address:{address}")


def _free_at(session: Session, key: str, limit: int) -> datetime | None:
    latest = (
        select(SignInAttempt.at)
        .where(SignInAttempt.key == key, SignInAttempt.at > now() - WINDOW)
        .order_by(SignInAttempt.at.desc())
    )
    times = session.scalars(latest.limit(limit)).all()
    return times[-1] + WINDOW if len(times) == limit else None
