"""What a machine did to its end, with what it covered, and what nobody has looked at, with the reason."""

from __future__ import annotations

from pairkit.change.model import Change
from pairkit.change.tree_diff import SUBMODULE
from pairkit.checklist.document import Fact
from pairkit.checklist.does import kind_of
from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import Decision

RULES = 5


def verified(assessment: Assessment) -> tuple[Fact, ...]:
    """Return what was verified by reading the change; what ran is added by `checklist.runs`."""
    change = assessment.change
    classes = {finding.klass for finding in assessment.findings}
    rules = {finding.rule for finding in assessment.findings}
    readable = [file for file in change.files if not file.binary and file.hunks]
    lines = sum(file.added for file in readable)
    facts = []
    if lines and not {"secret-added", "env-file"} & classes:
        facts.append(Fact("verified-secrets", {"lines": lines, "shapes": len(assessment.playbooks.shapes)}))
    if lines and "conflict-marker" not in classes:
        facts.append(Fact("verified-conflicts", {"count": len(readable)}))
    migrations = [file for file in readable if file.new is not None and kind_of(file.path) == "migration"]
    readable_back = all(file.path.endswith(".py") for file in migrations)  # of plain SQL nobody can tell
    if (
        migrations
        and readable_back
        and assessment.playbooks.rule("migration-no-return")
        and "migration-no-return" not in rules
    ):
        facts.append(Fact("verified-return", {"count": len(migrations)}))
    if assessment.agreement.people and change.files and "zone-crossed" not in classes and assessment.acting.person:
        facts.append(Fact("verified-zones", {"person": assessment.acting.person.called}))
    return tuple(facts)


def not_checked(assessment: Assessment) -> tuple[Fact, ...]:
    """Return what was not looked at, and why."""
    change = assessment.change
    facts = [
        Fact(f"not-{reason}", files=paths, facts={"count": len(paths)}) for reason, paths in _unread(change).items()
    ]
    fragments = [file for file in change.files if file.new and not file.new.complete and not file.binary]
    if fragments:
        facts.append(Fact("not-fragment", {"count": len(fragments)}))
    command = assessment.agreement.run.get("tests")
    facts.append(Fact("not-tests-run", {"command": command}) if command else Fact("not-tests-known"))
    if not assessment.agreement.people:
        facts.append(Fact("not-people" if assessment.agreement.declared else "not-zones"))
    elif assessment.acting.person is None:
        facts.append(Fact("not-person", {"email": assessment.acting.email}))
    allowed = [_let_pass(group) for group in assessment.verdict.allowed()]
    return (*facts, *allowed, Fact("not-meaning"))


def _let_pass(group: list[Decision]) -> Fact:
    """Return one line for all that was let pass for the same reason: a baseline has hundreds."""
    files = tuple(dict.fromkeys(decision.finding.file for decision in group if decision.finding.file))
    rules = list(dict.fromkeys(decision.finding.rule for decision in group))
    because = group[0].because
    if group[0].by:
        return Fact("not-approved", {"rule": ", ".join(rules[:RULES]), "because": because}, files)
    if len(group) == 1:
        return Fact("not-allowed", {"rule": rules[0], "because": because}, files)
    listed = ", ".join(rules[:RULES]) + (" …" if len(rules) > RULES else "")
    return Fact("not-allowed-many", {"count": len(group), "rules": listed, "because": because}, files)


def _unread(change: Change) -> dict[str, tuple[str, ...]]:
    """Return the files whose lines nobody judged, by reason."""
    found: dict[str, list[str]] = {}
    skipped = {one.path for one in change.skipped}
    for file in change.files:
        modes = {side.mode for side in (file.old, file.new) if side}
        if SUBMODULE in modes:
            found.setdefault("submodule", []).append(file.path)
        elif file.binary and file.path not in skipped:
            found.setdefault("binary", []).append(file.path)
        elif file.generated and file.generated != "template":
            found.setdefault("generated", []).append(file.path)
    for one in change.skipped:
        found.setdefault(one.reason, []).append(one.path)
    return {reason: tuple(paths) for reason, paths in found.items()}
