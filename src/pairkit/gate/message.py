"""Judge a commit's message: only what must never be in a history stops it."""

from __future__ import annotations

from pairkit.change.message import message
from pairkit.gate.allowed import reasons
from pairkit.gate.assess import Assessment, here, judge_at
from pairkit.gate.judge import judge
from pairkit.gate.verdict import OWN_BRANCH
from pairkit.git.objects import Objects
from pairkit.git.place import Place
from pairkit.rules.context import Context
from pairkit.rules.engine import run


def judge_message(place: Place, path: str, objects: Objects) -> Assessment:
    """Return the findings in the message file at `path`."""
    agreement, playbooks, _ = judge_at(place, objects, "HEAD")  # pre-commit has said already what is wrong with it
    rules = [rule for rule in playbooks.rules if rule["class"] == "secret-added" and rule["stops"] == OWN_BRANCH]
    change, acting = message(place.root, path), here(place, agreement)
    found, _ = run(Context(change, agreement, acting, playbooks._replace(rules=rules), place.branch, quick=True))
    allowed = reasons(change._replace(source="staged"), acting, objects) if found and place.head else {}
    return Assessment(
        change, agreement, acting, playbooks, tuple(found), judge(found, OWN_BRANCH, allowed), place.branch
    )
