"""The gate's table.

| place            | stops                                         | waits          | says          |
| own branch       | what must not enter the history               |                | everything else |
| protected branch | every stable `must`                           | crossed zones  | `should`      |
| hotfix branch    | secrets, and data that cannot be brought back |                | everything else |

A refused commit is a refused save, so on one's own branch it is rare. A rule that is new (not `stable`) never stops.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pairkit.gate.verdict import (
    ALLOWED,
    HOTFIX,
    NOTE,
    OUTCOMES,
    OWN_BRANCH,
    PROTECTED,
    SAY,
    STOP,
    WAIT,
    Decision,
    Verdict,
)
from pairkit.playbook.classes import CLASSES
from pairkit.project.globs import any_matches
from pairkit.rules.finding import Finding


def judge(findings: Iterable[Finding], place: str, allowed: Mapping[str, str] = MappingProxyType({})) -> Verdict:
    """Return what the findings mean at `place`, the most harmful first. `allowed` has reasons by fingerprint."""
    decisions = [
        Decision(finding, ALLOWED, allowed[finding.fingerprint])
        if finding.fingerprint in allowed
        else Decision(finding, _action(finding, place))
        for finding in findings
    ]
    return Verdict(place, tuple(sorted(decisions, key=_harm)))


def place_of(branch: str | None, *, protected: bool) -> str:
    """Return the place of a commit on `branch`; `protected` as `is_protected` tells."""
    if protected:
        return PROTECTED
    return HOTFIX if branch and branch.startswith("hotfix/") else OWN_BRANCH


def is_protected(branch: str | None, patterns: Iterable[str]) -> bool:
    """Tell whether the agreement protects a branch; that it holds only from the first remote on is for the caller."""
    return branch is not None and any_matches((f"/{pattern.lstrip('/')}" for pattern in patterns), branch)


_WEIGHT = (ALLOWED, *OUTCOMES)


def _harm(decision: Decision) -> tuple[int, int, int, int]:
    finding = decision.finding
    return (
        -_WEIGHT.index(decision.action),
        CLASSES.index(finding.klass) if finding.klass in CLASSES else len(CLASSES),
        finding.state not in ("pushed", "unknown"),  # what others have cannot be taken back, so it comes first
        finding.confidence != "sure",
    )


def _action(finding: Finding, place: str) -> str:
    if finding.severity == "note":
        return NOTE
    if finding.severity != "must" or not finding.stable:
        return SAY
    if place == HOTFIX:
        return STOP if finding.irreversible else SAY
    if finding.stops == "own-branch":
        return STOP
    if place == PROTECTED and finding.stops == "protected-branch":
        return WAIT if finding.klass == "zone-crossed" else STOP
    return SAY
