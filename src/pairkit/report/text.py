"""What a person reads in the terminal when a commit is judged.

The order never changes: your work is safe, what happened, why, what to do now, what to tell the AI, what else is in the
change, and a last line for the developer. Nothing to say is nothing printed.
"""

from __future__ import annotations

from pairkit.errors import BrokenFile
from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import HOTFIX, NOTE, SAY, STOP, WAIT, Decision
from pairkit.playbook.own import FOLDER
from pairkit.report.asked import asked_lines
from pairkit.report.decisions import decisions
from pairkit.report.message import passed
from pairkit.report.sentences import Sentences, by_rule, problem
from pairkit.rules.finding import Finding
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, columns, pad, wrap

_PLACES = 5
_LINES = 8


def commit_report(assessment: Assessment, language: str) -> str:
    """Return the text for a commit that was just judged; empty when there is nothing to say."""
    verdict = assessment.verdict
    stops = verdict.of(STOP) + verdict.of(WAIT)
    told = verdict.of(SAY)
    parts = []
    if assessment.trouble is not None:
        one = assessment.trouble
        own = one.key.startswith("playbook-") or str(one.facts["path"]).startswith(FOLDER)
        key = "report.playbook-unread" if own else "report.agreement-unread"
        parts.append(wrap(say(language, key, **_trouble(assessment.trouble, language))))
    if stops:
        parts += _stopped(assessment, stops, told, language)
    elif told:
        parts.append(_passed(assessment, told, language))
    parts += _unread(assessment, language)
    return "\n\n".join(part for part in parts if part)


def _stopped(assessment: Assessment, stops: list[Finding], told: list[Finding], language: str) -> list[str]:
    words = Sentences(assessment.playbooks, assessment.agreement, language)
    local = assessment.change.source in ("staged", "merge")
    first = stops[0]
    more = len(stops) - 1
    rows = [*_section(say(language, "report.why"), [words.text(first, "why")]), *_do(words, first, language)]
    rows += _other_keys(words, stops, language)
    if more:
        rest = [_bullet(words, group) for group in by_rule(stops) if group[0].rule != first.rule]
        rows += _section(say(language, "report.and"), rest) if rest else []
    if assessment.verdict.place == HOTFIX:
        rows += _section(say(language, "report.and"), [say(language, "push.incident")])
    if told:
        rows += _section(
            say(language, "report.also"), [say(language, "report.also-lead"), *_told(words, told, local=local)]
        )
    head = "report.stopped" if local else "report.stopped-shared"
    if first.state in ("pushed", "unknown"):
        head = f"secrets.{first.state}.head"
    return [
        wrap(say(language, head, found=words.found(first))),
        _places(words, stops, language),
        "\n".join(rows),
        _for_developer(stops + [finding for finding in told if finding.severity == "must" or not local], language),
    ]


def _other_keys(words: Sentences, stops: list[Finding], language: str) -> list[str]:
    """Return where further shared keys are changed: each vendor has its own page."""
    shared = [finding for finding in stops if finding.state in ("pushed", "unknown")]
    first = words.revoke(stops[0])
    pages = {words.revoke(finding): finding for finding in shared if words.revoke(finding) not in ("", first)}
    texts = [f"{words.what(finding)}: {page}" for page, finding in list(pages.items())[:_LINES]]
    return _section(say(language, "secrets.more"), texts) if texts else []


def _places(words: Sentences, stops: list[Finding], language: str) -> str:
    rows = []
    for finding in stops[:_PLACES]:
        if finding.file is None:
            continue
        where = clean(finding.file)
        if finding.line:
            where = say(language, "report.place", file=where, line=finding.line)
        shown = (
            [words.what(finding), clean(finding.evidence)] if _is_secret(finding) else [words.rule(finding)["title"]]
        )
        state = words.state(finding)
        shown[-1] += f" ({state})" if state else ""
        rows.append([where, *shown])
    if not rows:
        return ""
    widths = [max(columns(row[n]) for row in rows if len(row) > n) for n in range(2)]
    lines = [
        "  " + "   ".join([pad(cell, widths[n]) if n < 2 else cell for n, cell in enumerate(row)]).rstrip()
        for row in rows
    ]
    if len(stops) > _PLACES:
        lines.append("  " + say(language, "report.more-places", count=len(stops) - _PLACES))
    return "\n".join(lines)


def _is_secret(finding: Finding) -> bool:
    return finding.klass == "secret-added"


def _do(words: Sentences, finding: Finding, language: str) -> list[str]:
    texts = [words.text(finding, "do")]
    tell = words.text(finding, "tell_ai")
    if tell:
        texts += [say(language, "report.tell-ai"), f"“{tell}”"]
    return _section(say(language, "report.do"), texts)


