"""What every report for another program says of a finding: whole sentences, without a line break."""

from __future__ import annotations

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
        because = clean(decision.because)
        return clean(say(words.language, "report.allowed", found=words.found(finding), because=because))
    do = words.text(finding, "do").replace("\n", " ")
    return f"{sentence(finding, words)} {clean(do)}".strip()


def new_line(finding: Finding) -> int | None:
    """Return the line in the file as it is now; a line that went has none there."""
    return finding.line if finding.side == "new" else None
