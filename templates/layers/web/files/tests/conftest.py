"""What every test starts from: a desk with the first content, on a real database of its own."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from browsing import PASSWORD, browser, signed_in
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.database import make_engine
from app.main import create_app
from app.migrating import prepare_database
from app.models import Role
from app.people import accounts
from app.people.accounts import PersonDraft
from app.settings import ROOT, Settings


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
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate and fill one database; each test gets a copy, which is much faster."""
    database = tmp_path_factory.mktemp("prepared") / "empty.db"
    prepare_database(settings_for(database))
    return database


@pytest.fixture(scope="session")
def prepared(empty: Path) -> Path:
    """Add one person of each role, who all have the same password."""
    database = Path(shutil.copy(empty, empty.with_name("desk.db")))
    add_people(settings_for(database))
    return database


def add_people(settings: Settings) -> None:
    """Add `translator@example.com`, `reviewer@example.com` and `admin@example.com`."""
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        for role in Role:
            name = f"{role.value.title()} Kim"
            draft = PersonDraft(name, f"{role.value}@example.com", role)
            accounts.add(session, draft, PASSWORD)
        session.commit()
    engine.dispose()


@pytest.fixture
def settings(prepared: Path, tmp_path: Path) -> Settings:
    """Return settings with a database of the test's own."""
    return settings_for(Path(shutil.copy(prepared, tmp_path / "desk.db")))


@pytest.fixture
def new_settings(empty: Path, tmp_path: Path) -> Settings:
    """Return settings of a desk that nobody has set up yet."""
    return replace(settings_for(Path(shutil.copy(empty, tmp_path / "new.db"))), language="en")


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    """Return the app as it is served."""
    return create_app(settings)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """Return the browser of an admin, who may do everything."""
    return signed_in(app, Role.ADMIN)


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    """Return a browser in which nobody is signed in."""
    return browser(app)
