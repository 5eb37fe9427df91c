"""Run migrations against the database of the app's settings."""

import os

from alembic import context

from app.database import make_engine
from app.models import Base
from app.settings import load_settings


def database_url() -> str:
    """Return the address the app hands over, or for the command line that of the settings."""
    handed_over = context.config.attributes.get("database_url")
    return handed_over or load_settings(os.environ).database_url


def run() -> None:
    """Apply the migrations; batch mode, because SQLite cannot change a column in place.

    Batch mode copies a table and drops the old one. With foreign keys held, that drop would
    take every row that points there along, so they are let go, and checked at the end.
    """
    engine = make_engine(database_url())
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.commit()  # only where nothing has begun does Alembic begin and end itself
        context.configure(
            connection=connection, target_metadata=Base.metadata, render_as_batch=True
        )
        with context.begin_transaction():
            context.run_migrations()
        if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise RuntimeError("a row points to a row that is gone")
    engine.dispose()


run()
