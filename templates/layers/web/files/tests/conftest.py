"""What every test starts from: a desk with the first content, on a real database of its own."""

import shutil
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.migrating import prepare_database
from app.settings import ROOT, Settings

ADDRESS = "http://127.0.0.1:8000"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}


def settings_for(database: Path, language: str = "en") -> Settings:
    """Return settings that never read the environment or a .env file of this computer."""
    return Settings(
        root=ROOT,
        title='Mina’s "번역" <desk>',
        language=language,
        port=8000,
        database_url=f"sqlite:///{database.as_posix()}",
    )


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate and fill one database; each test gets a copy, which is much faster."""
    database = tmp_path_factory.mktemp("prepared") / "desk.db"
    prepare_database(settings_for(database))
    return database


@pytest.fixture
def settings(prepared: Path, tmp_path: Path) -> Settings:
    """Return settings with a database of the test's own."""
    return settings_for(Path(shutil.copy(prepared, tmp_path / "desk.db")))


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    """Return the app as it is served."""
    return create_app(settings)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """Return a browser without JavaScript that sends forms from the desk's own pages."""
    return TestClient(app, base_url=ADDRESS, headers=OWN_PAGE)
