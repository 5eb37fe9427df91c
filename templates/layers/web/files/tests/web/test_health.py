"""Whoever watches the desk gets a true answer."""

from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from fastapi.testclient import TestClient

from app.main import create_app
from app.migrating import alembic_config, prepare_database
from app.settings import Settings

ADDRESS = "http://127.0.0.1:8000"


def test_healthy_and_ready(client: TestClient) -> None:
    """A desk that was started as it should be is healthy and ready."""
    assert client.get("/health").json() == {"status": "ok"}
    ready = client.get("/ready")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ready", "database": "ok", "migrations": "at head"}


def test_not_ready_without_migrations(client: TestClient, settings: Settings) -> None:
    """An old structure is not ready, while the process itself is healthy."""
    command.downgrade(alembic_config(settings), "base")
    answer = client.get("/ready")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "behind"
    assert client.get("/health").status_code == 200


def test_not_ready_without_database(settings: Settings, tmp_path: Path) -> None:
    """A database that cannot be opened is not ready, and is said to be so."""
    away = replace(settings, database_url=f"sqlite:///{tmp_path.as_posix()}/no/such/folder/desk.db")
    answer = TestClient(create_app(away), base_url=ADDRESS).get("/ready")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"


def test_pages_say_that_the_database_is_away(settings: Settings, tmp_path: Path) -> None:
    """In words and with 503, and as soon as it is there again everything goes on by itself."""
    file = tmp_path / "later" / "desk.db"
    away = replace(settings, database_url=f"sqlite:///{file.as_posix()}")
    client = TestClient(create_app(away), base_url=ADDRESS)
    answer = client.get("/sign-in")
    assert answer.status_code == 503
    assert "The database does not answer" in answer.text
    assert "retry-after" in answer.headers
    prepare_database(away)
    assert client.get("/ready").status_code == 200
    assert client.get("/sign-in").url.path == "/first"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_names_that_kubernetes_uses_work_too(client: TestClient, path: str) -> None:
    """Whichever of the two spellings somebody knows."""
    assert client.get(path).status_code == 200
