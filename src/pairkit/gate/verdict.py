"""What may go on."""

from __future__ import annotations

from typing import NamedTuple

from pairkit.rules.finding import Finding

PASS, NOTE, SAY, WAIT, STOP = "pass", "note", "say", "wait", "stop"
OUTCOMES = (PASS, NOTE, SAY, WAIT, STOP)
"""From harmless to harmful; a verdict's outcome is the worst of its decisions'."""

OWN_BRANCH, PROTECTED, HOTFIX = "own-branch", "protected-branch", "hotfix"


class Decision(NamedTuple):
    """What one finding means here: NOTE, SAY, WAIT or STOP."""

    finding: Finding
    action: str


class Verdict(NamedTuple):
    """What a change's findings mean at one place (OWN_BRANCH, PROTECTED or HOTFIX)."""

    place: str
    decisions: tuple[Decision, ...]

    @property
    def outcome(self) -> str:
        """Return the worst action, or PASS."""
        return max((decision.action for decision in self.decisions), key=OUTCOMES.index, default=PASS)

    def of(self, action: str) -> list[Finding]:
        """Return the findings with this action."""
        return [decision.finding for decision in self.decisions if decision.action == action]
