"""The structure of the database can be built, taken down and built again, and fits the code."""

import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from app.database import make_engine
from app.migrating import alembic_config, at_head, prepare_database
from app.models import Base
from app.problem import Problem
from app.settings import ROOT, Settings


def count_terms(settings: Settings) -> int:
    """Count straight in the database."""
    with make_engine(settings.database_url).connect() as connection:
        return connection.execute(text("SELECT count(*) FROM terms")).scalar_one()


def test_migrations_go_down_and_up(settings: Settings) -> None:
    """Every step has its way back."""
    engine = make_engine(settings.database_url)
    command.downgrade(alembic_config(settings), "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    command.upgrade(alembic_config(settings), "head")
    assert at_head(engine, settings)


def test_migrations_build_what_the_models_say(settings: Settings) -> None:
    """Nothing was changed in a model without a migration beside it."""
    with make_engine(settings.database_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_only_a_fresh_database_gets_the_samples(settings: Settings) -> None:
    """A second start brings nothing back that was deleted."""
    with make_engine(settings.database_url).begin() as connection:
        connection.execute(text("DELETE FROM terms"))
    prepare_database(settings)
    assert count_terms(settings) == 0


def test_an_old_database_is_copied_before_it_changes(settings: Settings, tmp_path: Path) -> None:
    """Before a migration touches real data, a copy is laid aside; the data itself goes along."""
    for name in ("migrations", "glossary", "content"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "alembic.ini", tmp_path)
    command.downgrade(alembic_config(settings), "0001")
    moved = Settings(tmp_path, "Desk", "en", 8000, settings.database_url)
    prepare_database(moved)
    assert len(list((tmp_path / "data" / "backups").glob("desk-*"))) == 1
    assert count_terms(settings) == 12


def test_going_down_and_up_keeps_the_work(settings: Settings) -> None:
    """People go with their version; texts, decisions and terms stay."""
    engine = make_engine(settings.database_url)

    def work() -> list[object]:
        with engine.connect() as connection:
            tables = ("SELECT kind, comment FROM review_events", "SELECT target FROM translations")
            return [connection.execute(text(one)).all() for one in tables]

    before = work()
    command.downgrade(alembic_config(settings), "0001")
    assert work() == before
    command.upgrade(alembic_config(settings), "head")
    assert work() == before


def test_old_code_leaves_a_newer_database_alone(settings: Settings) -> None:
    """Going back to an earlier version needs the backup from before, and the start says so."""
    with make_engine(settings.database_url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Problem) as caught:
        prepare_database(settings)
    assert caught.value.key == "start.newer_database"


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("glossary/terms.csv", "source,target\nterm,\n", "start.empty_cell"),
        ("glossary/terms.csv", "source,target\na,b\nA,c\n", "start.term_twice"),
        ("glossary/terms.csv", "one,two\na,b\n", "start.broken_table"),
        ("content/samples.csv", "source,target,status\na,b,maybe\n", "start.unknown_status"),
    ],
)
def test_a_slip_in_the_first_files_leaves_no_half_database(
    settings: Settings, tmp_path: Path, name: str, content: str, key: str
) -> None:
    """The files are read before anything is built, and the slip is named."""
    for folder in ("glossary", "content"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / name).write_text(content, encoding="utf-8")
    fresh = Settings(tmp_path, "Desk", "en", 8000, f"sqlite:///{(tmp_path / 'x.db').as_posix()}")
    with pytest.raises(Problem) as caught:
        prepare_database(fresh)
    assert caught.value.key == key
    assert caught.value.values["file"] == name
    assert inspect(make_engine(fresh.database_url)).get_table_names() == []


def test_the_database_itself_refuses_nonsense(settings: Settings) -> None:
    """Foreign keys and statuses hold even when code goes around the models."""
    engine = make_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE translations SET status = 'draft' WHERE id = 1"))
    for statement in (
        "UPDATE translations SET status = 'maybe'",
        "INSERT INTO review_events (translation_id, kind, comment, at)"
        " VALUES (99, 'edited', '', '2026-01-01')",
    ):
        with engine.connect() as connection, pytest.raises(IntegrityError):
            connection.execute(text(statement))
