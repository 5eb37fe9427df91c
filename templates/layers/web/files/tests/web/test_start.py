"""`python -m app` starts the desk, or says in a sentence why it does not."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from app.problem import Problem
from app.serving import open_socket
from app.settings import ROOT, load_settings


@contextmanager
def start(tmp_path: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Start the desk as a person would, on a database of the test's own."""
    database = {"DESK_DATABASE_URL": f"sqlite:///{(tmp_path / 'new' / 'desk.db').as_posix()}"}
    settings = {"DESK_LANGUAGE": "en", "PYTHONUTF8": "1", **database, **environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "--no-open", *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def test_the_desk_starts_and_says_where(tmp_path: Path) -> None:
    """A first start prepares the database, and the sentence names an address that answers."""
    with start(tmp_path, "--port", "0") as process:
        assert process.stdout
        found = re.search(r"is open at (http://127\.0\.0\.1:\d+/)", process.stdout.readline())
        assert found
        with urlopen(found[1] + "readyz", timeout=10) as answer:
            assert answer.status == 200


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    """A second start on the same port ends with code 2 and the way out."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with start(tmp_path, "--port", str(port)) as process:
            _, said = process.communicate(timeout=20)
    assert process.returncode == 2
    assert f"Something else uses port {port}" in said
    assert "Traceback" not in said


def test_an_impossible_port_is_said_in_a_sentence() -> None:
    """A number that is no port is not mistaken for one that is taken."""
    with pytest.raises(Problem) as caught:
        open_socket(70000)
    assert caught.value.key == "start.port_refused"


def test_an_unknown_language_is_said_in_a_sentence(tmp_path: Path) -> None:
    """A setting that cannot be used ends with code 2, before anything is created."""
    with start(tmp_path, DESK_LANGUAGE="klingon") as process:
        _, said = process.communicate(timeout=20)
    assert process.returncode == 2
    assert "DESK_LANGUAGE" in said
    assert not (tmp_path / "new").exists()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with the one file that the settings need."""
    (tmp_path / "content").mkdir()
    text = '{"title": "Desk", "language": "ko", "port": 8001}'
    (tmp_path / "content" / "project.json").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_environment_goes_before_the_file(project: Path) -> None:
    """.env is read, even with Notepad's byte order mark, and the environment wins over it."""
    written = 'DESK_LANGUAGE=en\nDESK_DATABASE_URL="sqlite:///data/other.db"\n'
    (project / ".env").write_text(written, encoding="utf-8-sig")
    assert load_settings({}, project).language == "en"
    assert load_settings({"DESK_LANGUAGE": "ko"}, project).language == "ko"
    database = load_settings({}, project).database_url
    assert database == f"sqlite:///{project / 'data' / 'other.db'}"


def test_without_any_setting_the_project_decides(project: Path) -> None:
    """Nothing has to be set: language and port are the project's own."""
    settings = load_settings({}, project)
    assert (settings.language, settings.port) == ("ko", 8001)


def test_a_wrong_language_is_a_problem(project: Path) -> None:
    """An unknown language is refused with its value."""
    with pytest.raises(Problem) as caught:
        load_settings({"DESK_LANGUAGE": "xx"}, project)
    assert caught.value.values == {"value": "xx"}
