"""`pairkit checklist`: three lists that are never mixed, questions, and a lane."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden import same
from repos import DEVELOPER, MAKER, git, stage
from repos import commit as record
from running import pairkit
from stories import KEY, project, three_problems
from test_check import document


def test_the_three_come_first(folder: Path) -> None:
    """The staged change, for both readers, each in their own language."""
    root = project(folder / "desk")
    three_problems(root)
    done = pairkit(root, "checklist", who=MAKER)
    assert done.code == 0
    assert KEY not in done.out
    same("checklist.both.md", done.out)


def test_json(folder: Path) -> None:
    """The document as data: the worst first, at most three questions, a lane."""
    root = project(folder / "desk")
    three_problems(root)
    data = document(pairkit(root, "checklist", "--format", "json", who=MAKER), "checklist")
    assert [item["rule"] for item in data["look"]][:3] == ["secret-added", "destructive-migration", "test-removed"]
    assert (data["lane"], len(data["questions"])) == ("ask", 3)
    assert [fact["id"] for fact in data["verified"]] == ["verified-conflicts"]


def test_ids_survive_the_next_push(folder: Path) -> None:
    """Lines above a finding change its number, not its id."""
    root = project(folder / "desk")
    stage(root, {"migrations/2.sql": "DROP TABLE users;\n"})
    before = document(pairkit(root, "checklist", "--format", "json"), "checklist")
    stage(root, {"migrations/2.sql": "-- tidy\n\nDROP TABLE users;\n"})
    after = document(pairkit(root, "checklist", "--format", "json"), "checklist")
    assert [item["id"] for item in before["look"]] == [item["id"] for item in after["look"]]
    assert [item["line"] for item in before["look"]] != [item["line"] for item in after["look"]]


@pytest.mark.parametrize(
    ("files", "who", "lane"),
    [
        ({"content/start.md": "Hello, all\n"}, MAKER, "ship"),
        ({"app/page.py": "x = 1\n"}, MAKER, "show"),
        ({"app/models/term.py": "x = 1\n"}, MAKER, "ask"),
        ({"app/models/term.py": "x = 1\n"}, DEVELOPER, "show"),
        ({"deploy/values.yaml": "a: 1\n"}, DEVELOPER, "ask"),
        ({"app/page.py": "x = 1\n" * 500}, DEVELOPER, "ask"),
        ({"migrations/2.sql": "DROP TABLE users;\n"}, DEVELOPER, "ask"),
    ],
)
def test_lanes(folder: Path, files: dict[str, str | bytes | None], who: dict[str, str], lane: str) -> None:
    """Words in their owner's area ship, code is shown, what can do harm or belongs to somebody else is asked."""
    root = project(folder / "desk")
    stage(root, files)
    assert document(pairkit(root, "checklist", "--format", "json", who=who), "checklist")["lane"] == lane


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_change_of_words_asks_nothing(folder: Path, language: str) -> None:
    """No invented item, no question: a clean change is short."""
    root = project(folder / "desk")
    stage(root, {"content/start.md": "Hello, all\n"})
    done = pairkit(root, "checklist", "--for", "maker", "--lang", language, who=MAKER)
    same(f"checklist-clean.{language}.md", done.out)


def test_what_was_not_checked_is_said(folder: Path) -> None:
    """Binary files, generated files, the rest behind a patch, tests nobody ran, an author nobody knows."""
    root = project(folder / "desk")
    stage(root, {"content/logo.png": b"\x89PNG\0", "package-lock.json": "{}\n", "tests/test_orders.py": "x = 1\n"})
    stranger = {"name": "X", "email": "x@example.com"}
    data = document(pairkit(root, "checklist", "--format", "json", who=stranger), "checklist")
    ids = {fact["id"] for fact in data["not_checked"]}
    assert ids == {"not-binary", "not-generated", "not-tests-known", "not-person", "not-meaning"}
    patch = git(root, "diff", "--cached").encode()
    data = document(pairkit(folder, "checklist", "--patch", "-", "--format", "json", stdin=patch), "checklist")
    assert {"not-fragment", "not-zones", "not-binary"} <= {fact["id"] for fact in data["not_checked"]}


def test_more_than_seven_are_counted(folder: Path) -> None:
    """Seven things are listed, the rest is a number and stands in the JSON."""
    root = project(folder / "desk")
    stage(root, {f"migrations/{n}.sql": f"DROP TABLE t{n};\n" for n in range(9)})
    data = document(pairkit(root, "checklist", "--format", "json"), "checklist")
    assert (len(data["look"]), len(data["more"])) == (7, 2)
    assert "And 2 more" in pairkit(root, "checklist", "--for", "developer", "--lang", "en").out


def test_seven_lines_of_one_file_do_not_push_out_the_rest(folder: Path) -> None:
    """What a rule says again of the same file comes after everything that is said for the first time."""
    root = project(folder / "desk")
    tables = "".join(f"DROP TABLE t{n};\n" for n in range(9))
    stage(root, {"migrations/2.sql": tables, "tests/test_orders.py": None})
    data = document(pairkit(root, "checklist", "--format", "json"), "checklist")
    assert [item["rule"] for item in data["look"]][:2] == ["destructive-migration", "test-removed"]
    assert len(data["look"][0]["also"]) == 8


def test_hostile_names_stay_text(folder: Path) -> None:
    """A file name cannot become markup, a mention or a link, nor move the cursor."""
    root = project(folder / "desk")
    name = "migrations/`](x)<img src=x>@everyone\x1b[2J.sql"
    stage(root, {name: "DROP TABLE users;\n"})
    out = pairkit(root, "checklist", "--lang", "en").out
    assert "\x1b" not in out
    assert "`` migrations/`](x)<img src=x>@everyone\\u001b[2J.sql:1 ``" in out


def test_a_range_names_its_commit(folder: Path) -> None:
    """The title is the newest commit's subject, as text."""
    root = project(folder / "desk")
    record(root, {"content/start.md": "Hello, all\n"}, "Say *hello* to all", who=MAKER)
    out = pairkit(root, "checklist", "--range", "main...HEAD", "--for", "developer").out
    assert "Say \\*hello\\* to all · 1 file" in out
    assert (
        json.loads(pairkit(root, "checklist", "--range", "HEAD", "--format", "json").out)["title"]
        == "Say *hello* to all"
    )
