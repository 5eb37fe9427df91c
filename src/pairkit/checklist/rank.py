"""What comes first: by harm, by how sure it is, and by how little the other person can see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pairkit.project.zones import MAKER as MAKER_ZONE
from pairkit.rules.finding import Finding

_HARM = {
    "secret-added": 10,
    "destructive-migration": 10,
    "auth-code": 9,
    "unsafe-eval": 9,
    "injection": 9,
    "env-file": 9,
    "conflict-marker": 9,
    "data-exposure": 8,
    "tls-off": 8,
    "protected-branch": 8,
    "cors-wildcard": 7,
    "test-weakened": 7,
    "gate-weakened": 7,
    "ci-infra": 6,
    "debug-on": 6,
    "api-contract": 6,
    "new-dependency": 5,
    "broad-except": 5,
    "scope": 5,
    "license-change": 5,
    "lockfile": 4,
    "zone-crossed": 4,
    "no-test": 4,
    "too-big": 4,
}
"""From 0 (nobody is hurt) to 10 (people lose money, data or trust, and it cannot be taken back)."""

_LEAST = 2
_SEVERITY = {"must": 2.0, "should": 1.0, "note": 0.4}
_CONFIDENCE = {"sure": 1.0, "likely": 0.8}
_UNSEEN = 0.5
_FEW = 2


def weight(finding: Finding) -> float:
    """Return how early a finding is to be looked at; the greater, the earlier."""
    harm = _HARM.get(finding.klass, _LEAST) + _UNSEEN * _hidden(finding)
    return harm * _SEVERITY.get(finding.severity, 1.0) * _CONFIDENCE.get(finding.confidence, 0.8)


def _hidden(finding: Finding) -> int:
    """Count why the person who tries the result would not notice: a line that went, a place outside their own."""
    return (finding.side == "old") + (finding.zone != MAKER_ZONE)


def grouped(findings: Iterable[Finding]) -> list[tuple[Finding, ...]]:
    """Return the findings, weightiest first, with those that need one and the same look as one group.

    A group is what a rule says of one file; a rule that has more to say than of a few files is one group as a whole,
    unless each place counts by itself: a secret, lost data, and whatever else must be looked at.
    """
    ranked = sorted(findings, key=weight, reverse=True)
    crowded = _crowded(ranked)
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in ranked:
        groups.setdefault(_same_look(finding, crowded), []).append(finding)
    return _distinct_first([tuple(group) for group in groups.values()])


def _distinct_first(groups: list[tuple[Finding, ...]]) -> list[tuple[Finding, ...]]:
    """Put what is said again of a line behind all else, unless it must be looked at: one look answers both."""
    seen: set[tuple[str | None, int | None, str]] = set()
    first: list[tuple[Finding, ...]] = []
    again: list[tuple[Finding, ...]] = []
    for group in groups:
        place = (group[0].file, group[0].line, group[0].side)
        known = place in seen and group[0].line is not None and group[0].severity != "must"
        (again if known else first).append(group)
        seen.add(place)
    return first + again


def _same_look(finding: Finding, crowded: set[str]) -> tuple[object, ...]:
    if finding.klass == "secret-added":
        return (finding.fingerprint,)
    if finding.rule in crowded:
        return (finding.rule, finding.zone)
    return (finding.rule, finding.file, finding.facts.get("variant"))


def _crowded(findings: Sequence[Finding]) -> set[str]:
    files: dict[str, set[str | None]] = {}
    for finding in findings:
        if finding.severity != "must" or finding.klass == "zone-crossed":
            files.setdefault(finding.rule, set()).add(finding.file)
    most = {finding.rule: 1 if finding.klass == "zone-crossed" else _FEW for finding in findings}
    return {rule for rule, names in files.items() if len(names) > most[rule]}
