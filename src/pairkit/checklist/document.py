"""The checklist as data: three lists that are never mixed, the maker's part, and how to read the rest.

That no rule fired is not verification: `verified` holds only what a machine did to its end, with what it covered;
whatever it could not see stands in `not_checked` with the reason. Nothing here is a sentence: words are made in
`report/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pairkit.rules.finding import Finding

SHIP, SHOW, ASK = "ship", "show", "ask"
DEVELOPER, MAKER = "developer", "maker"
EVERY_LINE, SKIM, NOBODY = "every-line", "skim", "nobody"
SHOWN = 7
"""How many things to look at are listed; more than seven are not looked at, they are scrolled past."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence: its words' key, the facts to fill it, the files concerned."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One changed line as it is shown beside an item, secrets masked. `side` is "old" or "new"."""

    number: int
    side: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: the finding that stands for it, others of the same rule that need the same look.

    `who` is the person whose look counts (DEVELOPER or MAKER); `excerpt` has the few lines concerned.
    """

    finding: Finding
    others: tuple[Finding, ...]
    who: str
    excerpt: tuple[Line, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids by which ticks are kept: one a finding, so that a new one opens the item again."""
        return tuple(f"f-{finding.fingerprint}" for finding in (self.finding, *self.others))

    @property
    def must(self) -> bool:
        """Tell whether it has to be looked at before the change is merged."""
        return self.finding.severity == "must"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the demo: something a person does and what they should see."""

    id: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Touched:
    """One file of the change: how much came and went, whose it is, how to read it, why nobody reads it."""

    path: str
    added: int
    removed: int
    zone: str
    generated: str | None
    reading: str = EVERY_LINE
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Part:
    """One of the changes that a big one can be cut into. `after` has the numbers (from 0) of those it needs."""

    what: str
    files: tuple[str, ...]
    lines: int
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """The document. `look` is ranked and at most SHOWN long, `more` has the rest; `minutes` is a rough time."""

    title: str
    lane: str
    lane_reason: str
    minutes: int
    added: int
    removed: int
    does: tuple[Fact, ...]
    look: tuple[Item, ...]
    more: tuple[Item, ...]
    verified: tuple[Fact, ...]
    not_checked: tuple[Fact, ...]
    questions: tuple[Finding, ...]
    demo: tuple[Step, ...]
    tomorrow: tuple[Fact, ...]
    files: tuple[Touched, ...]
    parts: tuple[Part, ...] = ()
    failed: tuple[Fact, ...] = ()
    acting_role: str = MAKER

    @property
    def items(self) -> tuple[Item, ...]:
        """Return everything to look at, shown or not."""
        return self.look + self.more
