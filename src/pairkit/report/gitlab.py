"""`pairkit check --format gitlab`: a Code Quality report, which GitLab shows in a merge request.

Form: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from typing import Any

from pairkit.change.model import Skipped
from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import ALLOWED, NOTE, SAY, STOP, WAIT, Decision
from pairkit.report.findings_json import printable, safe_json
from pairkit.report.message import message, new_line
from pairkit.report.sentences import Sentences
from pairkit.rules.finding import fingerprint
from pairkit.words.catalogue import say
from pairkit.words.layout import clean

_SEVERITIES = {STOP: "blocker", WAIT: "critical", SAY: "major", NOTE: "minor", ALLOWED: "info"}


def gitlab_quality(assessment: Assessment, language: str) -> str:
    """Return a JSON list. GitLab wants a path and a line: the project's folder and 1 stand where there is none."""
    words = Sentences(assessment.playbooks, assessment.agreement, language)
    found = [_issue(decision, words) for decision in assessment.verdict.decisions]
    return safe_json(found + [_unread(one, language) for one in assessment.change.skipped])


def _unread(one: Skipped, language: str) -> dict[str, Any]:
    return {
        "description": say(language, f"report.skipped-{one.reason}", names=clean(one.path)),
        "check_name": "not-checked",
        "fingerprint": fingerprint("not-checked", one.path, one.reason, 0),
        "severity": "info",
        "location": {"path": printable(one.path), "lines": {"begin": 1}},
    }


def _issue(decision: Decision, words: Sentences) -> dict[str, Any]:
    finding = decision.finding
    return {
        "description": message(decision, words),
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[decision.action],
        "location": {"path": printable(finding.file or "."), "lines": {"begin": new_line(finding) or 1}},
    }
