"""Back up and bring back, whichever database the desk is on."""

from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, inspect
from sqlalchemy.exc import SQLAlchemyError

from app.backups import postgres_dump, sqlite_copy, table_file
from app.database import make_engine
from app.migrating import alembic_config, make_folder, prepare_database, present_revision
from app.people import sessions
from app.problem import Problem
from app.settings import Settings


def back_up(settings: Settings, file: Path | None = None) -> Path:
    """Write a copy of the whole database and return where it is.

    A name that ends in .zip gets the rows, which any kind of database can take over.
    """
    engine = make_engine(settings.database_url)
    try:
        revision = _revision(engine)
        if revision is None:
            raise Problem("backup.nothing")
        sqlite = engine.dialect.name == "sqlite"
        target = file or new_name(settings, "db" if sqlite else "backup")
        if target.exists():
            raise Problem("backup.exists", file=target)
        if sqlite and target.suffix != ".zip":
            sqlite_copy.copy(str(engine.url.database), target)
        elif target.suffix == ".zip" or not _dump(engine, target):
            table_file.write(engine, target, revision)
        return target
    finally:
        engine.dispose()


def _dump(engine: Engine, target: Path) -> bool:
    """Let PostgreSQL write the copy; False where its programs are missing or do not fit."""
    try:
        postgres_dump.write(engine, target, inspect(engine).get_table_names())
    except postgres_dump.Refused:
        return False
    return True


def _revision(engine: Engine) -> str | None:
    """Return the structure of the database, without making a file where there is none."""
    sqlite = engine.dialect.name == "sqlite"
    if sqlite and not Path(str(engine.url.database)).is_file():
        return None
    return present_revision(engine)


def new_name(settings: Settings, ending: str) -> Path:
    """Return a name in data/backups that says when the copy was made (UTC)."""
    return settings.data / "backups" / f"desk-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.{ending}"


def restore(settings: Settings, file: Path) -> Path | None:
    """Bring a copy back, and the structure to what this code expects; everybody signs in again.

    What was there before is backed up first; its place is returned, or None if it was empty.
    """
    kind = _kind(file)
    engine = make_engine(settings.database_url)
    try:
        before = back_up(settings) if _revision(engine) else None
        _bring_back(settings, engine, file, kind)
        engine.dispose()  # what it knew of the tables is no longer true
        prepare_database(settings)
        sessions.end_everybodys(engine)
        return before
    finally:
        engine.dispose()


def _kind(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            beginning = opened.read(16)
    except OSError as error:
        raise Problem("backup.unreadable", file=file) from error
    for magic in (sqlite_copy.MAGIC, postgres_dump.MAGIC, table_file.MAGIC):
        if beginning.startswith(magic):
            return magic
    raise Problem("backup.no_backup", file=file)


def _bring_back(settings: Settings, engine: Engine, file: Path, kind: bytes) -> None:
    sqlite = engine.dialect.name == "sqlite"
    if sqlite != (kind == sqlite_copy.MAGIC) and kind != table_file.MAGIC:
        raise Problem("backup.other_database", file=file)
    if kind == sqlite_copy.MAGIC:
        if not sqlite_copy.is_whole(file):
            raise Problem("backup.damaged", file=file)
        _refuse_newer(settings, file, sqlite_copy.read_revision(file))
        sqlite_copy.copy_over(file, str(engine.url.database))
    elif kind == postgres_dump.MAGIC:
        _bring_dump_back(settings, engine, file)
    else:
        _bring_rows_back(settings, engine, file)


def _bring_dump_back(settings: Settings, engine: Engine, file: Path) -> None:
    if not postgres_dump.programs_are_here():
        raise Problem("backup.no_program", file=file)
    try:
        _refuse_newer(settings, file, postgres_dump.read_revision(file))
        postgres_dump.read_into(engine, file, inspect(engine).get_table_names())
    except postgres_dump.Refused as error:
        raise Problem("backup.refused", file=file, reason=error) from error


def _refuse_newer(settings: Settings, file: Path, revision: str) -> None:
    """Refuse a copy whose structure this code does not know, before anything is touched."""
    if not revision:
        raise Problem("backup.no_backup", file=file)
    scripts = ScriptDirectory.from_config(alembic_config(settings))
    if revision not in {one.revision for one in scripts.walk_revisions()}:
        raise Problem("backup.other_version", file=file)


def _bring_rows_back(settings: Settings, engine: Engine, file: Path) -> None:
    """Rows go into the structure they came from, which is brought up to date afterwards."""
    if not table_file.is_whole(file):
        raise Problem("backup.damaged", file=file)
    revision = table_file.read_revision(file)
    _refuse_newer(settings, file, revision)
    make_folder(engine.url)
    try:
        _clear(engine)
        command.upgrade(alembic_config(settings), revision)
        with engine.begin() as connection:
            table_file.read_into(connection, file)
    except (SQLAlchemyError, KeyError, ValueError) as error:
        raise Problem("backup.half_way", file=file) from error


def _clear(engine: Engine) -> None:
    """Drop what is there; it was backed up a moment ago."""
    present = MetaData()
    present.reflect(engine)
    present.drop_all(engine)
