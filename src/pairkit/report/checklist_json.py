"""`pairkit checklist --format json`. Schema: `schemas/checklist.json`."""

from __future__ import annotations

from typing import Any

from pairkit.checklist import ticks
from pairkit.checklist.document import Checklist, Fact, Item
from pairkit.gate.assess import Assessment
from pairkit.report.findings_json import printable, safe_json, secret, told
from pairkit.report.sentences import Sentences
from pairkit.words.catalogue import say

VERSION = 1


def checklist_json(checklist: Checklist, assessment: Assessment, language: str, kept: ticks.Ticks | None = None) -> str:
    """Return one JSON document, with a newline at its end."""
    words = Sentences(assessment.playbooks, assessment.agreement, language)
    kept = kept or {}
    document = {
        "version": VERSION,
        "language": language,
        "title": checklist.title,
        "lane": checklist.lane,
        "lane_reason": say(language, f"checklist.{checklist.lane_reason}"),
        "minutes": checklist.minutes,
        "added": checklist.added,
        "removed": checklist.removed,
        "does": _facts(checklist.does, language),
        "failed": _facts(checklist.failed, language),
        "look": [_item(item, words, kept) for item in checklist.look],
        "more": [_item(item, words, kept) for item in checklist.more],
        "verified": _facts(checklist.verified, language),
        "not_checked": _facts(checklist.not_checked, language),
        "questions": [
            {"id": name, "rule": finding.rule, "text": words.text(finding, "ask"), **_tick(ticks.of(kept, [name]))}
            for finding in checklist.questions
            if (name := f"q-{finding.fingerprint}")
        ],
        "demo": [
            {"id": step.id, "text": _said(step.fact, language), **_tick(ticks.of(kept, [step.id]))}
            for step in checklist.demo
        ],
        "tomorrow": _facts(checklist.tomorrow, language),
        "parts": [
            {"what": part.what, "lines": part.lines, "after": list(part.after), "files": _names(part.files)}
            for part in checklist.parts
        ],
        "files": [
            {
                "path": printable(file.path),
                "added": file.added,
                "removed": file.removed,
                "zone": file.zone or None,
                "generated": file.generated,
                "reading": file.reading,
            }
            for file in checklist.files
        ],
    }
    return safe_json(document)


def _item(item: Item, words: Sentences, kept: ticks.Ticks) -> dict[str, Any]:
    finding = item.finding
    return {
        "id": item.ids[0],
        "also": list(item.ids[1:]),
        "who": item.who,
        "rule": finding.rule,
        "class": finding.klass,
        "severity": finding.severity,
        "confidence": finding.confidence,
        **told(finding, words),
        "why": words.text(finding, "why"),
        "do": words.text(finding, "do"),
        "lesson": finding.lesson,
        "evidence": finding.evidence,
        **secret(finding, words),
        "lines": [{"line": line.number, "side": line.side, "text": line.text} for line in item.excerpt],
        **_tick(ticks.of(kept, item.ids)),
    }


def _tick(tick: ticks.Tick) -> dict[str, Any]:
    return {"done": tick.done, "note": tick.note, "does_not_apply": tick.waived}


def _facts(facts: tuple[Fact, ...], language: str) -> list[dict[str, Any]]:
    return [{"id": fact.key, "text": _said(fact, language), "files": _names(fact.files)} for fact in facts]


def _said(fact: Fact, language: str) -> str:
    return say(language, f"checklist.{fact.key}", **fact.facts)


def _names(files: tuple[str, ...]) -> list[str]:
    return [printable(name) for name in files]
