"""`pairkit checklist --format json`. Schema: `schemas/checklist.json`."""

from __future__ import annotations

from typing import Any

from pairkit.checklist.document import Checklist, Fact
from pairkit.gate.assess import Assessment
from pairkit.report.findings_json import printable, safe_json, secret, told
from pairkit.report.sentences import Sentences
from pairkit.rules.finding import Finding
from pairkit.words.catalogue import say

VERSION = 1


def checklist_json(checklist: Checklist, assessment: Assessment, language: str) -> str:
    """Return one JSON document, with a newline at its end."""
    words = Sentences(assessment.playbooks, assessment.agreement, language)
    document = {
        "version": VERSION,
        "language": language,
        "title": checklist.title,
        "lane": checklist.lane,
        "lane_reason": say(language, f"checklist.{checklist.lane_reason}"),
        "minutes": checklist.minutes,
        "added": checklist.added,
        "removed": checklist.removed,
        "look": [_item(finding, words) for finding in checklist.look],
        "more": [_item(finding, words) for finding in checklist.more],
        "verified": [_fact(fact, language) for fact in checklist.verified],
        "not_checked": [_fact(fact, language) for fact in checklist.not_checked],
        "questions": [
            {"id": f"q-{finding.fingerprint}", "rule": finding.rule, "text": words.text(finding, "ask")}
            for finding in checklist.questions
        ],
        "files": [
            {
                "path": printable(file.path),
                "added": file.added,
                "removed": file.removed,
                "zone": file.zone or None,
                "generated": file.generated,
            }
            for file in checklist.files
        ],
    }
    return safe_json(document)


def _item(finding: Finding, words: Sentences) -> dict[str, Any]:
    return {
        "id": f"f-{finding.fingerprint}",
        "rule": finding.rule,
        "class": finding.klass,
        "severity": finding.severity,
        "confidence": finding.confidence,
        **told(finding, words),
        "why": words.text(finding, "why"),
        "do": words.text(finding, "do"),
        "evidence": finding.evidence,
        **secret(finding, words),
    }


def _fact(fact: Fact, language: str) -> dict[str, Any]:
    return {
        "id": fact.key,
        "text": say(language, f"checklist.{fact.key}", **fact.facts),
        "files": [printable(name) for name in fact.files],
    }
