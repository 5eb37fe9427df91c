"""Ordinary changes are told of for what they are: moved code is no big change, a test that was replaced is not lost."""

from __future__ import annotations

import pytest

from pairkit.change.patch import from_patch
from pairkit.gate.assess import assess
from pairkit.rules.finding import Finding


def patch(*files: tuple[str, str, str]) -> bytes:
    """Return a patch of whole files: (path, text before, text after); an empty text means that there was none."""
    out = []
    for path, old, new in files:
        out.append(f"diff --git a/{path} b/{path}")
        out += ["new file mode 100644"] if not old else ["deleted file mode 100644"] if not new else []
        out += [f"--- a/{path}" if old else "--- /dev/null", f"+++ b/{path}" if new else "+++ /dev/null"]
        went, came = old.splitlines(), new.splitlines()
        out.append(f"@@ -{int(bool(went))},{len(went)} +{int(bool(came))},{len(came)} @@")
        out += [f"-{line}" for line in went] + [f"+{line}" for line in came]
    return ("\n".join(out) + "\n").encode()


def told(data: bytes, rule: str) -> list[Finding]:
    """Return what one rule says of a patch."""
    return [one for one in assess(None, from_patch(data), None).findings if one.rule == rule]


LINES = "".join(f"value_{n} = compute({n})\n" for n in range(1200))
TEST = "def test_pays():\n    assert pay()\n"


@pytest.mark.parametrize(
    "files",
    [
        [("app/old.py", LINES, ""), ("app/new.py", "", LINES)],
        [("app/a.py", LINES, LINES.replace("compute(", "compute( "))],
        [("app/a.py", LINES, "class A:\n" + "".join(f"    {line}\n" for line in LINES.splitlines()))],
    ],
)
def test_moved_lines_are_not_counted(files: list[tuple[str, str, str]]) -> None:
    """A file that only moved, and one that was only indented, can be looked at whatever their size."""
    assert told(patch(*files), "too-big") == []


def test_what_is_new_is_counted() -> None:
    """The number that is told is that of the lines somebody has to read."""
    found = told(
        patch(("app/old.py", LINES, ""), ("app/new.py", "", LINES + LINES.replace("value", "other"))), "too-big"
    )
    assert [one.facts["lines"] for one in found] == [1200]


@pytest.mark.parametrize(
    ("files", "severity"),
    [
        ([("tests/test_pay.py", TEST, "")], "must"),
        ([("tests/test_pay.py", TEST, ""), ("app/pay.py", "x = 1\n", "")], "should"),
        ([("tests/test_pay.py", TEST, ""), ("app/other.py", "x = 1\n", "")], "must"),
        ([("tests/test_pay.py", TEST, ""), ("tests/test_till.py", "", TEST.replace("pays", "till"))], "should"),
        ([("tests/test_pay.py", TEST, ""), ("web/test_till.py", "", TEST.replace("pays", "till"))], "must"),
    ],
)
def test_a_lost_test_weighs_less_with_its_code(files: list[tuple[str, str, str]], severity: str) -> None:
    """Deleted along with the code it is named after, or with as many tests beside it, it is told but does not stop."""
    assert [one.severity for one in told(patch(*files), "test-removed")] == [severity]


def test_a_lost_test_of_a_lost_function() -> None:
    """A test that names the function that went with it is told and does not stop; its neighbour stays a stop."""
    code = ("app/till.py", "def count_coins():\n    return 1\n\n\nx = 1\n", "x = 1\n")
    old = "def test_count_coins_twice():\n    assert count_coins()\n\n\ny = 1\n"
    assert [one.severity for one in told(patch(code, ("tests/test_a.py", old, "y = 1\n")), "test-removed")] == [
        "should"
    ]
    both = old + TEST
    assert [one.severity for one in told(patch(code, ("tests/test_a.py", both, "y = 1\n")), "test-removed")] == ["must"]


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ("A_VERSION=1\n", "A_VERSION=2\n", "note"),
        ("A_KEY=1\n", "A_KEY=2\n", "must"),
        ("A_VERSION=1\n", "A_VERSION=1\nDB=postgres://me:" + "pw@db/a\n", "must"),
        ("A_KEY=1\nB=1\n", "B=1\n", "note"),
        ("", "A_VERSION=1\n", "must"),
    ],
)
def test_an_env_file_that_is_kept(old: str, new: str, severity: str) -> None:
    """Where a project keeps its `.env`, a new version in it is no secret; a new key is, and so is a new file."""
    assert [one.severity for one in told(patch(("web/.env", old, new)), "env-file")] == [severity]


def test_a_rebuilt_table() -> None:
    """A table that is copied and takes its old name back is told and does not stop; a table that goes does."""
    copy = "CREATE TABLE note_new (a TEXT);\nINSERT INTO note_new (a) SELECT a FROM note;\nDROP TABLE note;\n"
    kept = copy + "ALTER TABLE note_new RENAME TO note;\n"
    for text, severity in ((kept, "should"), (copy, "must")):
        found = told(patch(("migrations/2.sql", "", text)), "destructive-migration")
        assert [one.severity for one in found] == [severity]


def test_one_new_test_does_not_stand_for_two() -> None:
    """Two files of tests went and one test came: both are told as lost."""
    files = [(f"tests/test_{n}.py", TEST.replace("pays", n), "") for n in ("pay", "pack")]
    files.append(("tests/test_till.py", "", TEST.replace("pays", "till")))
    assert [one.severity for one in told(patch(*files), "test-removed")] == ["must", "must"]


@pytest.mark.parametrize(("old", "severity"), [("on: push\n", "must"), ("", "should")])
def test_a_new_check_may_be_soft(old: str, severity: str) -> None:
    """A check that was never strict has not been weakened."""
    files = (".github/workflows/a.yml", old, "on: push\njobs:\n  a:\n    steps:\n      - run: pytest || true\n")
    assert [one.severity for one in told(patch(files), "check-may-fail")] == [severity]
