"""Any database as a file of its rows: between two kinds, and where pg_dump is missing.

A zip with one JSON line a row, one file a table, and the revision of the structure. Tables are
taken as the database has them and not from the models, so that an older structure works too.
"""

import base64
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, LargeBinary, MetaData, Table, func, select, text

from app.backups.unfinished import unfinished

MAGIC = b"PK"
REVISION = "revision.txt"
BATCH = 1000


def write(engine: Engine, target: Path, revision: str) -> None:
    """Write all rows, from one consistent view of the database."""
    with (
        unfinished(target) as part,
        engine.connect() as connection,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as z,
    ):
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        z.writestr(REVISION, revision)
        for table in _tables(connection):
            with z.open(f"{table.name}.jsonl", "w") as file:
                for row in connection.execute(select(table)).mappings().yield_per(BATCH):
                    file.write(json.dumps(dict(row), default=_plain).encode() + b"\n")


def is_whole(file: Path) -> bool:
    """Tell whether everything that is in the file can be read."""
    try:
        with zipfile.ZipFile(file) as z:
            return z.testzip() is None
    except (OSError, RuntimeError, zipfile.BadZipFile, zlib.error):  # RuntimeError: a password
        return False


def read_revision(file: Path) -> str:
    """Return the structure for which the rows were written; an empty text if it is no backup."""
    with zipfile.ZipFile(file) as z:
        return z.read(REVISION).decode() if REVISION in z.namelist() else ""


def read_into(connection: Connection, file: Path) -> None:
    """Put the rows into empty tables; the caller commits, so that it is all or nothing."""
    with zipfile.ZipFile(file) as z:
        for table in _tables(connection):
            with z.open(f"{table.name}.jsonl") as lines:
                for rows in _batches(lines, table):
                    connection.execute(table.insert(), rows)
            _count_on(connection, table)


def _tables(connection: Connection) -> list[Table]:
    """Return the tables, those that others point to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _batches(lines: Any, table: Table) -> Iterator[list[dict[str, object]]]:  # noqa: ANN401
    rows: list[dict[str, object]] = []
    for line in io.TextIOWrapper(lines, encoding="utf-8"):
        rows.append(_row(json.loads(line), table))
        if len(rows) == BATCH:
            yield rows
            rows = []
    if rows:
        yield rows


def _row(read: dict[str, Any], table: Table) -> dict[str, object]:
    row: dict[str, object] = {}
    for name, value in read.items():
        column = table.columns[name]
        if value is not None and isinstance(column.type, LargeBinary):
            value = base64.b64decode(value)
        elif value is not None and column.type.python_type is datetime:
            value = datetime.fromisoformat(value)
        row[name] = value
    return row


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows after the ones that were brought back."""
    key = table.primary_key.columns.values()[0]
    if connection.dialect.name != "postgresql" or key.type.python_type is not int:
        return
    highest = connection.scalar(select(func.max(key))) or 0
    sequence = text("SELECT setval(pg_get_serial_sequence(:table, :column), :value, :used)")
    values = {
        "table": table.name,
        "column": key.name,
        "value": max(highest, 1),
        "used": highest > 0,
    }
    connection.execute(sequence, values)
