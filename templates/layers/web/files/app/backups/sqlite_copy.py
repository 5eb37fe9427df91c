"""A SQLite database as one file, copied by SQLite itself so that it is whole at any moment."""

import sqlite3
from contextlib import closing
from pathlib import Path

from app.backups.unfinished import unfinished

MAGIC = b"SQLite format 3\x00"


def copy(source: str | Path, target: Path) -> None:
    """Copy a database, also while somebody writes to it; an unfinished copy has no final name."""
    with (
        unfinished(target) as part,
        closing(sqlite3.connect(source)) as old,
        closing(sqlite3.connect(part)) as new,
    ):
        old.backup(new)


def copy_over(source: Path, database: str) -> None:
    """Put a copy in the place of a database, all of it or nothing, also while somebody reads."""
    Path(database).parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(database)) as new:
        old.backup(new)


def copy_if_there(source: str, target: Path) -> None:
    """Copy a database if it exists and holds anything."""
    if Path(source).is_file() and Path(source).stat().st_size:
        copy(source, target)


def read_revision(file: Path) -> str:
    """Return the structure of a copy; an empty text if it is no copy of a desk."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copied:
            row = copied.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        return ""
    return str(row[0]) if row else ""


def is_whole(file: Path) -> bool:
    """Let SQLite check a copy before it takes the place of anything."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as copied:
            return bool(copied.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False
