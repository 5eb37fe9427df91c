"""Make the checklist of one judged change."""

from __future__ import annotations

from types import MappingProxyType

from pairkit.checklist.checked import not_checked, verified
from pairkit.checklist.demo import demo, tomorrow
from pairkit.checklist.document import (
    ASK,
    DEVELOPER,
    MAKER,
    NOBODY,
    SHIP,
    SHOW,
    SHOWN,
    Checklist,
    Item,
    Touched,
)
from pairkit.checklist.does import does
from pairkit.checklist.excerpt import excerpt
from pairkit.checklist.rank import grouped
from pairkit.checklist.reading import in_order, rough, touched
from pairkit.checklist.split import split
from pairkit.checklist.surface import surface
from pairkit.checklist.ticks import NOTHING, Ticks, of
from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import ALLOWED, NOTE
from pairkit.project.zones import CLOSED, may_change
from pairkit.project.zones import DEVELOPER as DEVELOPER_ZONE
from pairkit.project.zones import MAKER as MAKER_ZONE
from pairkit.rules.finding import Finding
from pairkit.rules.paths import is_document

QUESTIONS = 3
MINUTES_AN_ITEM = 2
_SMALL = 100
NO_TICKS: Ticks = MappingProxyType({})


def build(assessment: Assessment, kept: Ticks = NO_TICKS) -> Checklist:
    """Return the checklist of a judged change; `kept` is what people did with the document before."""
    change = assessment.change
    findings = [decision.finding for decision in assessment.verdict.decisions if decision.action not in (ALLOWED, NOTE)]
    items = _open_first(tuple(_item(assessment, group) for group in grouped(findings)), kept)
    files = _files(assessment, findings)
    lane, reason = _lane(assessment, findings, files)
    seen = surface(change)
    size = assessment.agreement.size["split"]
    return Checklist(
        title=change.title,
        lane=lane,
        lane_reason=reason,
        minutes=rough(sum(file.minutes for file in files) + MINUTES_AN_ITEM * len(items[:SHOWN])),
        added=change.added,
        removed=change.removed,
        does=does(change, seen),
        look=items[:SHOWN],
        more=items[SHOWN:],
        verified=verified(assessment),
        not_checked=not_checked(assessment),
        questions=_questions(assessment, items, kept),
        demo=demo(seen, assessment.agreement.run.get("start", ""), assessment.mask, kept),
        tomorrow=tomorrow(seen, assessment.mask),
        files=files,
        parts=split(change.files, files, size) if change.added + change.removed > size else (),
        acting_role=assessment.acting.role,
    )


def _open_first(items: tuple[Item, ...], kept: Ticks) -> tuple[Item, ...]:
    """Let the next ones come up where more than SHOWN wait: what was looked at makes room."""
    if len(items) <= SHOWN:
        return items
    return tuple(sorted(items, key=lambda item: of(kept, item.ids).settled))


def _item(assessment: Assessment, group: tuple[Finding, ...]) -> Item:
    first = group[0]
    return Item(first, group[1:], _who(assessment, first), excerpt(assessment.change, first, assessment.mask))


def _who(assessment: Assessment, finding: Finding) -> str:
    """Return whose look counts: the maker's in the maker's own area, the developer's everywhere else."""
    if finding.klass != "secret-added" and finding.zone == MAKER_ZONE and assessment.agreement.first(MAKER):
        return MAKER
    return DEVELOPER


def _files(assessment: Assessment, findings: list[Finding]) -> tuple[Touched, ...]:
    zones = assessment.agreement.make_zones() if assessment.agreement.declared else None
    found = {finding.file for finding in findings}
    return in_order(touched(file, zones.of(file.path) if zones else "", found) for file in assessment.change.files)


def _lane(assessment: Assessment, look: list[Finding], files: tuple[Touched, ...]) -> tuple[str, str]:
    """Ship, show or ask (Rouan Wilsenach's article of 2021): who has to see this, before or after it is merged."""
    if any(finding.severity == "must" for finding in look):
        return ASK, "lane-must"
    if any(file.zone == CLOSED for file in files):
        return ASK, "lane-closed"
    role = assessment.acting.role
    if any(file.zone == DEVELOPER_ZONE and not may_change(role, DEVELOPER_ZONE) for file in files):
        return ASK, "lane-developer"
    lines = assessment.change.added + assessment.change.removed
    if lines > assessment.agreement.size["split"]:
        return ASK, "lane-size"
    read = [file for file in files if file.reading != NOBODY]
    words_only = bool(read) and all(file.zone == MAKER_ZONE or is_document(file.path) for file in read)
    if not look and words_only and lines <= _SMALL:
        return SHIP, "lane-words"
    return SHOW, "lane-code"


def _questions(assessment: Assessment, items: tuple[Item, ...], kept: Ticks) -> tuple[Finding, ...]:
    """Return the findings that have a question for the maker, each rule once: answered ones, and up to three more."""
    texts = assessment.playbooks.words("en")["rules"]
    asked: dict[str, Finding] = {}
    for item in items:
        if "ask" in texts[item.finding.rule]:
            asked.setdefault(item.finding.rule, item.finding)
    answered = {rule for rule, finding in asked.items() if _is_answered(finding, kept)}
    new = [rule for rule in asked if rule not in answered][:QUESTIONS]
    return tuple(finding for rule, finding in asked.items() if rule in answered or rule in new)


def _is_answered(finding: Finding, kept: Ticks) -> bool:
    tick = kept.get(f"q-{finding.fingerprint}", NOTHING)
    return tick.done or bool(tick.note)
