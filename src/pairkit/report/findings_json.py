"""`pairkit check --format json`: the findings and the verdict for other programs. Schema: `schemas/findings.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import Decision
from pairkit.report.sentences import Sentences
from pairkit.rules.finding import Finding

if TYPE_CHECKING:
    from pairkit.rules.registry import Asked

VERSION = 1
_LONE = re.compile("[\ud800-\udfff]")
_UNSAFE = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def findings_json(assessment: Assessment, language: str) -> str:
    """Return one JSON document, with a newline at its end."""
    return safe_json(plain(assessment, language))


def safe_json(document: Any) -> str:
    """Return a JSON document whose text a terminal can show: control and direction signs are escapes.

    A name of a file may hold bytes that are no text; in a sentence, too, they become the sign for that.
    """
    text = _LONE.sub("\ufffd", json.dumps(document, ensure_ascii=False, indent=2))
    return _UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text) + "\n"


def plain(assessment: Assessment, language: str) -> dict[str, Any]:
    """Return the document as plain values."""
    words = Sentences(assessment.playbooks, assessment.agreement, language)
    change, acting = assessment.change, assessment.acting
    return {
        "version": VERSION,
        "outcome": assessment.verdict.outcome,
        "place": assessment.verdict.place,
        "language": language,
        "person": {
            "name": acting.person.name if acting.person else None,
            "role": acting.role,
            "known": acting.person is not None,
        },
        "change": {
            "source": change.source,
            "title": change.title,
            "base": change.base or None,
            "tip": change.tip or None,
            "files": len(change.files),
            "added": change.added,
            "removed": change.removed,
        },
        "findings": [_finding(decision, words) for decision in assessment.verdict.decisions],
        "packages": None if assessment.asked is None else [one._asdict() for one in _printable(assessment.asked)],
        "not_checked": [{"file": printable(s.path), "reason": s.reason} for s in change.skipped],
    }


def _printable(asked: Iterable[Asked]) -> Iterator[Asked]:
    return (one._replace(file=printable(one.file), name=printable(one.name)) for one in asked)


def _finding(decision: Decision, words: Sentences) -> dict[str, Any]:
    finding = decision.finding
    return {
        "rule": finding.rule,
        "class": finding.klass,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "stable": finding.stable,
        "action": decision.action,
        "because": decision.because or None,
        **told(finding, words),
        "evidence": finding.evidence,
        "fingerprint": finding.fingerprint,
        **secret(finding, words),
    }


def told(finding: Finding, words: Sentences) -> dict[str, Any]:
    """Return where a finding is, and its sentence: what every document says of it alike."""
    return {
        "file": None if finding.file is None else printable(finding.file),
        "line": finding.line,
        "side": finding.side,
        "zone": finding.zone or None,
        "lesson": finding.lesson,
        "message": words.found(finding),
    }


def secret(finding: Finding, words: Sentences) -> dict[str, Any]:
    """Return how far a secret has come and where its vendor lets it be changed; both None for what is no secret."""
    return {"state": finding.state or None, "revoke": (finding.state and words.revoke(finding)) or None}


def printable(path: str) -> str:
    """Return a path that is valid Unicode: a byte that is not UTF-8 becomes U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
