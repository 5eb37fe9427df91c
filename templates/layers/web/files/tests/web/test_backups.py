"""What was written can be copied while people work, and brought back."""

import os
import shutil
import zipfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
from alembic import command
from conftest import address_of
from databases import KINDS, POSTGRES
from sqlalchemy import MetaData, create_engine, select, text

from app.backups import postgres_dump
from app.backups.copying import back_up, restore
from app.migrating import alembic_config, prepare_database
from app.problem import Problem
from app.settings import ROOT, Settings


def rows_of(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """Return everything that is in a database."""
    engine = create_engine(settings.database_url)
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        rows = {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables.sorted_tables
        }
    engine.dispose()
    return rows


def change(settings: Settings, statement: str) -> None:
    """Change something past the app."""
    engine = create_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def moved(settings: Settings, tmp_path: Path) -> Settings:
    """Return settings whose data folder is the test's own."""
    for name in ("migrations", "glossary", "content"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "alembic.ini", tmp_path)
    return replace(settings, root=tmp_path)


@pytest.mark.parametrize("ending", ["backup", "zip"])
def test_a_backup_brings_everything_back(moved: Settings, tmp_path: Path, ending: str) -> None:
    """Every row of every table, whatever was done since; and what was there is kept too."""
    before = rows_of(moved)
    file = back_up(moved, tmp_path / f"copy.{ending}")
    change(moved, "DELETE FROM review_events")
    change(moved, "UPDATE translations SET target = 'lost'")
    damaged = rows_of(moved)
    kept = restore(moved, file)
    assert rows_of(moved) == before
    assert kept is not None
    restore(moved, kept)
    assert rows_of(moved) == damaged


def test_an_ended_sign_in_stays_ended(moved: Settings, tmp_path: Path) -> None:
    """Sign-ins and links that stand in a backup do not come to life again."""
    moments = "'2026-01-01', '2026-01-01'"
    change(moved, f"INSERT INTO sessions VALUES ('{'a' * 64}', 1, {moments})")
    file = back_up(moved, tmp_path / "copy.zip")
    restore(moved, file)
    assert rows_of(moved)["sessions"] == []


def test_new_rows_follow_after_a_restore(moved: Settings, tmp_path: Path) -> None:
    """The numbers go on where they were; PostgreSQL keeps them apart from the rows."""
    restore(moved, back_up(moved, tmp_path / "copy.zip"))
    change(
        moved,
        "INSERT INTO terms (source, source_key, target, note, revision, changed_at)"
        " VALUES ('new', 'new', '새것', '', 1, '2026-01-01')",
    )
    assert len(rows_of(moved)["terms"]) == 13


def test_without_the_programs_of_postgres_the_rows_are_taken(
    moved: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing or an older pg_dump is no reason to have no backup."""
    monkeypatch.setattr(postgres_dump.shutil, "which", lambda _: None)
    before = rows_of(moved)
    file = back_up(moved, tmp_path / "copy.backup")
    change(moved, "DELETE FROM review_events")
    restore(moved, file)
    assert rows_of(moved) == before


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let PostgreSQL's own programs be found: they came with the server of the tests."""
    folders = sorted(Path(str(find_spec(POSTGRES).origin)).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{folders[-1]}{os.pathsep}{os.environ['PATH']}")


on_postgres = pytest.mark.skipif("postgres" not in KINDS, reason="no PostgreSQL here")


@on_postgres
@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
@pytest.mark.usefixtures("programs")
def test_postgres_copies_itself(moved: Settings, tmp_path: Path) -> None:
    """By pg_dump and pg_restore; what others have in the same database stays out and stays."""
    change(moved, "CREATE SCHEMA others; CREATE TABLE others.x AS SELECT 1 AS y")
    change(moved, "CREATE ROLE somebody; GRANT SELECT ON terms TO somebody")
    before = rows_of(moved)
    file = back_up(moved, tmp_path / "copy.backup")
    assert file.read_bytes().startswith(postgres_dump.MAGIC)
    change(moved, "DELETE FROM review_events; UPDATE translations SET target = 'lost'")
    restore(moved, file)
    assert rows_of(moved) == before
    change(moved, "SELECT y FROM others.x; DROP ROLE somebody")


@on_postgres
@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
@pytest.mark.usefixtures("programs")
def test_what_postgres_does_not_take_changes_nothing(moved: Settings, tmp_path: Path) -> None:
    """A damaged copy, and one in whose way something stands: said with PostgreSQL's reason."""
    many = "SELECT 'x' || n, 'x' || n, 'y', '', 1, now() FROM generate_series(1, 9000) AS n"
    columns = "source, source_key, target, note, revision, changed_at"
    change(moved, f"INSERT INTO terms ({columns}) {many}")  # more than a pipe holds
    file = back_up(moved, tmp_path / "copy.backup")
    half = tmp_path / "half.backup"
    half.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])
    change(moved, "UPDATE translations SET target = 'newer'")
    before = rows_of(moved)
    for one, reason in ((half, "pg_restore: error"), (file, "view seen depends on table terms")):
        with pytest.raises(Problem) as caught:
            restore(moved, one)
        assert caught.value.key == "backup.refused"
        assert reason in str(caught.value.values["reason"])
        assert rows_of(moved) == before
        change(moved, "CREATE OR REPLACE VIEW seen AS SELECT id FROM terms")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
@pytest.mark.parametrize("ending", ["backup", "zip"])
def test_a_backup_is_for_its_owner_only(moved: Settings, tmp_path: Path, ending: str) -> None:
    """It holds what everybody wrote."""
    assert back_up(moved, tmp_path / f"copy.{ending}").stat().st_mode & 0o077 == 0


def test_a_desk_moves_to_another_database(moved: Settings, tmp_path: Path) -> None:
    """A backup that ends in .zip fits any kind of database, an empty one as well."""
    file = back_up(moved, tmp_path / "copy.zip")
    other = replace(moved, database_url=address_of(tmp_path / "other.db"))
    assert restore(other, file) is None
    assert {name: len(rows) for name, rows in rows_of(other).items()} == {
        name: len(rows) for name, rows in rows_of(moved).items()
    }


def test_what_is_no_backup_changes_nothing(moved: Settings, tmp_path: Path) -> None:
    """A wrong file, a missing one, and a damaged one are said to be so."""
    before = rows_of(moved)
    (tmp_path / "letter.txt").write_text("Dear Mina", encoding="utf-8")
    with pytest.raises(Problem) as caught:
        restore(moved, tmp_path / "letter.txt")
    assert caught.value.key == "backup.no_backup"
    with pytest.raises(Problem) as caught:
        restore(moved, tmp_path / "missing.db")
    assert caught.value.key == "backup.unreadable"
    (tmp_path / "half.db").write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    with pytest.raises(Problem) as caught:
        restore(moved, tmp_path / "half.db")
    assert caught.value.key in ("backup.damaged", "backup.other_database")
    whole = back_up(moved, tmp_path / "copy.zip").read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as z:
        z.writestr("letter.txt", "Dear Mina")
    for name, key in (("half", "backup.damaged"), ("other", "backup.no_backup")):
        with pytest.raises(Problem) as caught:
            restore(moved, tmp_path / f"{name}.zip")
        assert caught.value.key == key
    assert rows_of(moved) == before


@pytest.mark.parametrize("ending", ["backup", "zip"])
def test_old_code_refuses_a_newer_backup(moved: Settings, tmp_path: Path, ending: str) -> None:
    """Said in words, before anything is touched: that copy belongs to a newer version."""
    change(moved, "UPDATE alembic_version SET version_num = '9999'")
    file = back_up(moved, tmp_path / f"copy.{ending}")
    change(moved, "UPDATE alembic_version SET version_num = '0003'")
    before = rows_of(moved)
    with pytest.raises(Problem) as caught:
        restore(moved, file)
    assert caught.value.key == "backup.other_version"
    assert rows_of(moved) == before


def test_somebody_elses_database_is_no_backup(moved: Settings, tmp_path: Path) -> None:
    """Any file can be SQLite's; only one with the desk's structure is brought back."""
    change(replace(moved, database_url=address_of(tmp_path / "x.db")), "CREATE TABLE x (y)")
    before = rows_of(moved)
    with pytest.raises(Problem) as caught:
        restore(moved, tmp_path / "x.db")
    assert caught.value.key in ("backup.no_backup", "backup.other_database")
    assert rows_of(moved) == before


def test_a_backup_overwrites_nothing(moved: Settings, tmp_path: Path) -> None:
    """A name that is taken is refused."""
    file = back_up(moved, tmp_path / "copy.zip")
    with pytest.raises(Problem) as caught:
        back_up(moved, file)
    assert caught.value.key == "backup.exists"


def test_going_back_over_an_update(moved: Settings, tmp_path: Path) -> None:
    """The way of docs/release.md: old structure, backup, update, restore, and nothing is lost."""
    command.downgrade(alembic_config(moved), "0001")
    old = rows_of(moved)
    file = back_up(moved, tmp_path / "before.zip")
    prepare_database(moved)
    change(moved, "DELETE FROM translations")
    restore(moved, file)  # by the new code: brings the rows back and updates them
    command.downgrade(alembic_config(moved), "0001")
    assert rows_of(moved) == old
