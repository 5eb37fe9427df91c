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
    """Apply the migrations; batch mode, because SQLite cannot change a column in place."""
    engine = make_engine(database_url())
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=Base.metadata, render_as_batch=True
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
