"""The project that `pairkit init` makes runs: its tests, its style, its page in a browser, its second commit.

Here in the two main combinations of its options; `benchmarks/options.py` tries every two options together.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from desk_project import CHROMIUM, Project, check, make, walk_through
from repos import DEVELOPER, MAKER, git, stage
from running import commit, pairkit, run
from stories import KEY

pytestmark = pytest.mark.slow

SQLITE = {"database": "sqlite", "language": "ko"}
POSTGRES = {"database": "postgres", "language": "en", "ci": "github"}


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A new project that keeps its data in a file, in Korean."""
    return make(tmp_path_factory.mktemp("sqlite"), SQLITE)


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A new project on PostgreSQL, in English."""
    return make(tmp_path_factory.mktemp("postgres"), POSTGRES)


@pytest.fixture
def chromium() -> None:
    """A real browser; where there is none, a machine of one's own skips and CI fails."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine; install it, e.g. with: apt-get install chromium")


def test_a_stranger_gets_it_running(on_sqlite: Project) -> None:
    """`checklist handover --run` clones, installs, tests and starts it, by what its own README says."""
    done = pairkit(on_sqlite.root, "checklist", "handover", "--run", "--lang", "en")
    assert done.code == 0, done.said
    for name, words in (("install", "worked"), ("tests", "worked"), ("start", "came up")):
        assert f"- {name}: `{on_sqlite.commands[name]}` {words}" in done.out
    assert git(on_sqlite.root, "status", "--porcelain") == ""


def test_its_style_and_types_are_clean(on_sqlite: Project) -> None:
    check(on_sqlite, "lint", "types")


def test_its_readme_says_every_command_of_the_agreement(on_sqlite: Project) -> None:
    """What `checklist --run` runs, a person can type from the README."""
    readme = (on_sqlite.root / "README.md").read_text(encoding="utf-8")
    assert set(on_sqlite.commands) == {"install", "tests", "lint", "types", "start"}
    for command in on_sqlite.commands.values():
        assert command in readme


def test_it_is_clean_on_postgres(on_postgres: Project) -> None:
    """The tests that use a database run on PostgreSQL too, which came with the packages."""
    check(on_postgres, "lint", "types")
    check(on_postgres, "tests", more="-k postgres")


@pytest.mark.usefixtures("chromium")
@pytest.mark.parametrize(("fixture", "width"), [("on_sqlite", 1280), ("on_postgres", 360)])
def test_the_main_story_in_the_browser(
    fixture: str, width: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """First admin, sign-in, glossary, review, comparison, export: no error, nothing too wide, nothing for axe."""
    project: Project = request.getfixturevalue(fixture)
    assert walk_through(project, fixture.removeprefix("on_"), width, tmp_path) == []


def test_the_maker_works_in_it(on_sqlite: Project, tmp_path: Path) -> None:
    """The story of the documentation, in a real project: the key stops, the rest is said, main merges in peace."""
    desk = Path(shutil.copytree(on_sqlite.root, tmp_path / "desk", ignore=shutil.ignore_patterns(".venv")))
    git(desk, "switch", "-q", "-c", "mina/work")
    sql = "DROP TABLE translation;\n"
    stage(
        desk, {"app/storage.py": f'KEY = "{KEY}"\n', "migrations/cleanup.sql": sql, "tests/desk/test_golden.py": None}
    )
    stopped = commit(desk, who=MAKER)
    assert stopped.code == 1
    assert stopped.err.startswith("작업은 그대로 있어요. app/storage.py")
    for file in ("app/storage.py", "migrations/cleanup.sql", "tests/desk/test_golden.py"):
        assert file in stopped.err
    assert KEY not in stopped.said
    stage(desk, {"app/storage.py": "import os\n"})
    passed = commit(desk, who=MAKER)
    assert passed.code == 0
    assert "migrations/cleanup.sql" in passed.err
    git(desk, "switch", "-q", "main")
    stage(desk, {"app/models/note.py": "x = 1\n"})
    assert commit(desk, "-q", who=DEVELOPER).code == 0
    git(desk, "switch", "-q", "mina/work")
    merged = run(desk, "git", "merge", "-q", "--no-edit", "main", who=MAKER)
    assert (merged.code, merged.said) == (0, "")
