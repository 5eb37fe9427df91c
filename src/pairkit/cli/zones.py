"""`pairkit zones [PATH…]`: who answers for which files, and which pattern says so."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated

import typer

from pairkit.cli.options import Lang, Paths
from pairkit.cli.speak import language, out, text
from pairkit.errors import WrongUse
from pairkit.gate.assess import judge_at
from pairkit.git.objects import Objects
from pairkit.git.place import find
from pairkit.project.agreement import Agreement
from pairkit.project.zones import ZONES
from pairkit.report.findings_json import printable, safe_json
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, columns, pad, wrap

FORMATS = ("text", "json")


def zones(
    paths: Paths = None,
    format_: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help=text("cli.format"))] = "text",
    lang: Lang = None,
) -> None:
    """Say whose each path is; without a path, all zones with their patterns and people."""
    if format_ not in FORMATS:
        raise WrongUse("unknown-format", value=format_, choices=", ".join(FORMATS))
    place = find(".")
    with Objects(place.root) as objects:
        agreement, _, trouble = judge_at(place, objects, "HEAD")
    if trouble is not None:
        raise trouble
    spoken = language()
    names = [_inside(path, place.root) for path in paths or ()]
    if format_ == "json":
        out(safe_json(_plain(agreement, names)).rstrip("\n"))
    elif not agreement.declared:
        out(wrap(say(spoken, "zones.none")))
    elif names:
        _each(agreement, names, spoken)
    else:
        _all(agreement, spoken)


def _inside(path: str, root: str) -> str:
    name = os.path.relpath(os.path.realpath(path), os.path.realpath(root)).replace(os.sep, "/")
    if name == ".." or name.startswith("../"):
        raise WrongUse("path-outside", path=path)
    return name


def _each(agreement: Agreement, names: Sequence[str], spoken: str) -> None:
    made = agreement.make_zones()
    width = max(columns(clean(name)) for name in names)
    for name in names:
        zone = made.of(name)
        out(f"{pad(clean(name), width)}  {say(spoken, f'zones.{zone}')}{_people(agreement, zone, spoken)}")


def _all(agreement: Agreement, spoken: str) -> None:
    for zone in ZONES:
        patterns = ", ".join(clean(pattern) for pattern in agreement.zones.get(zone, ()))
        head = f"{say(spoken, f'zones.{zone}')}{_people(agreement, zone, spoken)}"
        rest = say(spoken, "zones.rest") if zone == "shared" else say(spoken, "zones.guard") if zone == "closed" else ""
        out(head)
        out(wrap("; ".join(part for part in (patterns, rest) if part) or "-", "  ", "  "))


def _people(agreement: Agreement, zone: str, spoken: str) -> str:
    """Return who may change files of a zone without asking."""
    roles = {"maker": ("maker",), "shared": ("maker", "developer")}.get(zone, ("developer",))
    names = [clean(person.called) for person in agreement.people if person.role in roles]
    return f" ({', '.join(names)})" if names else ""


def _plain(agreement: Agreement, names: Sequence[str]) -> dict[str, object]:
    made = agreement.make_zones()
    return {
        "version": 1,
        "declared": agreement.declared,
        "people": [{"name": one.name, "role": one.role} for one in agreement.people],
        "zones": {zone: list(agreement.zones.get(zone, ())) for zone in ZONES},
        "paths": [{"path": printable(name), "zone": made.of(name)} for name in names],
    }
