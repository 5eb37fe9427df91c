"""One line on standard error that shows how far a long look is; gone without a trace when it is over."""

from __future__ import annotations

import os
import sys
import time
from typing import Self

from pairkit.words.catalogue import say
from pairkit.words.layout import WIDTH, columns

_PATIENCE = 0.5  # seconds that nobody minds
_PAUSE = 0.1  # seconds between two drawings
_BAR = 20
_FULL, _EMPTY = "█", "░"


class Progress:
    """Call it with how many are done and how many there are. It draws only for a person at a terminal."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._shows = shows()
        self._next = time.monotonic() + _PATIENCE
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.erase()

    def __call__(self, done: int, total: int) -> None:
        """Draw, if it is time to."""
        if self._shows and time.monotonic() >= self._next:
            self._next = time.monotonic() + _PAUSE
            self._drawn = True
            self._write("\r" + line(done, total, self._language) + "\x1b[K")

    def erase(self) -> None:
        """Take the line away."""
        if self._drawn:
            self._drawn = False
            self._write("\r\x1b[K")

    def _write(self, what: str) -> None:
        try:
            sys.stderr.write(what)
            sys.stderr.flush()
        except (OSError, ValueError):  # whoever read it has gone
            self._shows = False


def line(done: int, total: int, language: str) -> str:
    """Return the line, in less than 80 columns, so that no terminal wraps it."""
    part = done / total if total else 1.0
    full = int(part * _BAR)
    text = f"{_FULL * full}{_EMPTY * (_BAR - full)} {int(part * 100):3d}%  " + say(
        language, "tree.progress", done=done, total=total
    )
    while columns(text) >= WIDTH:
        text = text[:-1]
    return text


def shows() -> bool:
    """Tell whether standard error is a terminal that understands more than plain lines."""
    return bool(
        sys.stderr is not None
        and sys.stderr.isatty()
        and "NO_COLOR" not in os.environ
        and os.environ.get("TERM", "dumb" if os.name != "nt" else "") != "dumb"
    )
