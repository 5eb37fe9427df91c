"""A moment's questions for this very project, and for `ready` what a plan touches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pairkit.checklist.document import Fact
from pairkit.git.objects import Objects
from pairkit.git.place import Place, has_remote
from pairkit.git.run import git
from pairkit.project.agreement import Agreement
from pairkit.project.facts import facts
from pairkit.project.zones import CLOSED, DEVELOPER, may_change


@dataclass(frozen=True, slots=True)
class Planned:
    """One path of a plan, and whose it is."""

    path: str
    zone: str


@dataclass(frozen=True, slots=True)
class Moment:
    """The questions that fit this project, as plain values with words in both languages, and what belongs to them.

    `tomorrow` and `demo` come from a change (release), `plan` from paths (ready), `tried` from a run (handover).
    """

    name: str
    head: Mapping[str, Any]
    items: tuple[Mapping[str, Any], ...]
    plan: tuple[Planned, ...] = ()
    tomorrow: tuple[Fact, ...] = ()
    tried: tuple[Fact, ...] = ()
    role: str = "maker"

    @property
    def waits(self) -> tuple[Planned, ...]:
        """Return what of the plan the acting person must not do alone."""
        return tuple(
            one for one in self.plan if one.zone in (DEVELOPER, CLOSED) and not may_change(self.role, one.zone)
        )


def project_facts(place: Place, objects: Objects) -> frozenset[str]:
    """Return what kind of project this is, by its last commit (or the index before the first)."""
    listing = ["ls-tree", "-r", "-z", "--name-only", "HEAD"] if place.head else ["ls-files", "-z"]
    paths = git(listing, place.root).decode("utf-8", "surrogateescape").split("\0")

    def read(path: str) -> str | None:
        found = objects.read(f"HEAD:{path}" if place.head else f":{path}")
        return None if found is None else found[:200_000].decode("utf-8", "replace")

    known = facts([path for path in paths if path], read)
    return known | {"remote"} if has_remote(place.root) else known


def fitting(items: Sequence[Mapping[str, Any]], known: Iterable[str]) -> tuple[Mapping[str, Any], ...]:
    """Return the items whose every condition holds, what must be settled first."""
    known = set(known)
    kept = [item for item in items if known.issuperset(item["when"])]
    return tuple(sorted(kept, key=lambda item: not item["must"]))


def planned(agreement: Agreement, paths: Iterable[str]) -> tuple[Planned, ...]:
    """Return whose zone each path of a plan is in."""
    zones = agreement.make_zones()
    return tuple(Planned(path, zones.of(path) if agreement.declared else "") for path in dict.fromkeys(paths))
