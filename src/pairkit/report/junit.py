"""`pairkit check --format junit`: one test a rule, which most CI servers can show.

Form: https://github.com/testmoapp/junitxml, the part that Jenkins, GitLab and Azure read alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import STOP, WAIT, Decision
from pairkit.report.message import message, sentence
from pairkit.report.sentences import Sentences
from pairkit.report.unread import unread
from pairkit.words.layout import clean

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may hold, not even as a reference (https://www.w3.org/TR/xml/#charsets)."""


def junit_xml(assessment: Assessment, language: str) -> str:
    """Return an XML document. What stops or waits is a failure, what is only said stands in `system-out`."""
    from xml.etree import ElementTree as ET  # the other formats do without it

    words = Sentences(assessment.playbooks, assessment.agreement, language)
    ignored = {name for name, own in assessment.agreement.rules.items() if own.get("severity") == "ignore"}
    cases = [
        _case(rule, [one for one in assessment.verdict.decisions if one.finding.rule == rule["id"]], words)
        for rule in assessment.playbooks.rules
        if rule["id"] not in ignored
    ]
    failures = sum(case.find("failure") is not None for case in cases)
    counts = {"tests": str(len(cases)), "failures": str(failures), "errors": "0", "skipped": "0"}
    root = ET.Element("testsuites", {"name": "pairkit", **counts})
    suite = ET.SubElement(root, "testsuite", {"name": "pairkit", **counts})
    suite.extend(cases)
    sentences = unread(assessment.change, language)
    if sentences:
        ET.SubElement(suite, "system-out").text = "\n".join(map(_legal, sentences))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(rule: Mapping[str, Any], decisions: list[Decision], words: Sentences) -> Element:
    from xml.etree import ElementTree as ET

    failed = [one for one in decisions if one.action in (STOP, WAIT)]
    told = [one for one in decisions if one not in failed]
    case = ET.Element("testcase", {"classname": f"pairkit.{rule['class']}", "name": rule["id"]})
    if failed:
        first = failed[0].finding
        if first.file is not None:
            case.set("file", _legal(clean(first.file)))
        about = {"message": _legal(sentence(first, words)), "type": failed[0].action}
        ET.SubElement(case, "failure", about).text = _lines(failed, words)
    if told:
        ET.SubElement(case, "system-out").text = _lines(told, words)
    return case


def _lines(decisions: list[Decision], words: Sentences) -> str:
    return "\n".join(_legal(f"{_place(decision)}{message(decision, words)}") for decision in decisions)


def _place(decision: Decision) -> str:
    finding = decision.finding
    if finding.file is None:
        return ""
    return clean(finding.file) + (f":{finding.line}: " if finding.line else ": ")


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)
