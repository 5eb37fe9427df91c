"""Start the desk: take a port, prepare the database, say where it is and how to come in."""

import socket
import sys
import threading
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError

from app import serving
from app.database import one_session
from app.main import create_app
from app.migrating import prepare_database
from app.people import accounts, links
from app.problem import Problem
from app.settings import Settings
from app.web import logs
from app.web.words import Words

SECONDS_BETWEEN_TRIES = 3


@dataclass(frozen=True)
class Start:
    """One start of the desk, as it was asked for."""

    settings: Settings
    words: Words
    port: int | None = None
    browser: bool = True


def run(start: Start) -> int:
    """Serve until Ctrl+C and return the exit code."""
    settings, words = start.settings, start.words
    usual = start.port is None
    port = settings.port if start.port is None else start.port
    with serving.open_free_socket(port) if usual else serving.open_socket(port) as listener:
        logs.set_up(settings.data)
        taken = listener.getsockname()[1]
        if usual and taken != port:
            _say(words.get("start.other_port", port=port, other=taken))
        try:
            prepare_database(settings)
            waiting = False
        except Problem:
            raise
        except OperationalError as error:
            logs.record_failure(error, "reaching the database")
            waiting = True
        except Exception as error:
            reference = logs.record_failure(error, "preparing the database")
            _say(words.get("start.database_failed", reference=reference))
            return 3
        _serve(start, listener, waiting=waiting)
    return 0


def _serve(start: Start, listener: socket.socket, *, waiting: bool) -> None:
    words, settings = start.words, start.settings

    def greet(address: str) -> None:
        if waiting:
            _say(words.get("start.database_away"))
            retry = threading.Thread(target=_wait_for_database, args=(start, address), daemon=True)
            retry.start()
        else:
            _welcome(start, address)

    serving.serve(create_app(settings), listener, greet)


def _wait_for_database(start: Start, address: str) -> None:
    """Try again until the database is there; meanwhile pages and /ready say that it is not."""
    pause = threading.Event()
    while True:
        pause.wait(SECONDS_BETWEEN_TRIES)
        try:
            prepare_database(start.settings)
        except OperationalError:
            continue
        except Problem as problem:
            _say(start.words.get(problem.key, **problem.values))
            return
        except Exception as error:
            reference = logs.record_failure(error, "preparing the database")
            _say(start.words.get("start.database_failed", reference=reference))
            return
        _say(start.words.get("start.database_back"))
        _welcome(start, address)
        return


def _welcome(start: Start, address: str) -> None:
    """Say where the desk is; a new one opens on its set-up page, with the code in the address."""
    words, settings = start.words, start.settings
    _tell(words.get("start.ready", title=settings.title, address=address))
    code = setup_code(settings)
    if code:
        _tell(words.get("start.setup", address=f"{address}first", code=code))
    if start.browser:
        serving.open_browser(f"{address}first?code={code}" if code else address)


def setup_code(settings: Settings) -> str:
    """Make the code for the first admin; an empty one, if the desk has people already."""
    with one_session(settings.database_url) as session:
        if accounts.anybody(session):
            return ""
        code = links.make(session, None)
        session.commit()
        return code


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
