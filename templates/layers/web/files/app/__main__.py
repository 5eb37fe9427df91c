"""`python -m app`: start the desk, or do one of the jobs around it (`--help` names them).

Exit codes: 0 done or stopped by Ctrl+C, 2 something to put right (said in a sentence),
3 something unexpected (a reference in data/desk.log).
"""

import argparse
import io
import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.exc import OperationalError

from app import jobs, starting
from app.practice import practice_settings
from app.problem import Problem
from app.settings import Settings, load_settings
from app.web import logs
from app.web.words import Words, last_resort, read_words

JOBS = ("run", "practice", "migrate", "setup-code", "link", "backup", "restore", "glossary")


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code."""
    _write_any_text()
    words = last_resort()
    try:
        settings = load_settings(os.environ)
        words = read_words(settings.root / "content")[settings.language]
        return _run(_parser(words, settings).parse_args(arguments), settings, words)
    except Problem as problem:
        print(words.get(problem.key, **problem.values), file=sys.stderr)
        return 2
    except OperationalError:
        print(words.get("start.database_away_now"), file=sys.stderr)
        return 2
    except (OSError, sqlite3.Error) as error:
        reason = f"{error.strerror}: {error.filename}" if isinstance(error, OSError) else error
        print(words.get("start.file_refused", reason=reason), file=sys.stderr)
        return 2


def _parser(words: Words, settings: Settings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description=settings.title)
    parser.set_defaults(job="run", fresh=False)
    _add_start_options(parser, words)
    jobs_of = parser.add_subparsers(metavar=words.get("start.help_job"))
    for name in JOBS:
        key = f"start.help_jobs.{name.replace('-', '_')}"
        one = jobs_of.add_parser(name, help=words.get(key), description=words.get(key))
        one.set_defaults(job=name)
        if name in ("run", "practice"):
            _add_start_options(one, words)
        if name == "practice":
            one.add_argument("--fresh", action="store_true", help=words.get("start.help_fresh"))
        if name == "link":
            one.add_argument("email", help=words.get("people.email"))
        if name in ("backup", "restore"):
            needed = None if name == "restore" else "?"
            one.add_argument("file", type=Path, nargs=needed, help=words.get("start.help_file"))
    return parser


def _add_start_options(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("--port", type=int, help=words.get("start.help_port"))
    parser.add_argument("--no-open", action="store_true", help=words.get("start.help_no_open"))


def _run(options: argparse.Namespace, settings: Settings, words: Words) -> int:
    if options.job in ("run", "practice"):
        if options.job == "practice":
            settings = practice_settings(settings, fresh=options.fresh)
        return starting.run(
            starting.Start(settings, words, port=options.port, browser=not options.no_open)
        )
    job: Callable[[], str] = {
        "migrate": lambda: jobs.migrate(settings, words),
        "setup-code": lambda: jobs.setup_code(settings, words),
        "link": lambda: jobs.link(settings, words, options.email),
        "backup": lambda: jobs.backup(settings, words, options.file),
        "restore": lambda: jobs.restore(settings, words, options.file),
        "glossary": lambda: jobs.glossary(settings, words),
    }[options.job]
    try:
        print(job())
    except (Problem, OperationalError, OSError, sqlite3.Error):
        raise
    except Exception as error:
        logs.set_up(settings.data)
        reference = logs.record_failure(error, options.job)
        print(words.get("start.job_failed", reference=reference), file=sys.stderr)
        return 3
    return 0


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
