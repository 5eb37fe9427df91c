"""What every test starts from: a desk with the first content, on a real database of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import PASSWORD, browser, signed_in
from databases import KINDS, PREPARED, Server
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


def settings_for(database_url: str, language: str = "en") -> Settings:
    """Return settings that never read the environment or a .env file of this computer."""
    return Settings(
        root=ROOT,
        title='Mina’s "번역" <desk>',
        language=language,
        port=8000,
        database_url=database_url,
    )


def address_of(file: Path) -> str:
    """Return the address of a SQLite file."""
    return f"sqlite:///{file.as_posix()}"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate and fill one database; each test gets a copy, which is much faster."""
    database = tmp_path_factory.mktemp("prepared") / "empty.db"
    prepare_database(settings_for(address_of(database)))
    return database


@pytest.fixture(scope="session")
def prepared(empty: Path) -> Path:
    """Add one person of each role, who all have the same password."""
    database = Path(shutil.copy(empty, empty.with_name("desk.db")))
    add_people(settings_for(address_of(database)))
    return database


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Start PostgreSQL, with one database as prepared as that of SQLite."""
    server = Server()
    settings = settings_for(server.create(PREPARED))
    prepare_database(settings)
    add_people(settings)
    yield server
    server.stop()


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


@pytest.fixture(params=KINDS)
def settings(request: pytest.FixtureRequest, prepared: Path, tmp_path: Path) -> Iterator[Settings]:
    """Return settings with a database of the test's own, of each kind there is."""
    if request.param == "sqlite":
        yield settings_for(address_of(Path(shutil.copy(prepared, tmp_path / "desk.db"))))
        return
    server: Server = request.getfixturevalue("server")
    with server.copy() as url:
        yield settings_for(url)


@pytest.fixture
def new_settings(empty: Path, tmp_path: Path) -> Settings:
    """Return settings of a desk that nobody has set up yet."""
    return settings_for(address_of(Path(shutil.copy(empty, tmp_path / "new.db"))))


@pytest.fixture
def app(settings: Settings) -> Iterator[FastAPI]:
    """Return the app as it is served."""
    app = create_app(settings)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """Return the browser of an admin, who may do everything."""
    return signed_in(app, Role.ADMIN)


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    """Return a browser in which nobody is signed in."""
    return browser(app)
