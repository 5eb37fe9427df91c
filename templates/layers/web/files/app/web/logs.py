"""The log: JSON lines in data/desk.log, so that a reference can be found later, by programs too.

What people type is never logged, and neither are names and addresses (also not those within an
address: the pattern of the route is logged, `/welcome/{token}`). Only what the program did.
"""

import json
import logging
import secrets
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

log = logging.getLogger("desk")

# The request that is being answered; empty outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class JsonLines(logging.Formatter):
    """One object a line: when, how bad, from where, what, for which request."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; `facts` given with `extra` stand in it under their own names."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class OneLine(logging.Formatter):
    """For the terminal: what happened, without the traceback, which is in the file."""

    def format(self, record: logging.LogRecord) -> str:
        """Return level and message."""
        return f"{record.levelname} {record.getMessage()}"


def set_up(folder: Path) -> None:
    """Log warnings to the terminal, and everything from INFO on to a file of at most 3 MB."""
    terminal = logging.StreamHandler()
    terminal.setLevel(logging.WARNING)
    terminal.setFormatter(OneLine())
    handlers: list[logging.Handler] = [terminal]
    with suppress(OSError):  # a folder that cannot be written must not hide the real problem
        folder.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(
            folder / "desk.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8"
        )
        file.setFormatter(JsonLines())
        handlers.append(file)
    logging.basicConfig(level=logging.INFO, handlers=handlers)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def set_up_for_server() -> None:
    """Log JSON lines to standard output, where a server's own tools collect them."""
    if not logging.getLogger().handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines())
        logging.basicConfig(level=logging.INFO, handlers=[handler])


def record_failure(error: BaseException, doing: str) -> str:
    """Log an unexpected error and return the short reference that finds it there."""
    reference = secrets.token_hex(3)
    log.error("reference %s: %s failed", reference, doing, exc_info=error)
    return reference
