"""PostgreSQL by its own programs, where they are installed and fit the server."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL, Engine

MAGIC = b"PGDMP"


def write(engine: Engine, target: Path) -> bool:
    """Write a dump; False if pg_dump is missing, or refuses because it is older than the server."""
    program = shutil.which("pg_dump")
    if program is None:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.part")
    command = [program, "--format=custom", "--no-owner", f"--file={unfinished}"]
    if _run(command, engine.url):
        unfinished.replace(target)
        return True
    unfinished.unlink(missing_ok=True)
    return False


def can_read(file: Path) -> bool:
    """Tell whether pg_restore is here and understands the dump."""
    program = shutil.which("pg_restore")
    return program is not None and _run([program, "--list", str(file)], None)


def read_revision(file: Path) -> str:
    """Return the structure of a dump; an empty text if it is no dump of a desk."""
    program = shutil.which("pg_restore") or "pg_restore"
    command = [program, "--data-only", "--table=alembic_version", "--file=-", str(file)]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")  # noqa: S603
    lines = iter(done.stdout.splitlines())
    return next((next(lines, "") for line in lines if line.startswith("COPY ")), "")


def read_into(engine: Engine, file: Path) -> bool:
    """Put the dump into an empty database, all of it or nothing."""
    options = ["--no-owner", "--single-transaction", "--exit-on-error"]
    program = shutil.which("pg_restore") or "pg_restore"
    return _run([program, *options, f"--dbname={engine.url.database}", str(file)], engine.url)


def _run(command: list[str], url: URL | None) -> bool:
    """Run a program of PostgreSQL; the password goes by the environment, where nobody sees it."""
    environment = {**os.environ, **(_variables(url) if url else {})}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0


def _variables(url: URL) -> dict[str, str]:
    host = url.host or url.query.get("host", "")
    given = {
        "PGHOST": host if isinstance(host, str) else host[0],
        "PGPORT": str(url.port or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": url.database or "",
    }
    return {name: value for name, value in given.items() if value}
