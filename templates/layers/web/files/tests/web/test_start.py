"""`python -m app` starts the desk, or says in a sentence why it does not."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from browsing import browser, signed_in
from conftest import add_people
from databases import KINDS, Server

from app.desk.glossary import count_terms
from app.main import create_app
from app.migrating import prepare_database
from app.models import Role
from app.practice import practice_settings
from app.problem import Problem
from app.serving import open_free_socket, open_socket
from app.settings import ROOT, load_settings
from app.web.words import last_resort


@contextmanager
def start(
    tmp_path: Path, *arguments: str, options: tuple[str, ...] = ("--no-open",), **environment: str
) -> Iterator[subprocess.Popen[str]]:
    """Start the desk as a person would, on a database of the test's own."""
    database = {"DESK_DATABASE_URL": f"sqlite:///{(tmp_path / 'new' / 'desk.db').as_posix()}"}
    settings = {"DESK_LANGUAGE": "en", "PYTHONUTF8": "1", **database, **environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "app", *options, *arguments],
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
        with urlopen(found[1] + "ready", timeout=10) as answer:
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


def test_the_usual_port_may_be_taken() -> None:
    """Where nobody asked for a certain port, the next free one will do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with open_free_socket(port) as listener:
            assert port < listener.getsockname()[1] <= port + 20


def test_a_new_desk_tells_its_set_up_code(tmp_path: Path) -> None:
    """Whoever started it can make the first admin, and nobody else knows how."""
    with start(tmp_path, "--port", "0") as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(3)]
    assert "/first" in said[1]
    assert re.search(r"Set-up code: [\w-]{43}", said[2])


def test_the_jobs_around_the_desk(tmp_path: Path) -> None:
    """Backup and restore speak in sentences, with the exit codes of the start."""
    copy = tmp_path / "copy.db"
    for arguments, code, words in (
        (["backup", str(copy)], 2, "There is no data yet"),
        (["setup-code"], 0, "Set-up code"),
        (["backup", str(copy)], 0, "All data is copied"),
        (["restore", str(copy)], 0, "is back"),
        (["link", "nobody@example.com"], 2, "Nobody with the address"),
        (["backup", str(copy / "below.db")], 2, "cannot be used"),
    ):
        with start(tmp_path, *arguments, options=()) as process:
            out, err = process.communicate(timeout=60)
        assert process.returncode == code, err
        assert words in out + err
        assert "Traceback" not in err


@pytest.mark.parametrize("job", ["backup", "migrate", "glossary"])
def test_a_job_that_fails_is_said_with_a_reference(tmp_path: Path, job: str) -> None:
    """Whatever went wrong: a sentence, code 3, and the rest in the log."""
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "desk.db").write_text("This is a letter and no database.\n" * 99)
    with start(tmp_path, job, options=()) as process:
        _, said = process.communicate(timeout=60)
    assert process.returncode == 3, said
    assert "Send this to the developer" in said
    assert "Traceback" not in said


@pytest.mark.skipif("postgres" not in KINDS, reason="no PostgreSQL here")
def test_a_database_that_is_away_is_waited_for(tmp_path: Path) -> None:
    """The start says so in words, /ready is red, and when it comes nothing is started again."""
    folder = tempfile.mkdtemp(prefix="desk-postgres-")
    later = f"postgresql://postgres@/postgres?host={folder}"
    with start(tmp_path, "--port", str(port := free_port()), DESK_DATABASE_URL=later) as process:
        assert process.stderr
        assert process.stdout
        wait_for("The database does not answer yet", process.stderr)
        for path in ("ready", "sign-in"):
            with pytest.raises(HTTPError) as caught:
                urlopen(f"http://127.0.0.1:{port}/{path}", timeout=20)
            assert caught.value.code == 503
        server = Server(folder)
        try:
            wait_for("The database answers", process.stderr)
            wait_for("Set-up code", process.stdout)
            with urlopen(f"http://127.0.0.1:{port}/ready", timeout=20) as answer:
                assert answer.status == 200
        finally:
            process.kill()
            server.stop()


def free_port() -> int:
    """Return a port that nobody uses at this moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(words: str, stream: IO[str]) -> None:
    """Read what the desk says until it says this."""
    said = []
    for line in stream:
        said.append(line)
        if words in line:
            return
    pytest.fail("".join(said))


