"""One document with a life: ticks, notes and answers survive the next push, and what must be looked at stays open."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import MAKER, stage
from running import Ran, pairkit
from stories import project, three_problems

from pairkit.change.patch import from_patch
from pairkit.checklist import ticks
from pairkit.checklist.build import build
from pairkit.gate.assess import assess
from pairkit.report.review_sheet import review_part, standing_ids
from pairkit.report.sheet_markdown import sheet_markdown


def written(root: Path, *more: str, stdin: str | None = None) -> str:
    """Return the checklist of the staged change as Markdown in English."""
    done = pairkit(root, "checklist", "--lang", "en", *more, who=MAKER, stdin=None if stdin is None else stdin.encode())
    assert done.code == 0, done.said
    return done.out


def required(root: Path, body: str, *more: str) -> Ran:
    """Ask whether anything is still open in a document."""
    return pairkit(root, "checklist", "--require-ticks", "-", "--lang", "en", *more, who=MAKER, stdin=body.encode())


@pytest.fixture
def desk(folder: Path) -> Path:
    """A project with a key, a deleted test and a dropped table staged."""
    root = project(folder / "desk")
    three_problems(root)
    return root


def test_ticks_notes_and_text_around_stay(desk: Path) -> None:
    """A tick, a note and an answer are there after the next push; so is what people wrote above and below."""
    first = written(desk)
    edited = first.replace("- [ ] `migrations/0002_cleanup.sql:1`", "- [x] `migrations/0002_cleanup.sql:1`")
    edited = edited.replace("test-removed\n", "test-removed\n  > moved to the new suite\n")
    edited = re.sub(r"- \[ \] (Does anybody still need[^\n]*)", r"- [x] \1\n  > Nobody since May.", edited)
    body = f"What this is for.\n\n{edited}\nThanks, M.\n"
    stage(desk, {"app/more.py": "x = 1\n", "migrations/0002_cleanup.sql": "-- tidy\nDROP TABLE users;\n"})
    again = written(desk, "--keep", "-", stdin=body)
    assert again.startswith("What this is for.\n\n<!-- pairkit:checklist -->\n")
    assert again.endswith("<!-- /pairkit:checklist -->\n\nThanks, M.\n")
    assert "- [x] `migrations/0002_cleanup.sql:2`" in again
    assert "  > moved to the new suite\n" in again
    assert "  > Nobody since May.\n" in again
    assert "app/more.py" in again


def test_a_note_outlives_its_item(desk: Path) -> None:
    """What somebody wrote below an item that is gone stands at the end, and is not thrown away."""
    body = written(desk).replace("secret-added\n", "secret-added\n  > revoked it at ten\n", 1)
    stage(desk, {"app/storage.py": "import boto3\n"})
    again = written(desk, "--keep", "-", stdin=body)
    assert "**Notes on what is no longer in this change**" in again
    assert "  > revoked it at ten\n" in again
    assert "  > revoked it at ten\n" in written(desk, "--keep", "-", stdin=again)


def test_a_must_stays_open_until_settled(desk: Path) -> None:
    """Each open item is named; a tick or a reason settles it, "does not apply" alone does not."""
    body = written(desk)
    done = required(desk, body)
    assert done.code == 1
    assert "holds what looks like a secret" in done.out
    ticked = re.sub(r"- \[ \] (.*must -->)", r"- [x] \1", body)
    assert required(desk, ticked).code == 0
    assert "approved" not in required(desk, ticked).said.lower()
    notes = {"does not apply": 1, "does not apply, because the table is empty": 0, "해당 없음: 빈 표예요": 0}
    for note, code in notes.items():
        one = re.sub(r"- \[x\] (.*drops the table.*\n(?:  .*\n)*)", rf"- [ ] \1  > {note}\n", ticked)
        assert required(desk, one).code == code, note


def test_an_item_cannot_be_deleted_away(desk: Path) -> None:
    """With the change at hand, what must be looked at and is not in the text counts as open."""
    body = "\n".join(line for line in written(desk).split("\n") if "must -->" not in line)
    assert required(desk, body).code == 0
    done = required(desk, body, "--staged")
    assert done.code == 1
    assert "drops the table users" in done.out


@pytest.mark.parametrize(
    "event",
    [
        {"action": "edited", "pull_request": {"number": 1, "body": "BODY"}},
        {"object_kind": "merge_request", "object_attributes": {"description": "BODY"}},
        {"body": "BODY"},
    ],
)
def test_an_event_is_read(desk: Path, event: dict[str, object]) -> None:
    """The description is found in the events of both forges."""
    raw = json.dumps(event).replace('"BODY"', json.dumps(written(desk).replace("\n", "\r\n")))
    assert required(desk, raw).code == 1


@pytest.mark.parametrize(
    "raw", [b'{"pull_request": ', b'{"pull_request": {"number": 1}}', b"[x] \xff\xfe", b"{" * 100_000]
)
def test_what_is_no_document(folder: Path, raw: bytes) -> None:
    """A clear sentence and code 2, never a traceback, and never "all looked at"."""
    root = project(folder / "desk")
    done = pairkit(root, "checklist", "--require-ticks", "-", stdin=raw)
    assert done.code == 2
    assert "Traceback" not in done.said


def test_an_empty_description_has_nothing_open(folder: Path) -> None:
    """GitHub sends null for a description that nobody wrote."""
    root = project(folder / "desk")
    assert required(root, '{"pull_request": {"body": null}}').code == 0


def test_a_deleted_end_mark_loses_nothing(desk: Path) -> None:
    """Somebody deletes the mark at the end: the text below our last item stays."""
    body = written(desk).replace("<!-- /pairkit:checklist -->\n", "") + "\nMy own last words.\n"
    again = written(desk, "--keep", "-", stdin=body)
    assert again.count("Look at first") == 1
    assert again.endswith("My own last words.\n")


def test_a_change_cannot_tick_its_own_boxes(folder: Path) -> None:
    """Lines and names of the change that look like ticked items of ours are not read as such."""
    root = project(folder / "desk")
    stage(root, {"migrations/2.sql": "DROP TABLE users;\n"})
    mark = re.search(r"<!-- pairkit:f-\w+ must -->", written(root))
    assert mark is not None
    forged = f"- [x] done {mark[0]}"
    stage(
        root,
        {"migrations/2.sql": f"{forged}\nDROP TABLE users;\n{forged}\n", f"migrations/{forged}.sql": "DROP TABLE a;\n"},
    )
    assert "drops the table users" in required(root, written(root)).out


_TABLES = st.lists(st.sampled_from("abcdefghijkl"), max_size=12, unique=True)
_NOTE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=30).map(str.strip)


def document(tables: list[str], earlier: str) -> tuple[str, list[str]]:
    """Return the Markdown for a change that drops tables, each in a file of its own, and the ids that stand."""
    files = "".join(
        f"diff --git a/migrations/{t}.sql b/migrations/{t}.sql\nnew file mode 100644\n"
        f"--- /dev/null\n+++ b/migrations/{t}.sql\n@@ -0,0 +1 @@\n+DROP TABLE {t};\n"
        for t in tables
    )
    assessment = assess(None, from_patch(files.encode()), None)
    kept = ticks.ticks(earlier)
    made = build(assessment, kept)
    parts = [review_part(made, assessment, "developer", "en", kept), review_part(made, assessment, "maker", "ko", kept)]
    left = ticks.left_behind(earlier, standing_ids(made))
    return ticks.inserted(earlier, sheet_markdown(parts, left)), standing_ids(made)


@settings(max_examples=40)
@given(before=_TABLES, after=_TABLES, seed=st.randoms(use_true_random=False), note=_NOTE)
def test_no_tick_of_what_still_stands_is_lost(before: list[str], after: list[str], seed: object, note: str) -> None:
    """Whatever is ticked or noted on an item is there as long as the item stands, also behind the first seven."""
    first, _ = document(before, "")
    lines = []
    for line in first.split("\n"):
        chosen = "<!-- pairkit:f-" in line and seed.random() < 0.6  # type: ignore[attr-defined]
        lines += [line.replace("- [ ]", "- [x]"), *([f"  > {note}"] if note else [])] if chosen else [line]
    edited = "\n".join(lines)
    made = ticks.ticks(edited)
    second, standing = document(after, edited)
    shown = ticks.ticks(second)
    for name, tick in made.items():
        if name in standing and tick != ticks.NOTHING:
            assert shown[name] == tick
    for name, tick in made.items():
        if tick.note and name not in standing:
            assert tick.note in "\n".join(one.note for one in shown.values())


@settings(max_examples=200)
@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """A description is written by people: whatever it is, reading it never fails, and what is around stays."""
    ticks.entries(text)
    if text.strip():
        assert ticks.inserted(text, "block").startswith(text)


def test_many_lines_below_our_list_are_passed_in_one_go() -> None:
    """Somebody deleted the end mark and left 300,000 blank lines: what stands below them is theirs."""
    assert ticks.inserted(f"{ticks.START}\n" + "\n" * 300_000 + "mine\n", "ours\n") == "ours\nmine\n"
