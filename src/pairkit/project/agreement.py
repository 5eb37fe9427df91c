"""`pairkit.yaml`: what the two agreed on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pairkit.project.people import Person
from pairkit.project.zones import Zones

NOTHING: Mapping[str, Any] = MappingProxyType({})
DEFAULT_SIZE = {"split": 400, "stop": 1000, "file_mb": 5}
DEFAULT_PROTECTED = ("main", "master")


class Agreement(NamedTuple):
    """One agreement. `declared` is False where a project has no `pairkit.yaml`: then zones are off.

    `playbooks` names the ones that apply; none means all that are shipped. `size` counts changed lines (`split`,
    `stop`) and megabytes of one file (`file_mb`). `rules` changes a rule's severity for this project, always with a
    reason.
    """

    people: tuple[Person, ...] = ()
    zones: Mapping[str, tuple[str, ...]] = NOTHING
    playbooks: tuple[str, ...] = ()
    size: Mapping[str, int] = MappingProxyType(DEFAULT_SIZE)
    run: Mapping[str, str] = NOTHING
    protected: tuple[str, ...] = DEFAULT_PROTECTED
    rules: Mapping[str, Mapping[str, str]] = NOTHING
    declared: bool = False

    def make_zones(self) -> Zones:
        """Return the zones, ready to ask."""
        return Zones(self.zones)

    def first(self, role: str) -> Person | None:
        """Return the first person of a role."""
        return next((person for person in self.people if person.role == role), None)


def _until(away: str | Mapping[str, str]) -> str:
    return away if isinstance(away, str) else away["until"]


def from_plain(data: Mapping[str, Any]) -> Agreement:
    """Return the agreement of plain values, as `read_agreement` checked them."""
    return Agreement(
        people=tuple(
            Person(
                name=one["name"],
                role=one["role"],
                emails=tuple(one.get("emails", ())),
                github=one.get("github", ""),
                language=one.get("language", ""),
                title=one.get("title", ""),
                gitlab=one.get("gitlab", ""),
                away=_until(one.get("away", "")),
                cover=one.get("cover", ""),
            )
            for one in data.get("people", ())
        ),
        zones={zone: tuple(patterns) for zone, patterns in data.get("zones", {}).items()},
        playbooks=tuple(data.get("playbooks", ())),
        size={**DEFAULT_SIZE, **data.get("size", {})},
        run=data.get("run", {}),
        protected=tuple(data.get("protected", DEFAULT_PROTECTED)),
        rules=data.get("rules", {}),
        declared=True,
    )
