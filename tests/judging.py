"""A stand-in for the judge, for tests of what is around it: it stops what touches `deploy/` or forces a push."""

from __future__ import annotations

import sys
import types
from typing import NamedTuple

import pytest

from pairkit.action.model import Action

REASON = "Not written: 배포 belongs to the developer."


class Verdict(NamedTuple):
    """What the judge would say."""

    outcome: str
    language: str = ""


def stand_in(patch: pytest.MonkeyPatch, outcome: str = "") -> list[Action]:
    """Put a judge in place that always says `outcome`, or decides by itself; return what it will have seen."""
    seen: list[Action] = []

    def judge_action(action: Action, place: object, objects: object) -> Verdict:
        assert place
        assert objects
        seen.append(action)
        if outcome == "raise":
            raise RuntimeError
        return Verdict(outcome or _outcome(action))

    gate, report = types.ModuleType("pairkit.gate.act"), types.ModuleType("pairkit.report.agent")
    vars(gate)["judge_action"] = judge_action
    vars(report)["agent_text"] = lambda verdict, language: f"{REASON} ({language})"  # noqa: ARG005
    patch.setitem(sys.modules, "pairkit.gate.act", gate)
    patch.setitem(sys.modules, "pairkit.report.agent", report)
    return seen


def _outcome(action: Action) -> str:
    closed = any("deploy/" in edit.path or "hello.txt" in edit.path for edit in action.edits)
    forced = any("push --force" in command for command in action.commands)
    return "stop" if closed or forced else "pass"
