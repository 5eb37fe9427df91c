"""`python -m app`: prepare the database, start the desk, say where it is.

Exit codes: 0 stopped by Ctrl+C, 2 something to put right (said in a sentence),
3 something unexpected (a reference in data/desk.log).
"""

import argparse
import io
import os
import sys

from app import serving
from app.main import create_app
from app.migrating import prepare_database
from app.problem import Problem
from app.settings import Settings, load_settings
from app.web import logs
from app.web.words import Words, last_resort, read_words


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    _write_any_text()
    words = last_resort()
    try:
        settings = load_settings(os.environ)
        words = read_words(settings.root / "content")[settings.language]
        options = _parser(words, settings).parse_args(arguments)
        return _run(settings, words, port=options.port, browser=not options.no_open)
    except Problem as problem:
        print(words.get(problem.key, **problem.values), file=sys.stderr)
        return 2


def _parser(words: Words, settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description=settings.title)
    parser.add_argument(
        "--port", type=int, default=settings.port, help=words.get("start.help_port")
    )
    parser.add_argument("--no-open", action="store_true", help=words.get("start.help_no_open"))
    return parser


def _run(settings: Settings, words: Words, *, port: int, browser: bool) -> int:
    listener = serving.open_socket(port)
    with listener:
        logs.set_up(settings.data)
        if not _prepare(settings, words):
            return 3
        serving.serve(create_app(settings), listener, _greeting(settings, words, browser=browser))
    return 0


def _prepare(settings: Settings, words: Words) -> bool:
    try:
        prepare_database(settings)
    except Problem:
        raise
    except Exception as error:
        reference = logs.record_failure(error, "preparing the database")
        print(words.get("start.database_failed", reference=reference), file=sys.stderr)
        return False
    return True


def _greeting(settings: Settings, words: Words, *, browser: bool) -> serving.Started:
    def greet(address: str) -> None:
        print(words.get("start.ready", title=settings.title, address=address), flush=True)
        if browser:
            serving.open_browser(address)

    return greet


def _write_any_text() -> None:
    """Never fail over a letter that the terminal cannot show (a Korean Windows is CP949)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:  # Ctrl+C is how the desk is stopped, not a failure
        sys.exit(0)
