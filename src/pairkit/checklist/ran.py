"""What came of the runs, in the checklist: what passed is verified, what failed comes before all else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pairkit.checklist.document import ASK, Checklist, Fact
from pairkit.checklist.runs import Run
from pairkit.rules.mask import Mask

_NOT_FOUND = (126, 127)


def with_runs(checklist: Checklist, runs: Sequence[Run], mask: Mask) -> Checklist:
    """Return the checklist with what ran: what passed is verified, what failed comes before all else."""
    passed = tuple(_fact(run, mask) for run in runs if run.code == 0 and not _fewer(run))
    failed = tuple(_fact(run, mask) for run in runs if run.code != 0 or _fewer(run))
    ran_tests = any(run.name == "tests" for run in runs)
    unchecked = tuple(fact for fact in checklist.not_checked if not (ran_tests and fact.key == "not-tests-run"))
    lane: dict[str, Any] = {"lane": ASK, "lane_reason": "lane-failed"} if failed else {}
    return replace(checklist, verified=(*passed, *checklist.verified), failed=failed, not_checked=unchecked, **lane)


def _fewer(run: Run) -> bool:
    return run.counts is not None and run.before is not None and run.counts.passed < run.before.passed


def _fact(run: Run, mask: Mask) -> Fact:
    facts: dict[str, object] = {
        "name": run.name,
        "command": run.command,
        "seconds": round(run.seconds),
        "tree": run.tree,
    }
    ran = run.counts
    if run.code is None:
        return Fact("ran-timeout", facts)
    if run.code in _NOT_FOUND:
        return Fact("ran-missing", {**facts, "said": mask(run.said)})
    if run.code != 0:
        failed = {"failed": ran.failed, "all": ran.passed + ran.failed} if ran and ran.failed else {}
        return Fact("ran-fail-tests" if failed else "ran-fail", {**facts, **failed, "said": mask(run.said)})
    if ran is None:
        return Fact("ran-pass", facts)
    before = run.before.passed if run.before else ran.passed
    facts |= {"passed": ran.passed, "before": before, "count": before - ran.passed}
    return Fact("ran-fewer" if _fewer(run) else "ran-tests" if before == ran.passed else "ran-more", facts)
