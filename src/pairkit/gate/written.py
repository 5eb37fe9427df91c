"""What the rules find in files that an agent has just written, so that it can mend them at once."""

from __future__ import annotations

import os

from pairkit.change.hidden import may_be_text, shown, text_of
from pairkit.change.model import ADDED, MODIFIED, NEW, OLD, Block, Change, FileChange, Side
from pairkit.gate.action_verdict import WRITTEN, Seen
from pairkit.gate.verdict import SAY
from pairkit.git.objects import Objects
from pairkit.git.place import Place
from pairkit.playbook.index import Index
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting
from pairkit.rules.context import Context
from pairkit.rules.engine import run

_MOST = 5
_LONGEST = 1_000_000
_LATER = ("zone-crossed", "scope", "too-big", "no-test", "protected-branch")
"""Classes that are about a whole change, or were said before the file was written."""


def findings_of(  # noqa: PLR0913, PLR0917 - all that a context is made of
    paths: list[str], place: Place, objects: Objects | None, agreement: Agreement, playbooks: Index, acting: Acting
) -> list[Seen]:
    """Return at most five findings in the files as they now lie on the disk, compared with HEAD."""
    files = tuple(file for path in dict.fromkeys(paths) if (file := _file(path, place, objects)) is not None)
    if not files:
        return []
    rules = [rule for rule in playbooks.rules if rule["stable"] and rule["class"] not in _LATER]
    context = Context(Change("patch", files), agreement, acting, playbooks._replace(rules=rules))
    found = [one for one in run(context)[0] if one.severity in ("must", "should") and one.file]
    found.sort(key=lambda one: one.severity != "must")
    return [Seen(WRITTEN, SAY, one.rule, {"file": one.file, "line": one.line}, one) for one in found[:_MOST]]


def _file(path: str, place: Place, objects: Objects | None) -> FileChange | None:
    if os.path.isabs(path) or not may_be_text(path):
        return None
    try:
        with open(os.path.join(place.root, path), "rb") as file:
            new = file.read(_LONGEST + 1)
    except OSError:
        return None
    old = objects.read(f"HEAD:{path}") if objects and place.head else None
    if len(new) > _LONGEST or len(old or b"") > _LONGEST:
        return None
    before = _side(OLD, old) if old is not None else None
    change = FileChange(path, ADDED if old is None else MODIFIED, before, _side(NEW, new), (), size=len(new))
    return shown(change, old or b"", new)


def _side(name: str, raw: bytes) -> Side:
    return Side(None, "100644", complete=True, parts=lambda: (Block(name, 1, text_of(raw) or ""),))
