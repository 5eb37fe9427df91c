"""The way to the database: one engine for the app, one session for a request."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

# A process serves about forty requests at once (the threads of the server); each process of
# several has its own pool, and PostgreSQL takes a hundred connections unless told otherwise.
POOL = {"pool_size": 5, "max_overflow": 15, "pool_timeout": 10, "pool_recycle": 1800}
SECONDS_TO_CONNECT = 5


def make_engine(url: str) -> Engine:
    """Open the database lazily; a connection that has died is noticed and replaced.

    SQLite holds foreign keys only when it is told to.
    """
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url)
        event.listen(engine, "connect", _hold_foreign_keys)
        return engine
    waiting = {"connect_timeout": SECONDS_TO_CONNECT}
    return create_engine(url, pool_pre_ping=True, connect_args=waiting, **POOL)


def _hold_foreign_keys(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


@contextmanager
def one_session(url: str) -> Iterator[Session]:
    """Give a session for a job, and close the database behind it."""
    engine = make_engine(url)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def get_session(request: Request) -> Iterator[Session]:
    """Give a request its session, and note when its work is saved.

    Routes commit themselves, before they answer. If something fails afterwards,
    the error page must be able to say truthfully whether the work was saved.
    """
    sessions: sessionmaker[Session] = request.app.state.sessions
    with sessions() as session:
        event.listen(session, "after_commit", lambda _: setattr(request.state, "saved", True))
        yield session


DatabaseSession = Annotated[Session, Depends(get_session)]
