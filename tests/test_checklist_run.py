"""`pairkit checklist --run`: what runs, runs on exactly the tree that is judged."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from repos import AGREEMENT, MAKER, git, repository, stage, write
from repos import commit as record
from running import Ran, pairkit
from test_check import document

from pairkit.checklist.counts import Counts, counts

TESTS = f"{sys.executable} -m unittest discover -s tests -t ."
GOOD = (
    "import unittest\n\n\nclass Sums(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(1 + 1, 2)\n"
)
MORE = GOOD + "\n    def test_b(self):\n        self.assertEqual(1 + 2, 3)\n"
BAD = GOOD.replace("2)\n", "3)\n")


def project(folder: Path, tests: str = GOOD, command: str = TESTS) -> Path:
    """Make a project whose agreement says how its tests run."""
    agreement = f"{AGREEMENT}run: {{tests: '{command}'}}\n"
    files = {"pairkit.yaml": agreement, "tests/__init__.py": "", "tests/test_sums.py": tests}
    root = repository(folder / "desk", files)
    git(root, "switch", "-q", "-c", "mina/work")
    return root


def ran(root: Path, *more: str) -> Ran:
    """Run the checklist with --run, as JSON."""
    return pairkit(root, "checklist", "--run", "--format", "json", "--lang", "en", *more, who=MAKER)


def test_what_passes_is_verified(folder: Path) -> None:
    """The count before and after is told, and a second time nothing runs again."""
    root = project(folder)
    stage(root, {"tests/test_sums.py": MORE})
    first = ran(root)
    data = document(first, "checklist")
    assert any("2 pass on exactly this tree, 1 did before" in fact["text"] for fact in data["verified"])
    assert "not-tests-run" not in {fact["id"] for fact in data["not_checked"]}
    assert TESTS in first.err
    again = ran(root)
    assert again.err == ""
    assert document(again, "checklist")["verified"] == data["verified"]


def test_the_staged_tree_counts_not_the_working_tree(folder: Path) -> None:
    """A test that fails as staged is told as failing, though it passes in the working tree."""
    root = project(folder)
    stage(root, {"tests/test_sums.py": BAD})
    write(root, {"tests/test_sums.py": GOOD})
    data = document(ran(root), "checklist")
    assert [fact["id"] for fact in data["failed"]] == ["ran-fail-tests"]
    assert (data["lane"], data["lane_reason"]) == ("ask", "Ask first: something that must pass does not.")
    out = pairkit(root, "checklist", "--run", "--lang", "en", who=MAKER).out
    assert "- [ ] tests: " in out
    assert "AssertionError: 2 != 3" in out
    assert git(root, "status", "--porcelain") == "MM tests/test_sums.py\n"


def test_fewer_tests_than_before_is_no_success(folder: Path) -> None:
    """All that is left passes, and still something is missing."""
    root = project(folder, MORE)
    stage(root, {"tests/test_sums.py": GOOD})
    assert [fact["id"] for fact in document(ran(root), "checklist")["failed"]] == ["ran-fewer"]


def test_a_range_runs_at_its_tip(folder: Path) -> None:
    """What lies staged or uncommitted plays no part."""
    root = project(folder)
    record(root, {"tests/test_sums.py": BAD}, "break it", who=MAKER)
    stage(root, {"tests/test_sums.py": GOOD})
    data = document(ran(root, "--range", "main...HEAD"), "checklist")
    assert [fact["id"] for fact in data["failed"]] == ["ran-fail-tests"]


@pytest.mark.parametrize(("command", "told"), [("no-such-program-here", "ran-missing"), ("exit 3", "ran-fail")])
def test_a_command_that_cannot_run(folder: Path, command: str, told: str) -> None:
    """A command that is not there, or that only fails, is told and is not verified."""
    root = project(folder, command=command)
    stage(root, {"app/a.py": "x = 1\n"})
    data = document(ran(root), "checklist")
    assert [fact["id"] for fact in data["failed"]] == [told]


def test_a_patch_has_no_tree(folder: Path) -> None:
    """--run with a patch is refused in words."""
    root = project(folder)
    done = pairkit(root, "checklist", "--run", "--patch", "-", stdin=b"", who=MAKER)
    assert done.code == 2


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("===== 84 passed in 3.21s =====\n", Counts(84)),
        ("=== 2 failed, 80 passed, 1 skipped, 1 error in 0.5s ===\n", Counts(80, 3, 1)),
        ("84 passed, 1 warning in 3.21s\n", Counts(84)),
        ("Ran 12 tests in 0.004s\n\nOK (skipped=2)\n", Counts(10, 0, 2)),
        ("Ran 12 tests in 0.004s\n\nFAILED (failures=1, errors=2)\n", Counts(9, 3)),
        ("Tests:       1 failed, 2 skipped, 10 passed, 13 total\n", Counts(10, 1, 2)),
        ("\x1b[2m      Tests \x1b[22m \x1b[1m\x1b[32m7 passed\x1b[39m\x1b[22m (7)\n", Counts(7)),
        ("  10 passing (20ms)\n  1 failing\n", Counts(10, 1)),
        ("10 examples, 1 failure, 2 pending\n", Counts(7, 1, 2)),
        ("test result: ok. 4 passed; 0 failed; 1 ignored; 0 measured\n" * 2, Counts(8, 0, 2)),
        ("[INFO] Tests run: 9, Failures: 1, Errors: 1, Skipped: 2\n", Counts(5, 2, 2)),
        ("--- PASS: TestA (0.00s)\n    --- FAIL: TestA/b (0.00s)\n", Counts(1, 1)),
        ("nothing of the kind\n", None),
    ],
)
def test_counts(output: str, expected: Counts | None) -> None:
    """What each test program prints at its end is understood."""
    assert counts(output) == expected
