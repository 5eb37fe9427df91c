"""The project that `pairkit init` makes runs: its tests, its style, its page in a browser, its second commit."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from repos import DEVELOPER, MAKER, environment, git, stage
from running import commit, pairkit, run
from stories import KEY

pytestmark = pytest.mark.slow

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
PHRASE = "a quiet blue " + "morning"
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
def served(desk: Path) -> Iterator[str]:
    """The running desk's address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [python(desk), "-m", "app", "--no-open", "--port", str(port)]
    process = subprocess.Popen(command, cwd=desk, env=environment(), stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{address}/ready", timeout=1).close()  # noqa: S310 - our own
                break
            except OSError:
                assert process.poll() is None
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


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


def setup_code(desk: Path) -> str:
    """Ask the desk for the code of its first admin, as whoever put it on a server does."""
    done = run(desk, python(desk), "-m", "app", "setup-code")
    assert done.code == 0, done.said
    return done.out.split()[-1]


def test_a_translation_is_reviewed_in_the_browser(desk: Path, served: str, page: Any, tmp_path: Path) -> None:
    """On a phone: the first admin signs in and accepts a translation; the history says so in both languages."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{served}/first?code={setup_code(desk)}")
    for name, typed in (("name", "Mina"), ("email", "mina@example.com"), ("password", PHRASE), ("again", PHRASE)):
        page.fill(f"#{name}", typed)
    page.get_by_role("button", name="Set up and sign in").click()
    page.wait_for_url(f"{served}/")
    assert page.title() == "Translations · desk"
    page.goto(f"{served}/translations/1")
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("Accepted").first.wait_for()
    page.get_by_role("button", name="한국어").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "ko"
    page.screenshot(path=tmp_path / "review.png")
    assert (tmp_path / "review.png").stat().st_size > 10_000
    assert errors == []


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
