"""What a person reads when a push is judged, in a commit's order: safe, what, why, what to do, what to tell the AI."""

from __future__ import annotations

from pairkit.gate.judge import is_protected
from pairkit.gate.push import Carried, Push, Sent
from pairkit.gate.verdict import HOTFIX, PASS, SAY, STOP, WAIT
from pairkit.report.sentences import Sentences, by_rule
from pairkit.rules.finding import Finding
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, columns, pad, wrap

_PLACES = 5
_SHORT = 10


def push_report(push: Push, language: str) -> str:
    """Return the text for a push that was just judged; empty when there is nothing to say."""
    parts: list[str] = []
    if push.trouble is not None:
        from pairkit.words.trouble import explain

        parts.append(explain(push.trouble, language))
    for sent in sorted(push.sent, key=lambda one: (PASS, SAY, WAIT, STOP).index(one.outcome), reverse=True):
        parts += _One(push, sent, language).text()
    return "\n\n".join(part for part in dict.fromkeys(parts) if part)


class _One:
    """The words for one reference."""

    def __init__(self, push: Push, sent: Sent, language: str) -> None:
        self.push, self.sent, self.language = push, sent, language
        landed = sent.landed
        self.words = Sentences(push.playbooks, push.agreement, language)
        self.landed = Sentences(landed.playbooks, landed.agreement, language) if landed else self.words
        self.facts = {
            "branch": clean(sent.update.branch or ""),
            "tag": clean(sent.update.remote_ref.removeprefix("refs/tags/")),
            "remote": clean(push.remote),
            "own": self._own(),
            "owner": self._owner(),
        }

    def _own(self) -> str:
        """Return a branch to send this to: the one that is checked out, or one named after the person."""
        here = self.push.branch
        if here and not is_protected(here, self.push.agreement.protected):
            return clean(here)
        first = (self.push.acting.name or "me").split()[0].lower()
        return f"{''.join(sign for sign in first if sign.isascii() and sign.isalnum()) or 'my'}/work"

    def _owner(self) -> str:
        """Return who has to look: whoever answers for the first file that waits."""
        waits = self.sent.landed.verdict.of(WAIT) if self.sent.landed else []
        return str(self.landed.facts(waits[0])["owner"]) if waits else ""

    def text(self) -> list[str]:
        """Return the paragraphs."""
        parts: list[str] = []
        if self.sent.reason:
            parts += self._reference()
        elif self.sent.outcome == STOP and self.sent.carried:
            parts += self._carried(self.sent.carried)
        elif self.sent.outcome in (STOP, WAIT):
            parts += self._landing()
        elif self.sent.outcome == SAY:
            parts += self._told()
        if self.sent.scan.looked < self.sent.scan.of:
            parts.append(wrap(self._say("partly", looked=self.sent.scan.looked, count=self.sent.scan.of)))
        return parts

    def _say(self, key: str, **facts: object) -> str:
        return say(self.language, f"push.{key}", **{**self.facts, **facts})

    def _reference(self) -> list[str]:
        reason = self.sent.reason
        if self.sent.outcome == SAY:
            return [wrap(self._say(f"{reason}.found"))]
        rows = [*self._section("why", self._say(f"{reason}.why")), *self._section("do", self._say(f"{reason}.do"))]
        return [wrap(self._say("stopped", found=self._say(f"{reason}.found"))), "\n".join(rows)]

    def _carried(self, carried: tuple[Carried, ...]) -> list[str]:
        first = max(carried, key=lambda one: one.undone)
        back = all(one.before for one in carried)
        finding = carried[0].finding
        facts = {
            "file": clean(finding.file or ""),
            "line": finding.line or 1,
            "commit": carried[0].commit[:_SHORT],
            "before": first.before[:_SHORT],
            "count": first.undone,
        }
        secret = "secret" if finding.klass in ("secret-added", "env-file") else "other"
        facts["that"] = self._say(f"carried-{secret}.that")
        rows = [
            *self._section("why", self._say(f"carried-{secret}.why")),
            *self._section("do", self._say("carried.do", **facts)),
            *self._tell(self._say("carried.tell-ai" if back else "carried-first.tell-ai", **facts)),
            *self._incident(),
        ]
        names = [one.finding for one in carried]
        return [
            wrap(self._say("stopped", found=self.words.found(finding))),
            self._table(carried),
            "\n".join(rows),
            self._for_developer(names),
        ]

    def _table(self, carried: tuple[Carried, ...]) -> str:
        rows = [self._row(one) for one in carried[:_PLACES]]
        widths = [max(columns(row[n]) for row in rows) for n in range(3)]
        lines = ["  " + "   ".join(pad(cell, widths[n]) for n, cell in enumerate(row)).rstrip() for row in rows]
        if len(carried) > _PLACES:
            lines.append("  " + say(self.language, "report.more-places", count=len(carried) - _PLACES))
        return "\n".join(lines)

    def _row(self, one: Carried) -> list[str]:
        finding = one.finding
        where = clean(finding.file or "")
        if finding.line:
            where = say(self.language, "report.place", file=where, line=finding.line)
        secret = finding.klass == "secret-added"
        what = self.words.what(finding) if secret else self.words.rule(finding)["title"]
        shown = f"{what}  {clean(finding.evidence)}" if secret else what
        return [where, shown, self._say("in-commit", commit=one.commit[:_SHORT])]

    def _landing(self) -> list[str]:
        landed = self.sent.landed
        if landed is None:
            return []
        stops = landed.verdict.of(STOP)
        waits = landed.verdict.of(WAIT)
        finding = (stops or waits)[0]
        head = self._say("stopped" if stops else "waits", found=self.landed.grouped((by_rule(stops or waits))[0]))
        others = [group for group in by_rule([*stops, *waits]) if group[0].rule != finding.rule]
        rows = self._section("why", self.landed.text(finding, "why"))
        if stops:
            rows += self._section("do", self.landed.text(finding, "do"))
            rows += self._tell(self.landed.text(finding, "tell_ai"))
        else:
            rows += self._section("do", self._say("waits.do"))
            rows += self._tell(self._say("waits.tell-ai"))
        rows += [row for group in others for row in self._section("and", self._sentence(group))]
        rows += self._incident()
        return [wrap(head), "\n".join(rows), self._for_developer([*stops, *waits])]

    def _sentence(self, group: list[Finding]) -> str:
        found = self.landed.grouped(group)
        return found if self.language == "ko" else f"{found}."

    def _incident(self) -> list[str]:
        hotfix = self.sent.landed is not None and self.sent.landed.verdict.place == HOTFIX
        return self._section("and", say(self.language, "push.incident")) if hotfix else []

    def _told(self) -> list[str]:
        landed = self.sent.landed
        told = landed.verdict.of(SAY) if landed else []
        lines = [wrap(self._sentence(group), "  - ", "    ") for group in by_rule(told)]
        return ["\n".join([wrap(self._say("told")), *lines])] if lines else []

    def _tell(self, text: str) -> list[str]:
        if not text:
            return []
        return [wrap(line, " " * 7, " " * 7) for line in (say(self.language, "report.tell-ai"), f"“{text}”")]

    def _section(self, label: str, text: str) -> list[str]:
        return [wrap(text, pad(say(self.language, f"report.{label}"), 7), " " * 7)]

    def _for_developer(self, findings: list[Finding]) -> str:
        names = [f"{f.rule}/{f.facts['shape']}" if "shape" in f.facts else f.rule for f in findings]
        first = findings[0]
        listed = f"{say(self.language, 'report.for-developer')} {' · '.join(dict.fromkeys(names))}"
        return wrap(f"{listed} · pairkit explain {first.rule} · pairkit allow {first.fingerprint}")
