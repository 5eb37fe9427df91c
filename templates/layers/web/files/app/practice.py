"""A practice copy: the same desk on data of its own, where anything may be tried."""

from dataclasses import replace

from sqlalchemy.engine import make_url

from app.backups import sqlite_copy
from app.database import make_engine
from app.migrating import prepare_database
from app.people import sessions
from app.settings import Settings


def practice_settings(settings: Settings, *, fresh: bool = False) -> Settings:
    """Return the settings of the practice copy, and make the copy if there is none.

    It begins as a copy of a SQLite desk, with its people and without their sign-ins; beside
    another database it begins with the samples. `fresh` throws an earlier copy away.
    """
    file = settings.data / "practice.db"
    practice = replace(settings, database_url=f"sqlite:///{file.as_posix()}", practice=True)
    if fresh:
        file.unlink(missing_ok=True)
    source = make_url(settings.database_url)
    if not file.exists() and source.get_backend_name() == "sqlite" and source.database:
        sqlite_copy.copy_if_there(source.database, file)
        if file.exists():
            prepare_database(practice)
            engine = make_engine(practice.database_url)
            sessions.end_everybodys(engine)
            engine.dispose()
    return practice
