"""`pairkit checklist`: three lists that are never mixed, questions, and a lane."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from golden import same
from repos import DEVELOPER, MAKER, git, stage
from repos import commit as record
from running import pairkit
from stories import KEY, project, three_problems
from test_check import document

from pairkit.change.patch import from_patch
from pairkit.checklist.build import build
from pairkit.gate.assess import assess
from pairkit.report.checklist_json import checklist_json


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


PAGE = '<h1>Glossary</h1>\n<button type="submit">Upload</button>\n'
API = """from fastapi import APIRouter, Depends

router = APIRouter(prefix="/glossary")


@router.get("/import")
def show():
    return page("import.html")


@router.post("/import")
def upload(file, writer=Depends(signed_in)):
    return stored(file)
"""


def feature(root: Path) -> None:
    """Stage what a maker's afternoon makes: a page, its routes, a test, words and an example."""
    tests = "from app.upload import show\n\n\ndef test_show():\n    assert show()\n"
    words = "glossary:\n  upload: 용어집 올리기\n"
    example = "- source: Sign in\n  accepted: 로그인\n"
    stage(
        root,
        {
            "app/upload.py": API,
            "app/pages/import.html": PAGE,
            "tests/test_upload.py": tests,
            "content/ui.ko.yaml": words,
            "content/examples/golden.yaml": example,
        },
    )


def overgrown(root: Path) -> None:
    """Stage 1,500 lines: a migration, models, code in three folders with its tests, and words."""
    files: dict[str, str | bytes | None] = {"migrations/0002_orders.sql": "CREATE TABLE orders (id int);\n"}
    files["app/models/order.py"] = "class Order:\n    pass\n" + "".join(f"    field_{n} = {n}\n" for n in range(60))
    for part in ("basket", "search", "report"):
        head = "from app.models.order import Order\n\n\n" if part == "basket" else ""
        body = "".join(f"def {part}_{n}():\n    return {n}\n\n\n" for n in range(70))
        files[f"app/{part}/service.py"] = head + body
        checks = "".join(f"def test_{n}():\n    assert {part}_{n}() == {n}\n\n\n" for n in range(35))
        files[f"tests/test_{part}.py"] = f"from app.{part}.service import *\n\n\n" + checks
    files["content/guide.md"] = "A line of the guide.\n" * 120
    stage(root, files)


@pytest.mark.parametrize("story", [feature, overgrown])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_whole_reviews(folder: Path, story: Callable[[Path], None], language: str) -> None:
    """A feature with its demo, and a change that is too big with a way to cut it, as both readers get them."""
    root = project(folder / "desk")
    story(root)
    done = pairkit(root, "checklist", "--lang", language, who=MAKER)
    same(f"checklist-{story.__name__}.{language}.md", done.out)


def test_a_package_and_the_pipeline(folder: Path) -> None:
    """What a developer's change of tools looks like to both."""
    root = project(folder / "desk")
    record(root, {"requirements.txt": "flask==3.0.0\n", ".github/workflows/ci.yml": PIPELINE}, "start", who=DEVELOPER)
    files: dict[str, str | bytes | None] = {"requirements.txt": "flask==3.0.0\nreqeusts\n"}
    files[".github/workflows/ci.yml"] = PIPELINE.replace("- run: pytest", "- run: pytest || true")
    stage(root, files)
    same("checklist-tools.md", pairkit(root, "checklist", who=DEVELOPER).out)


PIPELINE = "on: [push]\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: pytest\n"


def test_a_big_change_can_be_cut(folder: Path) -> None:
    """At most seven first items, and parts that need only parts before them, none above the limit but by need."""
    root = project(folder / "desk")
    overgrown(root)
    data = document(pairkit(root, "checklist", "--format", "json", who=MAKER), "checklist")
    assert len(data["look"]) <= 7
    parts = data["parts"]
    assert len(parts) >= 4
    assert sorted(name for part in parts for name in part["files"]) == sorted(file["path"] for file in data["files"])
    place = {name: number for number, part in enumerate(parts) for name in part["files"]}
    for part in ("basket", "search", "report"):
        assert place[f"tests/test_{part}.py"] == place[f"app/{part}/service.py"]
    assert place["app/models/order.py"] < place["app/basket/service.py"]
    assert place["app/models/order.py"] in parts[place["app/basket/service.py"]]["after"]


def test_two_hundred_files_fit_a_description(folder: Path) -> None:
    """The Markdown stays below what a description can hold, and is whole Markdown to its end."""
    root = project(folder / "desk")
    files: dict[str, str | bytes | None] = {
        f"migrations/{'long_name_' * 8}{n}.sql": f"DROP TABLE t{n};\n" + f"-- {'x' * 150}\n" * 5 for n in range(200)
    }
    stage(root, files)
    out = pairkit(root, "checklist", who=MAKER).out
    assert len(out) < 60_000
    assert out.endswith("<!-- /pairkit:checklist -->\n")


def test_a_name_that_is_no_text_is_told_as_such() -> None:
    """Its bytes come into sentences too; the document stays UTF-8."""
    change = from_patch(b"--- \n+++ \xf4.erb\n@@ -0,0 +1 @@\n+")
    judged = assess(None, change, None)
    text = checklist_json(build(judged), judged, "en")
    assert "\ufffd.erb" in json.loads(text)["demo"][0]["text"]
    text.encode("utf-8")
