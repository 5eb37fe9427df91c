"""`--why`: the rule, the line and the person behind each decision, for whoever wants to look under the words."""

from __future__ import annotations

from pairkit.gate.assess import Assessment
from pairkit.words.catalogue import say
from pairkit.words.layout import clean


def decisions(assessment: Assessment, language: str) -> str:
    """Return, for each finding, the rule and pattern, the line, the person and the place behind the decision."""
    acting = assessment.acting
    person = f"{acting.person.name} ({acting.person.role})" if acting.person else say(language, "report.nobody-known")
    lines = [say(language, "report.why-lead", person=clean(person), place=assessment.verdict.place)]
    for decision in assessment.verdict.decisions:
        finding = decision.finding
        where = clean(finding.file or "-") + (f":{finding.line}" if finding.line else "")
        facts = ", ".join(f"{name}={_short(value)}" for name, value in finding.facts.items())
        lines.append(f"  {decision.action:<5} {finding.rule} ({finding.severity}, {finding.confidence}) {where}")
        lines.append(f"        {clean(finding.evidence) or '-'}   [{finding.fingerprint}]   {clean(facts)}".rstrip())
    return "\n".join(lines)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"
