"""What an agent is told of its action, and the text it shows its person.

The first line is complete in itself: it is often all that is shown. Then why, that another way is no way, what to do
instead, and the person's text in the person's own language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairkit.gate.action_verdict import COMMAND, EDIT, PASTED, READING, WRITTEN, ActionVerdict, Seen
from pairkit.gate.verdict import STOP
from pairkit.report.sentences import Sentences, owner_name
from pairkit.words.catalogue import fill, has, say
from pairkit.words.layout import clean, wrap

_WIDTH = 116
_ALSO = 2
_FIRST = {EDIT: "not-written", COMMAND: "not-run", READING: "not-read"}


def agent_text(verdict: ActionVerdict, language: str, *, frame: str = "en") -> str:
    """Return the text for the agent, empty where there is nothing to say.

    `language` is the person's: what they are shown is in it. `frame` is the language in which the agent is spoken to.
    """
    stops = [one for one in verdict.seen if one.outcome == STOP]
    to_agent, to_person = _Words(verdict, frame), _Words(verdict, language)
    if stops:
        return _stopped(stops, to_agent, to_person)
    written = [one for one in verdict.seen if one.kind == WRITTEN]
    told = [one for one in verdict.seen if one.kind != WRITTEN]
    parts = [_told(one, to_agent, to_person) for one in told[:_ALSO]]
    if written:
        parts.append(_mend(written, to_agent))
    return "\n".join(parts)


def person_text(verdict: ActionVerdict, language: str) -> str:
    """Return the text for the person alone, for agents that can show one; empty where there is nothing to say."""
    seen = [one for one in verdict.seen if one.kind != WRITTEN]
    seen.sort(key=lambda one: one.outcome != STOP)
    return _Words(verdict, language).person(seen[0]) if seen else ""


class _Words:
    """The words of everything that can be seen in an action, in one language."""

    def __init__(self, verdict: ActionVerdict, language: str) -> None:
        self.language = language
        self._sentences = Sentences(verdict.playbooks, verdict.agreement, language)
        self._rules: Mapping[str, Any] = verdict.playbooks.words(language)["rules"]
        self._owner = owner_name(verdict.agreement, language)

    def say(self, key: str, **facts: object) -> str:
        """Return a text of the area `agent`."""
        return say(self.language, f"agent.{key}", **facts)

    def part(self, seen: Seen, part: str) -> str:
        """Return one part of the words of what was seen: "found", "why", "do", "tell"."""
        facts = {name: clean(value) if isinstance(value, str) else value for name, value in seen.facts.items()}
        facts["owner"] = self._owner
        if seen.finding is not None and seen.kind == WRITTEN:
            finding = seen.finding
            return self._sentences.found(finding) if part == "found" else self._sentences.text(finding, "tell_ai")
        key = seen.rule
        if seen.finding is not None:
            facts["what"] = self._sentences.what(seen.finding)
            key = "key-pasted" if seen.kind == PASTED else "secret-written"
        if has(self.language, f"agent.{key}.{part}"):
            return self.say(f"{key}.{part}", **facts)
        rule = self._rules[key]
        return fill(rule.get("tell_ai" if part == "tell" else part, ""), facts)

    def person(self, seen: Seen) -> str:
        """Return what the person is shown."""
        key = "person-stopped" if seen.outcome == STOP else "person-told"
        text = self.say(key, found=self.part(seen, "found"), do=self.part(seen, "do"))
        plain = text.partition(" ")[0].isalpha()  # the name of a file keeps its letters
        return text[:1].upper() + text[1:] if plain else text


def _stopped(stops: list[Seen], to_agent: _Words, to_person: _Words) -> str:
    first, *rest = stops
    lines = [to_agent.say(_FIRST[first.kind], found=to_agent.part(first, "found")), to_agent.part(first, "why")]
    lines += [to_agent.say("also", found=to_agent.part(one, "found")) for one in rest[:_ALSO]]
    lines.append(to_agent.say("no-other-way"))
    tell = to_agent.part(first, "tell")
    if tell:
        lines.append(to_agent.say("instead", tell=tell))
    lines.append(to_agent.say("show"))
    return "\n".join([*(wrap(line, width=_WIDTH) for line in lines), "", _quoted(to_person.person(first))])


def _told(seen: Seen, to_agent: _Words, to_person: _Words) -> str:
    line = to_agent.say("go-on", found=to_agent.part(seen, "found"), tell=to_agent.part(seen, "tell"))
    lines = [line, to_agent.say("show-only")]
    return "\n".join([*(wrap(one, width=_WIDTH) for one in lines), "", _quoted(to_person.person(seen))])


def _mend(seen: list[Seen], to_agent: _Words) -> str:
    lines = [to_agent.say("mend")]
    for one in seen:
        place = f"{one.facts['file']}:{one.facts['line']}" if one.facts.get("line") else str(one.facts["file"])
        text = to_agent.say(
            "mend-one", place=clean(place), found=to_agent.part(one, "found"), tell=to_agent.part(one, "tell")
        )
        lines.append(wrap(text.rstrip(), rest="  ", width=_WIDTH))
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return wrap(f'"{text}"', "  ", "   ", _WIDTH)
