"""The log: in the terminal and in data/desk.log, so that a reference can be found later.

What people type is never logged, only what the program did with it.
"""

import logging
import secrets
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

log = logging.getLogger("desk")


def set_up(folder: Path) -> None:
    """Log warnings to the terminal, and everything from INFO on to a file of at most 3 MB."""
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    handlers: list[logging.Handler] = [terminal]
    with suppress(OSError):  # a folder that cannot be written must not hide the real problem
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(
            RotatingFileHandler(
                folder / "desk.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8"
            )
        )
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        handlers=handlers,
    )


def record_failure(error: BaseException, doing: str) -> str:
    """Log an unexpected error and return the short reference that finds it there."""
    reference = secrets.token_hex(3)
    log.error("reference %s: %s failed", reference, doing, exc_info=error)
    return reference