def _told(words: Sentences, told: list[Finding], *, local: bool) -> list[str]:
    """Return a line for each rule; at a commit only for what is harmful, since a hook that talks much is not read."""
    harmful = [finding for finding in told if finding.severity == "must"] if local else told
    groups = by_rule(harmful)
    lines = [_bullet(words, group) for group in groups[:_LINES]]
    if len(groups) > _LINES:
        lines.append(say(words.language, "report.more-places", count=len(groups) - _LINES))
    if len(told) > len(harmful):
        lines.append(say(words.language, "report.in-the-checklist", count=len(told) - len(harmful)))
    return lines


def _bullet(words: Sentences, group: list[Finding]) -> str:
    sentence = words.grouped(group)
    also = words.text(group[0], "also")
    more = len(group) - 1
    if more and "many" not in words.rule(group[0]):
        alike = say(words.language, "report.places-alike", count=more)
        sentence += f" {alike}" if words.language == "ko" else f", {alike}"
    if words.language == "ko":
        return f"{sentence} {also}".strip()
    return f"{sentence}; {also}." if also else f"{sentence}."


def _section(label: str, texts: list[str]) -> list[str]:
    """Return `label` and texts in two columns."""
    width = 7
    lines = []
    for n, text in enumerate(texts):
        head = pad(label, width) if n == 0 else " " * width
        lines.append(wrap(text, head, " " * width))
    return lines


def _passed(assessment: Assessment, told: list[Finding], language: str) -> str:
    words = Sentences(assessment.playbooks, assessment.agreement, language)
    local = assessment.change.source in ("staged", "merge")
    lead = say(language, "report.passed" if local else "report.passed-shared")
    lines = [wrap(lead), *(wrap(text, "  - ", "    ") for text in _told(words, told, local=local))]
    if assessment.acting.person is None and assessment.acting.email and any(f.klass == "zone-crossed" for f in told):
        lines.append(wrap(say(language, "report.unknown-person", email=clean(assessment.acting.email))))
    return "\n".join(lines)


def _for_developer(findings: list[Finding], language: str) -> str:
    names = []
    for finding in findings:
        shape = finding.facts.get("shape")
        names.append(f"{finding.rule}/{shape}" if shape else finding.rule)
    listed = " · ".join(dict.fromkeys(names))
    listed = f"{say(language, 'report.for-developer')} {listed}"
    return wrap(f"{listed} · pairkit explain {findings[0].rule} · pairkit allow {findings[0].fingerprint}")


def _trouble(error: BrokenFile, language: str) -> dict[str, object]:
    facts = {name: clean(value) if isinstance(value, str) else value for name, value in error.facts.items()}
    return {**facts, "problem": problem(error.key, facts, language)}


def check_report(assessment: Assessment, language: str, *, why: bool = False) -> str:
    """Return the text of `pairkit check`: what the hook would say, or that there is nothing to say; never empty."""
    said = commit_report(assessment, language)
    count = len(assessment.change.files)
    parts = [said] if said else [wrap(say(language, "report.clean" if count else "report.no-change", count=count))]
    notes = assessment.verdict.of(NOTE)
    words = Sentences(assessment.playbooks, assessment.agreement, language)
    if notes:
        parts.append("\n".join(wrap(_bullet(words, group), "  - ", "    ") for group in by_rule(notes)))
    parts += [_let_pass(words, group) for group in assessment.verdict.allowed()]
    if assessment.asked is not None:
        parts.append("\n".join(wrap(line) for line in asked_lines(assessment.asked, language)))
    if why and assessment.verdict.decisions:
        parts.append(decisions(assessment, language))
    return "\n\n".join(parts)


def _let_pass(words: Sentences, group: list[Decision]) -> str:
    if group[0].by:
        return "\n\n".join(wrap(passed(one, words)) for one in group)
    key = "report.allowed" if len(group) == 1 else "report.allowed-many"
    facts = {"found": words.found(group[0].finding), "because": clean(group[0].because)}
    return wrap(say(words.language, key, count=len(group), **facts))


def _unread(assessment: Assessment, language: str) -> list[str]:
    """Return a sentence for each reason why files were not looked at."""
    reasons: dict[str, list[str]] = {}
    for skipped in assessment.change.skipped:
        reasons.setdefault(skipped.reason, []).append(clean(skipped.path))
    return [
        wrap(say(language, f"report.skipped-{reason}", names=", ".join(names[:5]) + (" …" if len(names) > 5 else "")))
        for reason, names in reasons.items()
    ]
