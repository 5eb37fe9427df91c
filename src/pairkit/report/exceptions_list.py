"""`pairkit allow --list`: what is let pass, for people and for programs. Schema: `schemas/exceptions.json`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pairkit.project.exceptions import Exemption
from pairkit.report.findings_json import safe_json
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, columns, pad, wrap

VERSION = 1


def exceptions_text(exceptions: Iterable[Exemption], today: dt.date, language: str) -> str:
    """Return the exceptions grouped by reason, each in a line."""
    groups: dict[str, list[Exemption]] = {}
    for one in exceptions:
        groups.setdefault(one.because, []).append(one)
    parts = []
    for because, group in groups.items():
        rules = max(columns(clean(one.rule)) for one in group)
        head = wrap(say(language, "allow.head", count=len(group), because=clean(because)))
        parts.append("\n".join([head, *(_row(one, rules, today, language) for one in group)]))
    return "\n\n".join(parts) or say(language, "allow.none")


def _row(one: Exemption, width: int, today: dt.date, language: str) -> str:
    end = say(language, "allow.until" if one.holds(today) else "allow.over", until=one.until) if one.until else ""
    cells = [clean(one.fingerprint), pad(clean(one.rule), width), clean(one.file), end]
    return "  " + "   ".join(cell for cell in cells if cell).rstrip()


def exceptions_json(exceptions: Iterable[Exemption], today: dt.date) -> str:
    """Return one JSON document."""
    listed = [
        {
            "fingerprint": one.fingerprint,
            "rule": one.rule or None,
            "file": one.file or None,
            "because": one.because,
            "until": one.until or None,
            "ended": not one.holds(today),
        }
        for one in exceptions
    ]
    return safe_json({"version": VERSION, "exceptions": listed})
