"""`pairkit check --format markdown`: a verdict and a table, short enough for a job's summary."""

from __future__ import annotations

from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import PASS, STOP, WAIT, Decision
from pairkit.report.markdown import code, plain, with_page
from pairkit.report.message import sentence
from pairkit.report.sentences import Sentences
from pairkit.words.catalogue import say

_ROWS = 100


def findings_markdown(assessment: Assessment, language: str) -> str:
    """Return the document; the most harmful finding stands first, and nothing foreign in it is markup."""
    decisions = assessment.verdict.decisions
    parts = [_verdict(assessment, language)]
    if decisions:
        words = Sentences(assessment.playbooks, assessment.agreement, language)
        heads = ["", *(say(language, f"formats.{head}") for head in ("where", "what", "do"))]
        rows = [heads, ["---"] * len(heads), *(_row(decision, words) for decision in decisions[:_ROWS])]
        parts.append("\n".join(f"| {' | '.join(row)} |" for row in rows))
    if len(decisions) > _ROWS:
        parts.append(say(language, "formats.more", count=len(decisions) - _ROWS))
    parts += [_unread(reason, names, language) for reason, names in _skipped(assessment).items()]
    return "\n\n".join(parts) + "\n"


def _verdict(assessment: Assessment, language: str) -> str:
    verdict = assessment.verdict
    if verdict.outcome == PASS:
        count = len(assessment.change.files)
        return say(language, "report.clean" if count else "report.no-change", count=count)
    counted = (STOP, WAIT) if verdict.outcome == STOP else (verdict.outcome,)
    count = sum(len(verdict.of(action)) for action in counted)
    return f"**{say(language, f'formats.verdict-{verdict.outcome}', count=count)}**"


def _row(decision: Decision, words: Sentences) -> list[str]:
    finding = decision.finding
    do = (
        plain(decision.because)
        if decision.because
        else with_page(plain(words.text(finding, "do")), words.revoke(finding))
    )
    return [
        say(words.language, f"formats.{decision.action}"),
        _where(decision, words.language),
        plain(sentence(finding, words)),
        do,
    ]


def _where(decision: Decision, language: str) -> str:
    """A bar would end the cell, even inside a code span; behind a backslash it does not, and the backslash goes."""
    finding = decision.finding
    if not finding.file:
        return say(language, "formats.everywhere")
    name = code(f"{finding.file}:{finding.line}" if finding.line else finding.file).replace("|", "\\|")
    return say(language, "formats.removed-line", where=name) if finding.line and finding.side == "old" else name


def _skipped(assessment: Assessment) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for skipped in assessment.change.skipped:
        reasons.setdefault(skipped.reason, []).append(code(skipped.path))
    return reasons


def _unread(reason: str, names: list[str], language: str) -> str:
    return say(language, f"report.skipped-{reason}", names=", ".join(names[:5]) + (" …" if len(names) > 5 else ""))
