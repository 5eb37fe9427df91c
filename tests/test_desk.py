"""The project that `pairkit init` makes runs: its tests, its style, its page in a browser, its second commit."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_story import Story
from repos import DEVELOPER, MAKER, environment, git, stage
from running import commit, pairkit, run
from stories import KEY

pytestmark = pytest.mark.slow

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project with its packages, in an environment of its own."""
    folder = tmp_path_factory.mktemp("desk")
    names = ("--set", "maker_name=Mina", "--set", "maker_email=mina@example.com", "--set", "maker_language=ko")
    done = pairkit(folder, "init", "desk", "--template", "web-app", "--yes", *names, who=DEVELOPER)
    assert done.code == 0, done.said
    root = folder / "desk"
    for command in (["venv", "-q", ".venv"], ["pip", "install", "-q", "--python", python(root), "-e", ".[test]"]):
        done = run(root, sys.executable, "-m", "uv", *command)
        assert done.code == 0, done.said
    return root


def python(root: Path) -> str:
    """Return the project's own interpreter."""
    return str(root / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "python")


def test_its_tests_and_style_are_clean(desk: Path) -> None:
    """Tests pass, ruff has nothing to say or to reformat, and none of it leaves a file that git would see."""
    for command in (["pytest", "-q"], ["ruff", "check", "."], ["ruff", "format", "--check", "."]):
        done = run(desk, python(desk), "-m", *command)
        assert done.code == 0, done.said
    assert git(desk, "status", "--porcelain") == ""


@pytest.fixture
def served(desk: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """A new desk's address and its set-up code, in the language of the parameter."""
    names = {"DESK_LANGUAGE": request.param, "DESK_DATABASE_URL": f"sqlite:///{(tmp_path / 'desk.db').as_posix()}"}
    command = [python(desk), "-m", "app", "--no-open", "--port", "0"]
    env = {**environment(), **names, "PYTHONUTF8": "1"}
    with subprocess.Popen(command, cwd=desk, env=env, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        try:
            opened, _, code = (process.stdout.readline() for _ in range(3))
            found = re.search(r"http://127\.0\.0\.1:\d+", opened)
            assert found, opened
            yield found[0], code.split()[-1]
        finally:
            process.terminate()


@pytest.fixture
def page() -> Iterator[Any]:
    """A page of a real browser; where there is none, a machine of one's own skips and CI fails."""
    if CHROMIUM is None:
        reason = "no Chromium on this machine; install it, e.g. with: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser.new_page(viewport={"width": 390, "height": 844})
        browser.close()


@pytest.mark.parametrize(("served", "width"), [("en", 360), ("ko", 1280)], indirect=["served"])
def test_the_main_story_in_the_browser(served: tuple[str, str], width: int, page: Any, tmp_path: Path) -> None:
    """First admin, sign-in, glossary, review, comparison, export: no error, nothing too wide, nothing for axe."""
    address, code = served
    page.set_viewport_size({"width": width, "height": 800})
    story = Story(page, address, tmp_path)
    story.set_up(code)
    story.import_glossary()
    story.review()
    assert "복원할 수 있어요" in story.export()
    assert story.wrong == []


def test_the_maker_works_in_it(desk: Path) -> None:
    """The story of the documentation, in a real project: the key stops, the rest is said, main merges in peace."""
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
