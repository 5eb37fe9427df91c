"""Bring the database to the newest structure, with a copy of the old one kept first."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, text
from sqlalchemy.orm import Session

from app.database import make_engine
from app.first_content import FirstContent
from app.problem import Problem
from app.settings import Settings

# PostgreSQL lets one process prepare the database while the others wait; any number will do.
LOCK = 5_309_874


def alembic_config(settings: Settings) -> Config:
    """Build the configuration that `alembic` reads from alembic.ini, for this database."""
    config = Config(settings.root / "alembic.ini")
    config.attributes["database_url"] = settings.database_url
    return config


def prepare_database(settings: Settings) -> None:
    """Create or migrate the database; a fresh one gets the first content, an old one a backup."""
    engine = make_engine(settings.database_url)
    make_folder(engine.url)
    try:
        with engine.connect() as connection:
            _take_turns(connection)
            _prepare(settings, engine)
    finally:
        engine.dispose()


def _prepare(settings: Settings, engine: Engine) -> None:
    present = present_revision(engine)
    if present is None:
        # Read first: if a file is broken, no half-made database is left behind.
        content = FirstContent.read(settings.root)
        command.upgrade(alembic_config(settings), "head")
        with Session(engine) as session:
            content.add_to(session)
            session.commit()
    elif not at_head(engine, settings):
        _refuse_newer(settings, present)
        _back_up_first(settings)
        command.upgrade(alembic_config(settings), "head")


def _take_turns(connection: Connection) -> None:
    """Hold a lock until the connection is closed, where several processes may start at once."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()


def _refuse_newer(settings: Settings, present: str) -> None:
    """Say so if the database belongs to newer code; old code must not touch it."""
    scripts = ScriptDirectory.from_config(alembic_config(settings))
    if present not in {one.revision for one in scripts.walk_revisions()}:
        raise Problem("start.newer_database", revision=present)


def _back_up_first(settings: Settings) -> None:
    from app.backups.copying import back_up  # it restores too, and so needs this module

    back_up(settings)


def at_head(engine: Engine, settings: Settings) -> bool:
    """Tell whether the database has exactly the structure this code expects."""
    scripts = ScriptDirectory.from_config(alembic_config(settings))
    return present_revision(engine) == scripts.get_current_head()


def present_revision(engine: Engine) -> str | None:
    """Return the structure the database has, or None if it has none yet."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def make_folder(url: URL) -> None:
    """Make the folder in which a SQLite file lies."""
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
