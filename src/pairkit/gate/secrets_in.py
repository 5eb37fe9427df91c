"""Secrets in a text that is not in a file yet: what an agent is about to write, what a person pasted."""

from __future__ import annotations

from collections.abc import Iterator

from pairkit.action.model import Edit
from pairkit.change.model import ADDED, NEW, Block, Change, FileChange, Hunk, Side
from pairkit.gate.action_verdict import EDIT, PASTED, Seen
from pairkit.gate.verdict import SAY, STOP
from pairkit.playbook.index import Index
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting
from pairkit.rules.context import Context
from pairkit.rules.engine import run
from pairkit.rules.finding import Finding

_LONGEST = 4_000_000


def written(path: str, edit: Edit, full: str, agreement: Agreement, playbooks: Index) -> Iterator[Seen]:
    """Yield the secrets that an edit brings; one that stood in the file before is not new."""
    before = edit.before if edit.before is not None else _on_disk(full) if edit.whole else ""
    for finding in _find(path, _new_lines(edit.after or "", before), agreement, playbooks):
        yield Seen(EDIT, STOP, finding.rule, {"file": path}, finding)


def pasted(prompt: str, agreement: Agreement, playbooks: Index) -> Iterator[Seen]:
    """Yield one warning where a prompt holds what has the shape of a key."""
    for finding in _find("prompt", prompt, agreement, playbooks):
        if "shape" in finding.facts:
            yield Seen(PASTED, SAY, "key-pasted", {}, finding)
            return


def _on_disk(full: str) -> str:
    try:
        with open(full, encoding="utf-8", errors="replace") as file:
            return file.read(_LONGEST)
    except OSError:
        return ""


def _new_lines(after: str, before: str) -> str:
    old = set(before.split("\n")) if before else set()
    return "\n".join("" if line in old else line for line in after.split("\n"))


def _find(path: str, text: str, agreement: Agreement, playbooks: Index) -> list[Finding]:
    text = text[:_LONGEST]
    block = Block(NEW, 1, text)
    side = Side(None, "100644", complete=False, parts=lambda: (block,))
    file = FileChange(path, ADDED, None, side, (Hunk(None, block),), size=len(text))
    secrets = [rule for rule in playbooks.rules if rule["class"] == "secret-added" and rule["stops"] == "own-branch"]
    context = Context(
        Change("patch", (file,)), agreement, Acting(None), playbooks._replace(rules=secrets), quick=True
    )
    return run(context)[0]
