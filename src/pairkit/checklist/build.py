"""Make the checklist of one judged change."""

from __future__ import annotations

from pairkit.change.model import Change, FileChange
from pairkit.change.tree_diff import SUBMODULE
from pairkit.checklist.document import ASK, SHIP, SHOW, SHOWN, Checklist, Fact, Touched
from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import ALLOWED, NOTE, Decision
from pairkit.project.zones import CLOSED, DEVELOPER, MAKER, may_change
from pairkit.rules.finding import Finding
from pairkit.rules.paths import is_document

QUESTIONS = 3
RULES = 5
LINES_AN_HOUR = 400
"""How fast people read code and still find mistakes (Cisco's study of 2,500 reviews, in "Best Kept Secrets of Peer Code
Review", SmartBear 2006: below 500 lines an hour)."""
MINUTES_AN_ITEM = 2
_SMALL = 100


def build(assessment: Assessment) -> Checklist:
    """Return the checklist of a judged change."""
    look = [decision.finding for decision in assessment.verdict.decisions if decision.action not in (ALLOWED, NOTE)]
    look.sort(key=lambda finding: finding.severity != "must")
    look = _distinct_first(look)
    change = assessment.change
    files = tuple(_touched(assessment, file) for file in change.files)
    lane, reason = _lane(assessment, look, files)
    return Checklist(
        title=change.title,
        lane=lane,
        lane_reason=reason,
        minutes=_minutes(change, len(look)),
        added=change.added,
        removed=change.removed,
        look=tuple(look[:SHOWN]),
        more=tuple(look[SHOWN:]),
        verified=tuple(_verified(assessment)),
        not_checked=tuple(_not_checked(assessment)),
        questions=tuple(_questions(assessment, look)),
        files=files,
    )


def _distinct_first(look: list[Finding]) -> list[Finding]:
    """Put what a rule says again of the same file behind everything else; each place of a secret counts by itself."""
    seen: set[tuple[str, str | None, object]] = set()
    first: list[Finding] = []
    again: list[Finding] = []
    for finding in look:
        same = (finding.rule, finding.file, finding.facts.get("variant"))
        (again if same in seen and finding.klass != "secret-added" else first).append(finding)
        seen.add(same)
    return first + again


def _touched(assessment: Assessment, file: FileChange) -> Touched:
    zone = assessment.agreement.make_zones().of(file.path) if assessment.agreement.declared else ""
    return Touched(file.path, file.added, file.removed, zone, file.generated or ("binary" if file.binary else None))


def _minutes(change: Change, items: int) -> int:
    """Return a rough time, in steps that do not pretend to be exact."""
    raw = 60 * (change.added + change.removed) / LINES_AN_HOUR + MINUTES_AN_ITEM * items
    return next((step for step in (1, 2, 5, 10, 15, 20, 25, 30, 45, 60, 90) if raw <= step), 120)


def _lane(assessment: Assessment, look: list[Finding], files: tuple[Touched, ...]) -> tuple[str, str]:
    """Ship, show or ask (Rouan Wilsenach's article of 2021): who has to see this, before or after it is merged."""
    if any(finding.severity == "must" for finding in look):
        return ASK, "lane-must"
    if any(file.zone == CLOSED for file in files):
        return ASK, "lane-closed"
    role = assessment.acting.role
    if any(file.zone == DEVELOPER and not may_change(role, DEVELOPER) for file in files):
        return ASK, "lane-developer"
    if assessment.change.added + assessment.change.removed > assessment.agreement.size["split"]:
        return ASK, "lane-size"
    words_only = bool(files) and all(file.zone == MAKER or is_document(file.path) for file in files)
    if not look and words_only and assessment.change.added + assessment.change.removed <= _SMALL:
        return SHIP, "lane-words"
    return SHOW, "lane-code"


def _verified(assessment: Assessment) -> list[Fact]:
    change = assessment.change
    classes = {finding.klass for finding in assessment.findings}
    readable = [file for file in change.files if not file.binary and file.hunks]
    lines = sum(file.added for file in readable)
    facts = []
    if lines and not {"secret-added", "env-file"} & classes:
        facts.append(Fact("verified-secrets", {"lines": lines, "shapes": len(assessment.playbooks.shapes)}))
    if lines and "conflict-marker" not in classes:
        facts.append(Fact("verified-conflicts", {"count": len(readable)}))
    if assessment.agreement.declared and change.files and "zone-crossed" not in classes and assessment.acting.person:
        facts.append(Fact("verified-zones", {"person": assessment.acting.person.called}))
    return facts


def _not_checked(assessment: Assessment) -> list[Fact]:
    change = assessment.change
    facts = [
        Fact(f"not-{reason}", files=paths, facts={"count": len(paths)}) for reason, paths in _unread(change).items()
    ]
    fragments = tuple(file.path for file in change.files if file.new and not file.new.complete and not file.binary)
    if fragments:
        facts.append(Fact("not-fragment", {"count": len(fragments)}))
    command = assessment.agreement.run.get("tests")
    facts.append(Fact("not-tests-run", {"command": command}) if command else Fact("not-tests-known"))
    if not assessment.agreement.people:
        facts.append(Fact("not-people" if assessment.agreement.declared else "not-zones"))
    elif assessment.acting.person is None:
        facts.append(Fact("not-person", {"email": assessment.acting.email}))
    facts += [_let_pass(group) for group in assessment.verdict.allowed()]
    facts.append(Fact("not-meaning"))
    return facts


def _let_pass(group: list[Decision]) -> Fact:
    """Return one line for all that was let pass for the same reason: a baseline has hundreds."""
    files = tuple(dict.fromkeys(decision.finding.file for decision in group if decision.finding.file))
    rules = list(dict.fromkeys(decision.finding.rule for decision in group))
    because = group[0].because
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


def _questions(assessment: Assessment, look: list[Finding]) -> list[Finding]:
    """Return up to three findings that have a question for the maker, each rule once."""
    texts = assessment.playbooks.words("en")["rules"]
    asked: dict[str, Finding] = {}
    for finding in look:
        if "ask" in texts[finding.rule]:
            asked.setdefault(finding.rule, finding)
    return list(asked.values())[:QUESTIONS]
