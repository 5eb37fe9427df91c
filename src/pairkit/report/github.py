"""`pairkit check --format github`: workflow commands, which GitHub shows beside the lines of a pull request.

Form: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import ALLOWED, NOTE, SAY, STOP, WAIT, Decision
from pairkit.report.message import message, new_line
from pairkit.report.sentences import Sentences
from pairkit.report.unread import unread
from pairkit.words.catalogue import say
from pairkit.words.layout import clean

_COMMANDS = {STOP: "error", WAIT: "error", SAY: "warning", NOTE: "notice", ALLOWED: "notice"}


def github_commands(assessment: Assessment, language: str) -> str:
    """Return one command a line, the most harmful first (GitHub shows ten of each kind), or one plain sentence."""
    words = Sentences(assessment.playbooks, assessment.agreement, language)
    lines = [_command(decision, words) for decision in assessment.verdict.decisions]
    if not lines:
        count = len(assessment.change.files)
        lines = [say(language, "report.clean" if count else "report.no-change", count=count)]
    lines += [f"::notice::{_data(sentence)}" for sentence in unread(assessment.change, language)]
    return "\n".join(lines) + "\n"


def _command(decision: Decision, words: Sentences) -> str:
    finding = decision.finding
    properties = {
        "file": clean(finding.file or ""),
        "line": str(new_line(finding) or ""),
        "title": clean(words.rule(finding)["title"]),
    }
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{_COMMANDS[decision.action]} {listed}::{_data(message(decision, words))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
