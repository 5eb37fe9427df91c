"""The page of a rule or a lesson: always the same headings, so that one learns where to look."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pairkit.words.catalogue import say
from pairkit.words.layout import wrap

Words = Mapping[str, Any]


def where(rule: Mapping[str, Any]) -> str:
    """Return where a rule stops: "own-branch", "protected-branch", "nowhere", "preview", or "command" (an agent's)."""
    if not rule["stable"]:
        return "preview"
    return "command" if any(entry.get("command") for entry in rule["detect"]) else str(rule["stops"])


def rule_page(rule: Mapping[str, Any], words: Words, language: str) -> str:
    """Return a rule's page as text: what it is, why it matters, what to do, an example, what to write instead."""
    own = words["rules"][rule["id"]]
    parts = [own["title"], wrap(own["why"])]
    for label, key in (("do", "do"), ("example", "example"), ("instead", "instead")):
        if key in own:
            parts.append(f"{say(language, f'page.{label}')}\n{wrap(bare(own[key]), '  ', '  ')}")
    parts += [f"{head}\n{wrap(text, '  ', '  ')}" for head, text in states(rule, language)]
    parts.append(f"{say(language, 'page.where')}\n{wrap(say(language, f'page.stops-{where(rule)}'), '  ', '  ')}")
    lesson = words["lessons"].get(rule["lesson"])
    if lesson:
        parts.append(f"{say(language, 'page.lesson')}\n{wrap(lesson['title'] + chr(10) + lesson['text'], '  ', '  ')}")
    parts.append(f"{rule['id']} · {rule['class']} · {rule['severity']} · {rule['confidence']}")
    return "\n\n".join(parts)


def states(rule: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """Return, for a rule about secrets, what to do once one is committed or shared: heading and text."""
    if rule["class"] not in ("secret-added", "env-file"):
        return []
    return [
        (say(language, f"secrets.{state}.page-head"), say(language, f"secrets.{state}.page-text"))
        for state in ("committed", "pushed")
    ]


def lesson_page(name: str, words: Words) -> str:
    """Return a lesson's page as text, with the rules that come from it."""
    lesson = words["lessons"][name]
    return f"{lesson['title']}\n\n{wrap(lesson['text'])}\n\n{name}"


def bare(text: str) -> str:
    """Return a rule's text as a page shows it: a page speaks of no single place, so its fields stand as dots."""
    return re.sub(r"\{[^}]*\}", "…", text)
