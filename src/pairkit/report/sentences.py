"""Turn findings into sentences, in one language, with the names of people and secrets a person knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pairkit.playbook.index import Index
from pairkit.project.agreement import Agreement
from pairkit.project.people import stands_in
from pairkit.rules.finding import Finding
from pairkit.words.catalogue import fill, has, say, text
from pairkit.words.layout import clean


class Sentences:
    """Words for findings. `language` is "en" or "ko"."""

    def __init__(self, index: Index, agreement: Agreement, language: str) -> None:
        self.language = language
        self._words = index.words(language)
        self._owners = {role: owner_name(agreement, language, role) for role in ("developer", "maker")}

    def rule(self, finding: Finding) -> dict[str, Any]:
        """Return the rule's words."""
        words: dict[str, Any] = self._words["rules"][finding.rule]
        return words

    def what(self, finding: Finding) -> str:
        """Return what was found in a word or two: the kind of key, the name of the table."""
        if "shape" in finding.facts:
            return str(self._words["shapes"][finding.facts["shape"]])
        template = self.rule(finding).get("what", "{what}")
        return clean(fill(template, finding.facts))

    def found(self, finding: Finding, file: str | None = None) -> str:
        """Return what happened as one sentence: "app/storage.py holds what looks like a key".

        `file` says it with another name for the file, e.g. one that a format can put its own mark around.
        """
        words = self.rule(finding)
        template = self._of_state(finding, "found") or words.get("variants", {}).get(
            finding.facts.get("variant"), words["found"]
        )
        facts = self.facts(finding)
        return fill(template, facts if file is None else {**facts, "file": file})

    def grouped(self, findings: list[Finding], file: str | None = None) -> str:
        """Return one sentence for several findings of one rule; the first file is named (or `file` in its place)."""
        words = self.rule(findings[0])
        if len(findings) == 1 or "many" not in words:
            return self.found(findings[0], file)
        named = {} if file is None else {"file": file}
        return fill(words["many"], {**self.facts(findings[0]), **named, "more": len(findings) - 1})

    def text(self, finding: Finding, part: str) -> str:
        """Return another part of the rule's words ("why", "do", "tell_ai", "also", "ask"), or an empty text."""
        template = self._of_state(finding, part) or self.rule(finding).get(part, "")
        return fill(template, self.facts(finding))

    def state(self, finding: Finding) -> str:
        """Return in a word or two how far a secret has come; empty for one that is only staged."""
        return self._of_state(finding, "short")

    def revoke(self, finding: Finding) -> str:
        """Return the vendor's page where a key of this kind is changed, or an empty text."""
        return str(self._words["revoke"].get(finding.facts.get("shape"), ""))

    def _of_state(self, finding: Finding, part: str) -> str:
        """Return the text that a secret's state has instead of the rule's own: what to do depends on it most."""
        if finding.state in ("", "staged"):
            return ""
        state = "newest" if finding.facts.get("newest") else finding.state
        for key in (f"secrets.{finding.klass}-{state}.{part}", f"secrets.{state}.{part}"):
            if has(self.language, key):
                return text(self.language, key)
        return ""

    def lesson(self, finding: Finding) -> str:
        """Return the title of the lesson behind a finding."""
        return str(self._words["lessons"].get(finding.lesson, {}).get("title", ""))

    def facts(self, finding: Finding) -> dict[str, Any]:
        """Return the facts of a finding, safe to print, for filling texts."""
        facts: dict[str, Any] = {
            name: clean(value) if isinstance(value, str) else value for name, value in finding.facts.items()
        }
        if "error" in facts:
            facts["problem"] = problem(str(facts["error"]), facts, self.language)
        facts["file"] = clean(finding.file or "")
        facts["line"] = finding.line or 1
        facts["owner"] = self._owners["maker" if facts.get("zone") == "maker" else "developer"]
        if finding.state:
            page = self.revoke(finding)
            facts.setdefault("commit", f"git log -- {clean(finding.file or '')}")
            facts["page"] = say(self.language, "secrets.page" if page else "secrets.no-page", page=page)
        if "shape" in facts or "what" in self.rule(finding):
            facts["what"] = self.what(finding)
        return facts


def problem(key: str, facts: dict[str, Any], language: str) -> str:
    """Return what is wrong with a file, without the words that repeat its name and line."""
    return say(language, f"errors.{key}.problem", **facts)


def owner_name(agreement: Agreement, language: str, role: str = "developer") -> str:
    """Return how to call who answers in this role now: by name where the agreement has one."""
    person = agreement.first(role)
    if person is None:
        return say(language, f"report.the-{role}")
    if person.away:
        import datetime as dt

        person = stands_in(agreement.people, person, dt.datetime.now(tz=dt.UTC).date().isoformat()) or person
    return honorific(person.called, language)


def honorific(name: str, language: str) -> str:
    """Return a name as one speaks of somebody: in Korean with 님."""
    name = clean(name)
    return name if language != "ko" or name.endswith("님") else f"{name}님"


def by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Group findings of one rule and variant, in order of first appearance; secrets stay apart, each place counts."""
    groups: dict[tuple[str, object], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.facts.get("variant")), []).append(finding)
    return list(groups.values())
