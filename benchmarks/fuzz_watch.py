"""What must hold of every answer, and how long one may take.

Time is the processor time of this process, so that a busy machine makes no finds; what an alarm cannot interrupt (native
code) is noticed when it returns. Where there are no such alarms (Windows), only the second holds.
"""

from __future__ import annotations

import json
import re
import signal
import sys
import time
import traceback
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from pairkit.errors import PairkitError
from pairkit.words.trouble import explain

SECONDS = 2.0
_RAW = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069]")
_SHORTEST = 16


class Find(Exception):
    """Something that must not be. `kind` and `place` tell two of the same apart from two different ones."""

    def __init__(self, kind: str, place: str, detail: str = "") -> None:
        super().__init__(kind, place, detail)
        self.kind, self.place, self.detail = kind, place, detail


class _Late(BaseException):
    """Raised by the alarm; no `except Exception` may swallow it."""


def _late(*_: object) -> None:
    raise _Late


class Watch:
    """Runs one step after another, each with its own time; keeps what took longest."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.longest: dict[str, float] = {}
        self._alarm = hasattr(signal, "setitimer")
        if self._alarm:
            signal.signal(signal.SIGPROF, _late)

    def __call__(self, step: str, work: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Return what `work` returns. Raises Find where it fails or is late; PairkitError goes on to the caller."""
        start = time.process_time()
        try:
            with self._timed():
                done = work(*args, **more)
        except _Late:
            raise Find("slow", f"{step} {_where(outermost=False)}") from None
        except (PairkitError, Find):
            raise
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a panic of native code is no Exception
            detail = "".join(traceback.format_exception(error))[-3000:]
            raise Find("crash", f"{type(error).__name__} {_where(outermost=False)}", detail) from None
        finally:
            took = time.process_time() - start
            self.longest[step] = max(took, self.longest.get(step, 0.0))
        if took > self.seconds * 1.5:
            raise Find("slow", step, f"{took:.1f} s")
        return done

    @contextmanager
    def _timed(self) -> Iterator[None]:
        if self._alarm:
            signal.setitimer(signal.ITIMER_PROF, self.seconds)
        try:
            yield
        finally:
            if self._alarm:
                signal.setitimer(signal.ITIMER_PROF, 0)


def _where(*, outermost: bool) -> str:
    """Return the place in pairkit that is nearest to where the current exception came from."""
    frames = [one for one in traceback.extract_tb(sys.exc_info()[2]) if "pairkit" in Path(one.filename).parts]
    if not frames:
        return "?"
    one = frames[0 if outermost else -1]
    parts = Path(one.filename).parts
    return "/".join(parts[len(parts) - parts[::-1].index("pairkit") :]) + f":{one.name}"


def sound(text: str, secrets: Collection[str], step: str, form: str = "text") -> None:
    """Hold an answer to what a person or a program may expect of it. Raises Find."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Find("form", f"{step} is no UTF-8", str(error)) from None
    for secret in secrets:
        if len(secret) >= _SHORTEST and secret in text:
            at = text.index(secret)
            raise Find("secret", step, repr(text[max(0, at - 200) : at + len(secret) + 80]))
    raw = _RAW.search(text)
    if raw:
        raise Find("form", f"{step} has a control sign", repr(text[max(0, raw.start() - 100) : raw.end() + 100]))
    try:
        if form == "json":
            json.loads(text)
        elif form == "xml":
            ET.fromstring(text)  # noqa: S314 - our own
    except (ValueError, ET.ParseError) as error:
        raise Find("form", f"{step} is no {form}", str(error)) from None


def told(error: PairkitError, secrets: Collection[str], step: str) -> None:
    """An error must have its words, in both languages."""
    for language in ("en", "ko"):
        try:
            text = explain(error, language)
        except Exception as trouble:
            raise Find("crash", f"words of {error.key}: {type(trouble).__name__}", repr(error)) from None
        sound(text, secrets, f"{step}: error {error.key}")
