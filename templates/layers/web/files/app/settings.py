"""Settings: the environment first, then a `.env` file, then what the project says itself."""

import codecs
import io
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.problem import Problem

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "ko")
DATABASES = ("sqlite", "postgresql+psycopg")
# What content/project.json must say, and in which form.
PROJECT = {"title": str, "language": str, "port": int}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Settings:
    """Everything that may differ from one computer to the next."""

    root: Path
    title: str
    language: str
    port: int
    database_url: str
    source_language: str = "en"
    target_language: str = "ko"
    allowed_hosts: tuple[str, ...] = LOOPBACK
    # A practice copy has its own data and its own cookie, and says on each page what it is.
    practice: bool = False

    @property
    def data(self) -> Path:
        """Where the desk keeps what must not be in git: database, backups, log."""
        return self.root / "data"

    @property
    def session_cookie(self) -> str:
        """The cookie of the sign-in; browsers share cookies between the ports of a computer."""
        return "desk_practice_session" if self.practice else "desk_session"


def load_settings(environ: Mapping[str, str], root: Path = ROOT) -> Settings:
    """Read the settings; raises Problem where a value cannot be used."""
    project = _read_project(root / "content" / "project.json")
    given = _given(environ, root / ".env")
    language = given.get("DESK_LANGUAGE", project["language"])
    if language not in LANGUAGES:
        raise Problem("start.unknown_language", value=language)
    return Settings(
        root=root,
        title=project["title"],
        language=language,
        port=project["port"],
        database_url=database_address(_chosen_database(given), root),
        source_language=given.get("DESK_SOURCE_LANGUAGE", "en"),
        target_language=given.get("DESK_TARGET_LANGUAGE", "ko"),
        allowed_hosts=(*LOOPBACK, *_names(given.get("DESK_HOSTS", ""))),
    )


def _read_project(file: Path) -> dict[str, Any]:
    """Read what the maker wrote; raises Problem naming the line of a slip."""
    try:
        project = json.loads(file.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        raise Problem("start.broken_words", file=file.name, line=error.lineno) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("start.broken_words", file=file.name, line=1) from error
    if not isinstance(project, dict) or not PROJECT.items() <= _kinds(project).items():
        raise Problem("start.broken_project")
    return project


def _kinds(values: dict[str, Any]) -> dict[str, type]:
    return {name: type(value) for name, value in values.items()}


def _given(environ: Mapping[str, str], env_file: Path) -> dict[str, str]:
    written = dotenv_values(stream=io.StringIO(_text_of(env_file)), interpolate=False)
    merged = {**written, **environ}
    return {name: value for name, value in merged.items() if value}


def _text_of(env_file: Path) -> str:
    """Read a file from whatever editor: with a byte order mark, and as a Korean Windows writes."""
    if not env_file.is_file():
        return ""
    content = env_file.read_bytes()
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp949"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise Problem("start.broken_env")


def _names(text: str) -> list[str]:
    """Read host names that are separated by commas or spaces."""
    return text.lower().replace(",", " ").split()


def _chosen_database(given: Mapping[str, str]) -> str:
    """Return the desk's own setting, else the one that hosting services give."""
    return given.get("DESK_DATABASE_URL") or given.get("DATABASE_URL") or "sqlite:///data/desk.db"


def database_address(text: str, root: Path = ROOT) -> str:
    """Bring an address into the form SQLAlchemy takes; raises Problem if it is none.

    A relative SQLite path starts at the project, not at the folder one happens to be in.
    PostgreSQL is reached through psycopg, whichever of its names is given.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise Problem("start.database_address") from error
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in DATABASES:
        raise Problem("start.database_address")
    if url.drivername == "postgresql+psycopg" and find_spec("psycopg") is None:
        raise Problem("start.no_driver")
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        url = url.set(database=(root / str(url.database)).as_posix())
    return url.render_as_string(hide_password=False)
