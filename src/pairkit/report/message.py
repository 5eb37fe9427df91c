"""What every report for another program says of a finding: whole sentences, without a line break."""

from __future__ import annotations

from pairkit.gate.answered import QUEUE
from pairkit.gate.verdict import ALLOWED, Decision
from pairkit.report.sentences import Sentences
from pairkit.rules.finding import Finding
from pairkit.words.catalogue import say
from pairkit.words.layout import clean


def sentence(finding: Finding, words: Sentences) -> str:
    """Return what was found as a sentence that ends. Korean texts of a rule bring their own full stop."""
    found = words.found(finding)
    return clean(found if found.endswith((".", "!", "?")) or words.language == "ko" else f"{found}.")


def message(decision: Decision, words: Sentences) -> str:
    """Return what was found and what to do now, or why it may pass."""
    finding = decision.finding
    if decision.action == ALLOWED:
        return passed(decision, words)
    do = words.text(finding, "do").replace("\n", " ")
    return f"{sentence(finding, words)} {clean(do)}".strip()


def passed(decision: Decision, words: Sentences) -> str:
    """Return why something passes: a developer's exception, or its owner's approval on the forge."""
    found = words.found(decision.finding)
    if decision.by:
        key = "ci.queued" if decision.by == QUEUE else "ci.approved"
        return clean(say(words.language, key, found=found.rstrip("."), by=decision.by))
    return clean(say(words.language, "report.allowed", found=found, because=clean(decision.because)))


def new_line(finding: Finding) -> int | None:
    """Return the line in the file as it is now; a line that went has none there."""
    return finding.line if finding.side == "new" else None
