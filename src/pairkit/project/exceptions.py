"""`.pairkit/allow.yaml`: findings that a developer looked at and let pass, each with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from pairkit.errors import BrokenFile, WrongUse
from pairkit.project.store import EXCEPTIONS
from pairkit.strict import Items, Record, Text, read

FILE = EXCEPTIONS
_FORM = Items(
    Record(
        needs={"fingerprint": Text(), "because": Text()},
        may={"rule": Text(), "file": Text(empty=True), "until": Text()},
        defaults={"rule": "", "file": "", "until": ""},
    )
)
_HEAD = "# Findings that are let pass, each with a reason. `pairkit allow` adds to it; only the developer changes it.\n"


class Exemption(NamedTuple):
    """One exception. `until` is its last day (ISO 8601), or empty for one without an end."""

    fingerprint: str
    because: str
    rule: str = ""
    file: str = ""
    until: str = ""

    def holds(self, today: dt.date) -> bool:
        """Tell whether it has not ended."""
        return not self.until or dt.date.fromisoformat(self.until) >= today


def parse(text: str) -> dict[str, Exemption]:
    """Return the exceptions by fingerprint. Raises BrokenFile."""
    found = [Exemption(**entry) for entry in read(text, FILE, _FORM)]
    for one in found:
        if one.until and _day(one.until) is None:
            raise BrokenFile("allow-date", path=FILE, line=_line(text, one.until), value=one.until)
    return {one.fingerprint: one for one in found}


def added(text: str, new: Exemption) -> str:
    """Return the file's text with one exception more; what a person wrote in it stays as it is."""
    lines = [f"- fingerprint: {_quoted(new.fingerprint)}"]
    lines += [
        f"  {name}: {_quoted(value)}"
        for name, value in (("rule", new.rule), ("file", new.file), ("because", new.because), ("until", new.until))
        if value
    ]
    before = text if not text or text.endswith("\n") else text + "\n"
    return (before or _HEAD) + "\n".join(lines) + "\n"


def check_until(until: str | None, today: dt.date) -> str:
    """Return the end date as it is written down. Raises WrongUse for one that is no date, or over."""
    if until is None:
        return ""
    day = _day(until)
    if day is None or day < today:
        raise WrongUse("allow-until", value=until)
    return day.isoformat()


def standing(exceptions: Iterable[Exemption], today: dt.date) -> dict[str, str]:
    """Return the reasons of those that have not ended, by fingerprint."""
    return {one.fingerprint: one.because for one in exceptions if one.holds(today)}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _line(text: str, word: str) -> int:
    return text.count("\n", 0, max(0, text.find(word))) + 1


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=not text.isprintable())
