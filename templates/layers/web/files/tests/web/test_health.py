"""Whoever watches the desk gets a true answer."""

from dataclasses import replace
from pathlib import Path

from alembic import command
from fastapi.testclient import TestClient

from app.main import create_app
from app.migrating import alembic_config
from app.settings import Settings

ADDRESS = "http://127.0.0.1:8000"


def test_healthy_and_ready(client: TestClient) -> None:
    """A desk that was started as it should be is healthy and ready."""
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json() == {"status": "ready", "database": "ok", "migrations": "at head"}


def test_not_ready_without_migrations(client: TestClient, settings: Settings) -> None:
    """An old structure is not ready, while the process itself is healthy."""
    command.downgrade(alembic_config(settings), "base")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "behind"
    assert client.get("/healthz").status_code == 200


def test_not_ready_without_database(settings: Settings, tmp_path: Path) -> None:
    """A database that cannot be opened is not ready, and is said to be so."""
    away = replace(settings, database_url=f"sqlite:///{tmp_path.as_posix()}/no/such/folder/desk.db")
    answer = TestClient(create_app(away), base_url=ADDRESS).get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "unreachable"
