"""What may be done by an agent, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pairkit.gate.verdict import OUTCOMES, PASS
from pairkit.playbook.index import Index
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting
from pairkit.rules.finding import Finding

EDIT, COMMAND, READING, PASTED, WRITTEN = "edit", "command", "read", "prompt", "written"


class Seen(NamedTuple):
    """One thing seen in an action. `kind` is EDIT, COMMAND, READING, PASTED or WRITTEN; `outcome` is SAY or STOP.

    `rule` is the id of a rule, or a key of the words' area `agent`; `finding` is set where a rule of files found it.
    """

    kind: str
    outcome: str
    rule: str
    facts: Mapping[str, object] = MappingProxyType({})
    finding: Finding | None = None


class ActionVerdict(NamedTuple):
    """What an action means: `seen` in the order of its parts, and whose agent it is."""

    seen: tuple[Seen, ...]
    acting: Acting
    agreement: Agreement
    playbooks: Index

    @property
    def outcome(self) -> str:
        """Return PASS, SAY or STOP: the worst of what was seen."""
        return max((one.outcome for one in self.seen), key=OUTCOMES.index, default=PASS)

    @property
    def language(self) -> str:
        """Return the acting person's language as the agreement names it, or an empty text."""
        return self.acting.person.language if self.acting.person else ""
