"""Bring the database to the newest structure, with a copy of the old one kept first."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session

from app.database import make_engine
from app.first_content import FirstContent
from app.settings import Settings


def alembic_config(settings: Settings) -> Config:
    """Build the configuration that `alembic` reads from alembic.ini, for this database."""
    config = Config(settings.root / "alembic.ini")
    config.attributes["database_url"] = settings.database_url
    return config


def prepare_database(settings: Settings) -> None:
    """Create or migrate the database; a fresh one gets the first content, an old one a backup."""
    _make_folder(settings.database_url)
    engine = make_engine(settings.database_url)
    try:
        if not inspect(engine).get_table_names():
            # Read first: if a file is broken, no half-made database is left behind.
            content = FirstContent.read(settings.root)
            command.upgrade(alembic_config(settings), "head")
            with Session(engine) as session:
                content.add_to(session)
                session.commit()
        elif not at_head(engine, settings):
            back_up(engine, settings.data / "backups")
            command.upgrade(alembic_config(settings), "head")
    finally:
        engine.dispose()


def at_head(engine: Engine, settings: Settings) -> bool:
    """Tell whether the database has exactly the structure this code expects."""
    wanted = set(ScriptDirectory.from_config(alembic_config(settings)).get_heads())
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == wanted


def back_up(engine: Engine, folder: Path) -> Path | None:
    """Copy a SQLite database beside itself; another database has its own way, so None."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"desk-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.db"
    with (
        closing(sqlite3.connect(engine.url.database)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    return copy


def _make_folder(database_url: str) -> None:
    url = make_engine(database_url).url
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