def test_a_practice_copy_has_its_own_data(project: Path, tmp_path: Path) -> None:
    """It begins as the desk is, without its sign-ins; what is tried there stays there."""
    for name in ("migrations", "glossary", "content"):
        shutil.copytree(ROOT / name, tmp_path / name, dirs_exist_ok=True)
    shutil.copy(ROOT / "alembic.ini", tmp_path)
    real = load_settings({}, project)
    prepare_database(real)
    add_people(real)
    practice = practice_settings(real)
    prepare_database(practice)
    assert practice.database_url != real.database_url
    assert practice.session_cookie != real.session_cookie
    app = create_app(practice)
    page = browser(app).get("/sign-in").text
    assert 'class="practice"' in page
    assert 'class="practice"' not in browser(create_app(real)).get("/sign-in").text
    signed_in(app, Role.ADMIN).post("/glossary", data={"source": "only here", "target": "여기만"})
    with create_app(real).state.sessions() as session:
        assert count_terms(session, "only here") == 0
    practice_settings(real, fresh=True)
    with create_app(practice).state.sessions() as session:
        assert count_terms(session, "only here") == 0


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


@pytest.mark.parametrize("address", ["postgres:/user:", "postgresql://a:", "mysql://a@b/"])
def test_an_address_that_is_none_is_said_in_a_sentence(tmp_path: Path, address: str) -> None:
    """A slip in the address ends with code 2, and the address (with its password) is not shown."""
    with start(tmp_path, DESK_DATABASE_URL=f"{address}hidden") as process:
        _, said = process.communicate(timeout=20)
    assert process.returncode == 2
    assert "not an address of a database" in said
    assert "hidden" not in said


@pytest.mark.parametrize("name", ["postgres", "postgresql", "postgresql+psycopg"])
def test_one_setting_is_enough_for_postgres(project: Path, name: str) -> None:
    """Whatever a hosting service calls it; the desk's own setting goes first."""
    pytest.importorskip("psycopg")
    given = {"DATABASE_URL": f"{name}://mina:pw@host/desk"}
    assert load_settings(given, project).database_url == "postgresql+psycopg://mina:pw@host/desk"
    own = given | {"DESK_DATABASE_URL": "sqlite:///data/own.db"}
    assert load_settings(own, project).database_url.endswith("/data/own.db")


def test_other_names_of_the_desk_are_a_setting(project: Path) -> None:
    """Behind a proxy it is reached by a name of its own."""
    hosts = load_settings({"DESK_HOSTS": "Desk.example.com, other"}, project).allowed_hosts
    assert hosts[-2:] == ("desk.example.com", "other")


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


@pytest.mark.parametrize("encoding", ["utf-16", "cp949"])
def test_a_file_of_settings_from_windows_is_read(project: Path, encoding: str) -> None:
    """Redirection in PowerShell and an older Notepad write otherwise than in UTF-8."""
    (project / ".env").write_text("# 한글 설명\nDESK_LANGUAGE=en\n", encoding=encoding)
    assert load_settings({}, project).language == "en"


def test_a_file_of_settings_that_is_none_is_a_problem(project: Path) -> None:
    """A picture, say."""
    (project / ".env").write_bytes(b"\x89PNG\xff\xff")
    with pytest.raises(Problem) as caught:
        load_settings({}, project)
    assert caught.value.key == "start.broken_env"
    assert "못했어요" in last_resort().get("start.broken_env")


def test_without_any_setting_the_project_decides(project: Path) -> None:
    """Nothing has to be set: language and port are the project's own."""
    settings = load_settings({}, project)
    assert (settings.language, settings.port) == ("ko", 8001)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ('{"title": "Desk",\n "language": "ko",\n}', "start.broken_words"),
        ('{"title": "Desk", "language": "ko"}', "start.broken_project"),
        ('{"title": "Desk", "language": "ko", "port": "8000"}', "start.broken_project"),
        ("[]", "start.broken_project"),
    ],
)
def test_a_slip_in_the_makers_file_is_a_problem(project: Path, written: str, key: str) -> None:
    """It is said before anything else is read, so in both languages at once."""
    (project / "content" / "project.json").write_text(written, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        load_settings({}, project)
    assert caught.value.key == key
    assert "못했어요" in last_resort().get(key, **caught.value.values)


def test_a_wrong_language_is_a_problem(project: Path) -> None:
    """An unknown language is refused with its value."""
    with pytest.raises(Problem) as caught:
        load_settings({"DESK_LANGUAGE": "xx"}, project)
    assert caught.value.values == {"value": "xx"}
