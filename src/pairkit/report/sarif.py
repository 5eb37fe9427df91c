"""`pairkit check --format sarif`: SARIF 2.1.0, for GitHub's code scanning and any viewer.

Form: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
What GitHub reads of it, and its limits: https://docs.github.com/code-security/reference/code-scanning/sarif-files
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from pairkit import __version__
from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import ALLOWED, NOTE, SAY, STOP, WAIT, Decision
from pairkit.report.findings_json import safe_json
from pairkit.report.markdown import code, plain
from pairkit.report.message import message, new_line
from pairkit.report.rule_page import bare, rule_page, states, where
from pairkit.report.sentences import Sentences
from pairkit.report.unread import unread
from pairkit.words.catalogue import say
from pairkit.words.layout import clean

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
RESULTS, SIGNS, TAGS = 5000, 999, 20
"""GitHub shows so many results of a run, so many signs of a text, and takes so many tags of a rule."""

_LEVELS = {STOP: "error", WAIT: "error", SAY: "warning", NOTE: "note", ALLOWED: "note"}
_BY_SEVERITY = {"must": "error", "should": "warning", "note": "note"}
_PROBLEM = {"must": "error", "should": "warning", "note": "recommendation"}
_PRECISION = {"sure": "high", "likely": "medium"}
_SECURITY = {
    "secret-added": "9.1",
    "env-file": "8.5",
    "auth-code": "8.5",
    "injection": "8.5",
    "unsafe-eval": "8.0",
    "data-exposure": "7.5",
    "tls-off": "7.5",
    "cors-wildcard": "6.0",
    "debug-on": "5.0",
}
"""How harmful security findings are, on GitHub's scale: above 9.0 critical, from 7.0 high, from 4.0 medium."""

Plain = Mapping[str, Any]


def sarif(assessment: Assessment, language: str) -> str:
    """Return one JSON document with one run; of more than RESULTS results the most harmful are kept."""
    words = Sentences(assessment.playbooks, assessment.agreement, language)
    decisions = assessment.verdict.decisions[:RESULTS]
    ids = list(dict.fromkeys(decision.finding.rule for decision in decisions))
    run = {
        "tool": {"driver": {"name": "pairkit", "version": __version__, "rules": _rules(assessment, ids, language)}},
        "automationDetails": {"id": "pairkit/"},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notes(assessment, language)}],
        "results": [_result(decision, ids.index(decision.finding.rule), words) for decision in decisions],
    }
    return safe_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _result(decision: Decision, index: int, words: Sentences) -> dict[str, Any]:
    """`suppressions` stands in every result, because the standard wants it in all or in none (3.27.23)."""
    finding = decision.finding
    allowed = {"kind": "external", "status": "accepted", "justification": _signs(clean(decision.because))}
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[decision.action],
        "message": {"text": _text(message(decision, words))},
        "locations": [{"physicalLocation": _location(finding.file, new_line(finding))}],
        "partialFingerprints": {"pairkit/v1": finding.fingerprint},
        "suppressions": [allowed] if decision.action == ALLOWED else [],
    }


def _location(file: str | None, line: int | None) -> dict[str, Any]:
    """Return a place; what is about the whole change stands at the project's folder, for GitHub wants a place."""
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(file) if file else ".", "uriBaseId": "%SRCROOT%"}}
    return {**place, "region": {"startLine": line}} if line else place


def _uri(path: str) -> str:
    return quote(path, safe="/", errors="surrogateescape")


def _rules(assessment: Assessment, ids: Iterable[str], language: str) -> list[dict[str, Any]]:
    words = assessment.playbooks.words(language)
    rules = {rule["id"]: rule for rule in assessment.playbooks.rules}
    return [_rule(rules[name], words, language) for name in ids]


def _rule(rule: Plain, words: Plain, language: str) -> dict[str, Any]:
    own = words["rules"][rule["id"]]
    return {
        "id": rule["id"],
        "shortDescription": {"text": _text(own["title"])},
        "fullDescription": {"text": _text(bare(own["why"]))},
        "help": {"text": _braces(rule_page(rule, words, language)), "markdown": _braces(_help(rule, words, language))},
        "defaultConfiguration": {"level": _BY_SEVERITY[rule["severity"]]},
        "properties": _properties(rule),
    }


def _properties(rule: Plain) -> dict[str, Any]:
    severity = _SECURITY.get(rule["class"])
    tags = dict.fromkeys((rule["class"], rule["lesson"], *(("security",) if severity else ())))
    return {
        "tags": list(tags)[:TAGS],
        "precision": _PRECISION[rule["confidence"]],
        **({"security-severity": severity} if severity else {"problem.severity": _PROBLEM[rule["severity"]]}),
    }


def _help(rule: Plain, words: Plain, language: str) -> str:
    """Return the rule's page as Markdown, under the same headings as in the terminal."""
    own = words["rules"][rule["id"]]
    parts = [plain(bare(own["why"])), f"**{say(language, 'page.do')}**", plain(bare(own["do"]))]
    for part in ("example", "instead"):
        if part in own:
            lines = "  \n".join(code(line) for line in own[part].splitlines() if line.strip())
            parts += [f"**{say(language, f'page.{part}')}**", lines]
    for head, text in states(rule, language):
        parts += [f"**{head}**", plain(text)]
    parts += [f"**{say(language, 'page.where')}**", say(language, f"page.stops-{where(rule)}")]
    return "\n\n".join(parts)


def _notes(assessment: Assessment, language: str) -> list[dict[str, Any]]:
    """Say what is not in the results: files that were not looked at, results that GitHub would not show."""
    texts = unread(assessment.change, language)
    more = len(assessment.verdict.decisions) - RESULTS
    if more > 0:
        texts.append(say(language, "formats.left-out", count=more))
    return [{"level": "warning", "message": {"text": _text(text)}} for text in texts]


def _text(text: str) -> str:
    """Nothing foreign in a text is a link (3.11.6) or a placeholder."""
    return _signs(_braces(re.sub(r"\[(?=[^\]]*\]\()", r"\\[", text)))


def _signs(text: str) -> str:
    return text if len(text) <= SIGNS else text[: SIGNS - 1].rstrip("{}") + "…"


def _braces(text: str) -> str:
    """Braces mark a placeholder unless they are doubled (3.11.5)."""
    return text.replace("{", "{{").replace("}", "}}")
