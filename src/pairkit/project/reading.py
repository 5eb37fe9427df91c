"""Read and check the text of a `pairkit.yaml`."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import Any

from pairkit import __version__
from pairkit.errors import BrokenFile
from pairkit.project.zones import ZONES
from pairkit.strict import Either, Items, Record, Table, Text, Whole, read

_PERSON = Record(
    needs={"name": Text(), "role": Text(("developer", "maker"))},
    may={
        "emails": Items(Text()),
        "github": Text(empty=True),
        "language": Text(("en", "ko")),
        "title": Text(empty=True),
        "gitlab": Text(empty=True),
        "away": Either((Text(), Record(needs={"until": Text()}))),
        "cover": Text(),
    },
)
_FORM = Record(
    needs={"version": Whole(1)},
    may={
        "requires": Text(),
        "people": Items(_PERSON),
        "zones": Record(may={zone: Items(Text()) for zone in ZONES}),
        "playbooks": Items(Text()),
        "size": Record(may={"split": Whole(1), "stop": Whole(1), "file_mb": Whole(1)}),
        "run": Table(Text()),
        "protected": Items(Text()),
        "rules": Table(Record(needs={"severity": Text(("must", "should", "note", "ignore")), "because": Text()})),
    },
)
_VERSION = 1
OWN_PLAYBOOK = re.compile(r"own/[a-z][a-z0-9-]{0,40}")
"""How a project's own playbook is named."""

_REQUIRES = re.compile(r"\s*>=\s*(\d{1,9}(?:\.\d{1,9}){0,5})\s*")


def read_agreement(text: str, path: str = "pairkit.yaml") -> dict[str, Any]:
    """Return the checked plain values. Raises BrokenFile with the line and what to write instead."""
    data: dict[str, Any] = read(text, path, _FORM)
    if data["version"] > _VERSION:
        raise BrokenFile("agreement-newer", path=path, line=_line(text, "version"), have=__version__)
    _check_requires(text, path, data.get("requires"))
    _check_absences(text, path, data.get("people", []))
    return data


def _check_absences(text: str, path: str, people: list[dict[str, Any]]) -> None:
    """Refuse an `away` that is no day, and a `cover` whom nobody knows: a stop would name the wrong person."""
    names = [one["name"] for one in people]
    for one in people:
        away = one.get("away", "")
        day = away if isinstance(away, str) else away["until"]
        if day and not _is_day(day):
            raise BrokenFile("agreement-away", path=path, line=line_of(text, day, "people"), value=day)
        cover = one.get("cover", "")
        if cover and (cover not in names or cover == one["name"]):
            others = [name for name in names if name != one["name"]]
            line = next((n for n, row in enumerate(text.split("\n"), 1) if "cover" in row and cover in row), 1)
            facts = {"value": cover, "known": ", ".join(others)}
            raise BrokenFile("agreement-cover", path=path, line=line, **facts)


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def check_playbook_names(text: str, path: str, data: dict[str, Any], known: list[str]) -> None:
    """Refuse a playbook that nobody ships, naming its line."""
    for name in data.get("playbooks", ()):
        if name not in known and not OWN_PLAYBOOK.fullmatch(name):
            close = difflib.get_close_matches(name, known, n=1, cutoff=0.0)
            facts = {"name": name, "close": "".join(close), "known": ", ".join(known)}
            raise BrokenFile("playbook-unknown", path=path, line=line_of(text, name, "playbooks"), **facts)


def line_of(text: str, word: str, below: str) -> int:
    """Return the line of the first `word` that stands in or below the line of the key `below`."""
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if line.lstrip().startswith(below)), 0)
    whole = re.compile(rf"(?<![\w./-]){re.escape(word)}(?![\w./-])")
    return next((n + 1 for n in range(start, len(lines)) if whole.search(lines[n])), start + 1)


def check_rule_names(text: str, path: str, data: dict[str, Any], known: set[str]) -> None:
    """Refuse a rule name that no playbook has: a typo there would silently change nothing."""
    for name in data.get("rules", {}):
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            raise BrokenFile(
                "agreement-unknown-rule",
                path=path,
                line=line_of(text, name, "rules"),
                name=name,
                close=close[0] if close else "",
            )


def _check_requires(text: str, path: str, requires: str | None) -> None:
    if requires is None:
        return
    match = _REQUIRES.fullmatch(requires)
    if match is None:
        raise BrokenFile("agreement-requires", path=path, line=_line(text, "requires"), value=requires)
    if _numbers(match[1]) > _numbers(__version__):
        raise BrokenFile("agreement-too-old", path=path, line=_line(text, "requires"), needs=match[1], have=__version__)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _line(text: str, key: str) -> int:
    found = re.search(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?\s*:", text, re.MULTILINE)
    return text.count("\n", 0, found.start() + len(found[0]) - len(found[0].lstrip())) + 1 if found else 1
