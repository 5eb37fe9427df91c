"""What may go on."""

from __future__ import annotations

from typing import NamedTuple

from pairkit.rules.finding import Finding

PASS, ALLOWED, NOTE, SAY, WAIT, STOP = "pass", "allowed", "note", "say", "wait", "stop"
OUTCOMES = (PASS, NOTE, SAY, WAIT, STOP)
"""From harmless to harmful; a verdict's outcome is the worst of its decisions'."""

OWN_BRANCH, PROTECTED, HOTFIX = "own-branch", "protected-branch", "hotfix"


class Decision(NamedTuple):
    """What one finding means here: ALLOWED, NOTE, SAY, WAIT or STOP.

    `because` is the reason why it passes; `by` names who approved it on the forge, and is empty for an exception.
    """

    finding: Finding
    action: str
    because: str = ""
    by: str = ""


class Verdict(NamedTuple):
    """What a change's findings mean at one place (OWN_BRANCH, PROTECTED or HOTFIX)."""

    place: str
    decisions: tuple[Decision, ...]

    @property
    def outcome(self) -> str:
        """Return the worst action, or PASS; what is allowed counts for nothing."""
        actions = [decision.action for decision in self.decisions if decision.action != ALLOWED]
        return max(actions, key=OUTCOMES.index, default=PASS)

    def allowed(self) -> list[list[Decision]]:
        """Return what was let pass, grouped by reason and by who approved it."""
        groups: dict[tuple[str, str], list[Decision]] = {}
        for decision in self.decisions:
            if decision.action == ALLOWED:
                groups.setdefault((decision.because, decision.by), []).append(decision)
        return list(groups.values())

    def of(self, action: str) -> list[Finding]:
        """Return the findings with this action."""
        return [decision.finding for decision in self.decisions if decision.action == action]
