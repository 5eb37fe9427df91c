"""The checklist as data: three lists that are never mixed, the questions, and the lane.

That no rule fired is not verification: `verified` holds only what a machine did to its end, with what it covered;
whatever it could not see stands in `not_checked` with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pairkit.rules.finding import Finding

SHIP, SHOW, ASK = "ship", "show", "ask"
SHOWN = 7
"""How many things to look at are listed; more than seven are not looked at, they are scrolled past."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of `verified` or `not_checked`: its words' key, the facts to fill them, the files concerned."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Touched:
    """One file of the change, for reading the rest: how much came and went, whose it is, why nobody reads it."""

    path: str
    added: int
    removed: int
    zone: str
    generated: str | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """The document. `look` is ranked and at most SHOWN long, `more` has the rest; `minutes` is a rough time."""

    title: str
    lane: str
    lane_reason: str
    minutes: int
    added: int
    removed: int
    look: tuple[Finding, ...]
    more: tuple[Finding, ...]
    verified: tuple[Fact, ...]
    not_checked: tuple[Fact, ...]
    questions: tuple[Finding, ...]
    files: tuple[Touched, ...]
