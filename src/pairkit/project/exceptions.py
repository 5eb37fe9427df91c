"""`.pairkit/allow.yaml`: findings that a developer looked at and let pass, each with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

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
    """Return the exceptions by fingerprint, in the file's order; a file of comments has none. Raises BrokenFile."""
    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.split("\n")):
        return {}
    found = [Exemption(**entry) for entry in read(text, FILE, _FORM)]
    for one in found:
        if one.until and _day(one.until) is None:
            raise BrokenFile("allow-date", path=FILE, line=_line(text, one.until), value=one.until)
    return {one.fingerprint: one for one in found}


def added(text: str, *new: Exemption) -> str:
    """Return the file's text with some exceptions more; what a person wrote in it stays as it is.

    One that is there already is replaced. Raises WrongUse for a file in a form that only its writer can add to.
    """
    text = removed(text, [one.fingerprint for one in new])
    before = text if not text or text.endswith("\n") else text + "\n"
    after = (before or _HEAD) + "".join(_entry(one) for one in new)
    try:
        whole = {one.fingerprint for one in new} <= parse(after).keys()
    except BrokenFile:
        whole = False
    if not whole:
        raise WrongUse("allow-by-hand", path=FILE)
    return after


def _entry(one: Exemption) -> str:
    pairs = [("rule", one.rule), ("file", one.file), ("because", one.because), ("until", one.until)]
    lines = [f"- fingerprint: {_quoted(one.fingerprint)}"]
    return "\n".join([*lines, *(f"  {name}: {_quoted(value)}" for name, value in pairs if value)]) + "\n"


def removed(text: str, fingerprints: Iterable[str]) -> str:
    """Return the file's text without some exceptions; comments stay. Raises WrongUse if only its writer can do that."""
    gone = set(fingerprints) & parse(text).keys()
    if not gone:
        return text
    lines = text.split("\n")
    for first, last, name in reversed(_items(text)):
        if name in gone:
            del lines[first:last]
    after = "\n".join(lines)
    try:
        whole = parse(after).keys() == parse(text).keys() - gone
    except BrokenFile:
        whole = False
    if not whole:
        raise WrongUse("allow-by-hand", path=FILE)
    return after


def _items(text: str) -> list[tuple[int, int, str]]:
    """Return (first line, line after the last, fingerprint) of each exception, lines counted from 0."""
    import yaml

    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    found = []
    for node in root.value:
        values = {key.value: value for key, value in node.value}
        last = node if node.flow_style else max(values.values(), key=lambda value: value.end_mark.index)
        end = last.end_mark.line + (last.end_mark.column > 0)
        found.append((node.start_mark.line, end, str(values["fingerprint"].value)))
    return found


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

    written = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in written)
