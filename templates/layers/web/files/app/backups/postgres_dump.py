"""PostgreSQL by its own programs, where they are installed and fit the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine

from app.backups.unfinished import unfinished

MAGIC = b"PGDMP"
# Who owns a table, and who else may read it, is the server's own affair.
WITHOUT = ("--no-owner", "--no-privileges")
# What pg_restore from version 17 on writes at the top of its script, and older servers do not know.
UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;"

BEGIN = b"BEGIN;\nSET client_min_messages = warning;\nSET lock_timeout = '10s';\n"

WHY = re.compile(r"\b(error|fatal|detail):", re.IGNORECASE)


class Refused(Exception):
    """A program is missing or does not want to, in its own words; nothing was changed."""


def write(engine: Engine, target: Path, tables: Sequence[str]) -> None:
    """Write a dump of these tables; raises Refused also if pg_dump is older than the server."""
    chosen = [f"--table={_quoted(name)}" for name in tables]
    with unfinished(target) as part:
        file = [f"--file={part}", "--format=custom"]
        done = _run(["pg_dump", *_login(engine), *WITHOUT, *chosen, *file], _password(engine))
        if done.returncode:
            raise Refused(_reason(done.stderr))


def programs_are_here() -> bool:
    """Tell whether a dump can be brought back on this computer."""
    return all(map(shutil.which, ("pg_restore", "psql")))


def read_revision(file: Path) -> str:
    """Return the structure of a dump; empty if it is no dump of a desk; Refused if damaged."""
    done = _run(["pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(file)])
    if done.returncode:
        raise Refused(_reason(done.stderr))
    lines = iter(done.stdout.decode().splitlines())
    return next((next(lines, "") for line in lines if line.startswith("COPY ")), "")


def read_into(engine: Engine, file: Path, tables: Sequence[str]) -> None:
    """Put the dump in the place of these tables, all of it or nothing; raises Refused."""
    psql = [_found("psql"), *_login(engine), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1"]
    script = [_found("pg_restore"), *WITHOUT, "--file=-", str(file)]
    pipe, silence = subprocess.PIPE, subprocess.DEVNULL
    with (
        subprocess.Popen(script, stdout=pipe, stderr=pipe) as reading,  # noqa: S603
        subprocess.Popen(  # noqa: S603
            psql, stdin=pipe, stdout=silence, stderr=pipe, env=_password(engine)
        ) as writing,
    ):
        _write_script(reading, writing, tables)
        said = b"".join(one.stderr.read() for one in (writing, reading) if one.stderr)
    if writing.returncode or reading.returncode:
        raise Refused(_reason(said))


def _write_script(
    reading: subprocess.Popen[bytes], writing: subprocess.Popen[bytes], tables: Sequence[str]
) -> None:
    """Hand a script on in one transaction, and let it count only if it came to its end."""
    if not reading.stdout or not writing.stdin:
        return
    try:
        writing.stdin.write(BEGIN)
        if tables:
            names = ", ".join(map(_quoted, tables))
            writing.stdin.write(f"DROP TABLE {names};\n".encode())
        for line in reading.stdout:
            if line.rstrip() != UNKNOWN_TO_OLDER:
                writing.stdin.write(line)
        if reading.wait() == 0:
            writing.stdin.write(b"COMMIT;\n")
        writing.stdin.close()
    except BrokenPipeError:  # psql has ended at an error, and says which
        reading.kill()
        with suppress(BrokenPipeError):
            writing.stdin.close()


def _run(
    command: list[str], environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    program = [_found(command[0]), *command[1:]]
    return subprocess.run(program, env=environment, capture_output=True, check=False)  # noqa: S603


def _found(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise Refused(program)
    return found


def _login(engine: Engine) -> list[str]:
    """Return the way to the database with all that its address says, but for the password."""
    _, given = engine.dialect.create_connect_args(engine.url)
    for_python = ("password", "context")  # the second is an object of psycopg's
    chosen = ((name, str(value)) for name, value in given.items() if name not in for_python)
    parts = (f"{name}={_in_quotes(value)}" for name, value in chosen)
    return [f"--dbname={' '.join(parts)}", "--no-password"]


def _password(engine: Engine) -> dict[str, str]:
    """Return the environment with the password, where no list of processes shows it."""
    password = engine.url.password
    return {**os.environ, "PGPASSWORD": str(password)} if password else {**os.environ}


def _in_quotes(value: str) -> str:
    """Write a value as libpq's connection strings have it."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _quoted(name: str) -> str:
    """Write a name as SQL and the patterns of pg_dump have it."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _reason(said: bytes) -> str:
    """Return the lines in which a program says why, for the developer."""
    lines = said.decode(errors="replace").strip().splitlines()
    return " ".join(one for one in lines if WHY.search(one)) or " ".join(lines[-1:])
