"""`pairkit playbook`: lists, one playbook's rules, and how its examples went, as text and as plain values.

Schemas: `schemas/playbook-list.json`, `playbook-show.json`, `playbook-check.json`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pairkit.report.rule_page import where
from pairkit.rules.examples import Failure
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, columns, pad, wrap

VERSION = 1
Plain = Mapping[str, Any]


class Entry(NamedTuple):
    """One playbook: how it is named, what `load` returns for it, and whether the agreement applies it."""

    name: str
    loaded: Plain
    applies: bool


class Checked(NamedTuple):
    """One playbook whose examples ran."""

    name: str
    loaded: Plain
    failures: tuple[Failure, ...]

    @property
    def examples(self) -> int:
        """How many examples its rules have."""
        return sum(len(rule["examples"][kind]) for rule in self.loaded["rules"] for kind in ("found", "quiet"))


def listed(entries: Sequence[Entry], language: str) -> str:
    """Return a paragraph for each playbook."""
    parts = []
    for entry in entries:
        use = say(language, "playbook.applies" if entry.applies else "playbook.rests")
        shapes = len(_shapes(entry.loaded))
        key = "playbook.rules" if shapes else "playbook.rules-alone"
        rules = say(language, key, count=len(entry.loaded["rules"]), shapes=shapes)
        about = wrap(clean(entry.loaded["playbook"]["about"][language]), "  ", "  ")
        parts.append(f"{entry.name} · {rules} · {use}\n{about}")
    return "\n\n".join(parts)


def listed_plain(entries: Sequence[Entry], language: str) -> dict[str, Any]:
    """Return the same for a program."""
    return {
        "version": VERSION,
        "playbooks": [
            {
                "name": entry.name,
                "about": entry.loaded["playbook"]["about"][language],
                "own": entry.name.startswith("own/"),
                "applies": entry.applies,
                "rules": len(entry.loaded["rules"]),
                "shapes": len(_shapes(entry.loaded)),
            }
            for entry in entries
        ],
    }


def _shapes(loaded: Plain) -> list[Plain]:
    return [shape for vendor in loaded["vendors"] for shape in vendor["shapes"]]


def shown(entry: Entry, language: str) -> str:
    """Return what a playbook is about, and two lines for each of its rules."""
    parts = [listed([entry], language)]
    rows = [[rule["id"], rule["severity"], _stops(rule, language)] for rule in entry.loaded["rules"]]
    widths = [max((columns(row[n]) for row in rows), default=0) for n in range(2)]
    lines = []
    for rule, row in zip(entry.loaded["rules"], rows, strict=True):
        lines.append("  ".join([pad(row[0], widths[0]), pad(row[1], widths[1]), row[2]]).rstrip())
        lines.append(wrap(clean(rule[language]["title"]), "    ", "    "))
    return "\n\n".join([*parts, "\n".join(lines)]) if lines else parts[0]


def _stops(rule: Plain, language: str) -> str:
    return say(language, f"playbook.{where(rule)}")


def shown_plain(entry: Entry, language: str) -> dict[str, Any]:
    """Return the same for a program."""
    keys = ("id", "class", "lesson", "severity", "confidence", "stable", "stops")
    rules = [{**{key: rule[key] for key in keys}, "title": rule[language]["title"]} for rule in entry.loaded["rules"]]
    return {"version": VERSION, "name": entry.name, "applies": entry.applies, "rules": rules}


def checked(results: Sequence[Checked], language: str) -> str:
    """Return what each failing example should have done and did, or that all is well."""
    if not results:
        return wrap(say(language, "playbook.none"))
    parts = []
    for one in results:
        facts = {"name": one.name, "rules": len(one.loaded["rules"]), "count": one.examples}
        if not one.failures:
            parts.append(wrap(say(language, "playbook.well", **facts)))
            continue
        head = wrap(say(language, "playbook.failed", **facts, failed=len(one.failures)))
        parts.append("\n".join([head, *(wrap(_failure(fail, language), "  - ", "    ") for fail in one.failures)]))
    return "\n\n".join(parts)


def _failure(fail: Failure, language: str) -> str:
    key = "quiet" if fail.kind == "quiet" else "line" if fail.got else "nothing"
    got = ", ".join(str(line) if line else "-" for line in fail.got)
    source = say(language, f"playbook.{fail.source}")
    return say(
        language,
        f"playbook.{key}",
        rule=fail.rule,
        number=fail.number,
        source=source,
        wanted=fail.wanted or "",
        got=got,
    )


def checked_plain(results: Sequence[Checked]) -> dict[str, Any]:
    """Return the same for a program."""
    return {
        "version": VERSION,
        "ok": not any(one.failures for one in results),
        "playbooks": [
            {
                "name": one.name,
                "rules": len(one.loaded["rules"]),
                "examples": one.examples,
                "failures": [{**fail._asdict(), "got": list(fail.got)} for fail in one.failures],
            }
            for one in results
        ],
    }
