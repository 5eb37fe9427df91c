"""Settings: the environment first, then a `.env` file, then what the project says itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values
from sqlalchemy.engine import make_url

from app.problem import Problem

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "ko")
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

    @property
    def data(self) -> Path:
        """Where the desk keeps what must not be in git: database, backups, log."""
        return self.root / "data"


def load_settings(environ: Mapping[str, str], root: Path = ROOT) -> Settings:
    """Read the settings; raises Problem where a value cannot be used."""
    project = json.loads((root / "content" / "project.json").read_text(encoding="utf-8"))
    given = _given(environ, root / ".env")
    language = given.get("DESK_LANGUAGE", project["language"])
    if language not in LANGUAGES:
        raise Problem("start.unknown_language", value=language)
    return Settings(
        root=root,
        title=project["title"],
        language=language,
        port=project["port"],
        database_url=_absolute(given.get("DESK_DATABASE_URL", "sqlite:///data/desk.db"), root),
        source_language=given.get("DESK_SOURCE_LANGUAGE", "en"),
        target_language=given.get("DESK_TARGET_LANGUAGE", "ko"),
    )


def _given(environ: Mapping[str, str], env_file: Path) -> dict[str, str]:
    # utf-8-sig, because Notepad on Windows puts a byte order mark in front.
    written = dotenv_values(env_file, encoding="utf-8-sig", interpolate=False)
    merged = {**written, **environ}
    return {name: value for name, value in merged.items() if value}


def _absolute(database_url: str, root: Path) -> str:
    """Anchor a relative SQLite path at the project, not at the folder one happens to be in."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return database_url
    return url.set(database=str(root / url.database)).render_as_string(hide_password=False)
