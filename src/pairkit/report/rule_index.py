"""The list of all rules as Markdown, made from the playbooks, so that it cannot say anything else than they do."""

from __future__ import annotations

from pairkit.playbook.index import available, index
from pairkit.report.rule_page import where

_STOPS = {
    "own-branch": "every commit",
    "protected-branch": "on the way to the shared version",
    "command": "an agent, before it is done",
    "nowhere": "nowhere",
    "preview": "preview",
}


def rule_index() -> str:
    """Return the page: a table for each playbook, with what is told in both languages, severity and where it stops."""
    parts = ["# Rules\n\nMade from the playbooks; `pairkit explain ID` has the page of each. A preview never stops.\n"]
    for playbook in available():
        one = index([playbook])
        english, korean = (one.words(language)["rules"] for language in ("en", "ko"))
        rows = [
            f"| `{rule['id']}` | {english[rule['id']]['title']} | {korean[rule['id']]['title']} | {rule['class']} "
            f"| {rule['severity']} | {_STOPS[where(rule)]} |"
            for rule in one.rules
        ]
        shapes = f"\n{len(one.shapes)} shapes of keys belong to `secret-added`.\n" if one.shapes else ""
        head = "| rule | tells | 한국어 | class | severity | stops |\n|---|---|---|---|---|---|"
        parts.append(f"## {playbook}\n\n{head}\n" + "\n".join(rows) + f"\n{shapes}")
    return "\n".join(parts)
