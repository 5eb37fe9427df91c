"""The way to the database: one engine for the app, one session for a request."""

import sqlite3
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker


def make_engine(url: str) -> Engine:
    """Open the database lazily; SQLite holds foreign keys only when it is told to."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _hold_foreign_keys)
    return engine


def _hold_foreign_keys(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA foreign_keys = ON")


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
