"""The `pairkit` command: arguments in, words out, no logic."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any, NoReturn

from pairkit import utf8
from pairkit.errors import INTERRUPTED, UNEXPECTED, USAGE, PairkitError, WrongUse


def main() -> None:
    """Run the command line and exit with its code: 0 done, 1 stops, 2 usage, 3 unexpected, 130 interrupted."""
    from pairkit.cli.speak import complain, prepare

    utf8.ensure()
    prepare()
    signal.signal(signal.SIGTERM, _end)
    try:
        code = _run()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        _close_quietly()
        code = 0
    except Exception:  # noqa: BLE001 - the last door: nothing prints a traceback at a user
        from pairkit.crash import keep

        complain("failed", log=keep())
        code = UNEXPECTED
    if code == INTERRUPTED:  # Typer may answer an interrupt by itself
        complain("interrupted")
    sys.exit(code)


def _end(*_: object) -> NoReturn:
    """Being told to end (SIGTERM) goes the way of any exit, so that nothing half-made stays behind."""
    sys.exit(128 + signal.SIGTERM)


def _run() -> int:
    import typer

    from pairkit.cli.app import app
    from pairkit.cli.speak import explain_error

    try:
        os.getcwd()
    except FileNotFoundError:
        explain_error(WrongUse("folder-gone"))
        return USAGE
    try:
        return int(app(standalone_mode=False) or 0)
    except PairkitError as error:
        explain_error(error)
        return error.code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except _wrong_use() as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            error.show()
            return USAGE
        path = error.ctx.command_path if getattr(error, "ctx", None) else "pairkit"
        explain_error(WrongUse("not-understood", said=error.format_message(), command=path))
        return USAGE


def _wrong_use() -> type[Any]:
    """Return the root of the errors about options. A new Typer carries its own click, so there is none to import."""
    import typer

    return next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


def _close_quietly() -> None:
    """The reader of a pipe has gone; Python would complain once more when it flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
