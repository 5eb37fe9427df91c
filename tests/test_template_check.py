"""`pairkit template check` tells an author everything at once, with file and line, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden import same
from repos import write
from running import pairkit

from templates import SMALL, small

ASK = "ask: {en: What?, ko: 무엇?}"


def found(folder: Path, name: str = "t") -> set[tuple[str, str, int | None]]:
    """Return (problem, path, line) of each problem."""
    done = pairkit(folder, "template", "check", name, "--format", "json")
    problems = json.loads(done.out)["problems"]
    assert done.code == (1 if problems else 0), done.said
    return {(one["problem"], one["path"], one["line"]) for one in problems}


def test_the_small_one_to_begin_with_is_sound(folder: Path) -> None:
    made = pairkit(folder, "template", "new", "my-own")
    assert made.code == 0, made.said
    assert found(folder, "my-own") == set()
    assert "name: my-own" in (folder / "my-own" / "template.yaml").read_text()
    again = pairkit(folder, "template", "new", "my-own")
    assert (again.code, "already holds files" in again.err) == (2, True)


def test_slips_in_the_form_come_all_at_once(folder: Path) -> None:
    """Unknown keys, a missing language, a wrong kind and an unknown layer, in two files, each with its line."""
    text = SMALL.replace("[base]", "[base, own, nowhere]").replace(", ko: 작은 것.", "")
    text += f"questons: []\nquestions:\n  - {{key: a, {ASK}, kind: txt, default: x}}\n"
    layer = "name: own\nabout: {en: X., ko: 가.}\nzones: {makr: [a]}\n"
    write(folder, {"t/template.yaml": text, "t/layers/own/layer.yaml": layer})
    assert found(folder) == {
        ("yaml-missing-key", "template.yaml", 3),
        ("layer-absent", "template.yaml", 4),
        ("yaml-unknown-key-close", "template.yaml", 5),
        ("yaml-not-a-choice", "template.yaml", 7),
        ("yaml-unknown-key-close", "layers/own/layer.yaml", 3),
    }


def test_what_the_parts_say_of_one_another(folder: Path) -> None:
    more = f"""\
questions:
  - {{key: tone, {ASK}, kind: choice, choices: [warm, short], default: warm}}
  - {{key: idle, {ASK}, kind: text, default: x}}
  - {{key: tone, {ASK}, kind: choice, choices: [a], default: a}}
  - {{key: bad, {ASK}, kind: text, default: "[[ ton ]]", pattern: "(", when: bad == "x"}}
files:
  - {{paths: [nothing.txt], when: tone == "loud"}}
next:
  - {{en: only one}}
"""
    small(folder / "t", more, {"files/a.txt.jinja": "a\n[[ tome ]]\n", "files/b.txt.jinja": "[% if %]\n"})
    assert {(problem, line) for problem, _, line in found(folder)} >= {
        ("question-unused", 7),
        ("question-key", 8),
        ("question-expected", 9),
        ("question-pattern", 9),
        ("name-unknown", 9),
        ("name-unknown-close", 9),
        ("files-empty", 11),
        ("condition-never", 11),
        ("next-words", 13),
        ("name-unknown-close", 2),
        ("file-syntax", 1),
    }


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"files/TEAM.md": "mine\n"}, ("template-two-owners", "files/TEAM.md", None)),
        ({"files/a.txt.jinja": "ok\n[[ facts.nothing ]]\n"}, ("template-broken", "files/a.txt.jinja", 2)),
        ({"files/a.jinja": "\n[[ 1 / 0 if ci == 'gitlab' ]]\n"}, ("template-broken", "files/a.jinja", 2)),
        ({"files/a.txt.jinja": "[[ '[[ left ]]' ]]\n"}, ("unrendered", "a.txt", 1)),
        ({"files/a.txt.jinja": b"\xff\n"}, ("file-encoding", "files/a.txt.jinja", None)),
        ({"files/con.txt": "x\n"}, ("template-escapes", "files/con.txt", None)),
    ],
)  # fmt: skip
def test_what_only_shows_when_it_is_made(
    folder: Path, files: dict[str, str | bytes | None], expected: tuple[str, str, int | None]
) -> None:
    """Also what goes wrong for one answer among many is found."""
    small(folder / "t", "", files)
    assert expected in found(folder)


def test_what_an_application_lacks(folder: Path) -> None:
    small(folder / "t", "zones: {maker: [contents/**]}\n", {"files/content/a.txt": "a\n"})
    assert {problem for problem, _, _ in found(folder)} == {
        *("zone-empty", "missing-examples", "missing-demo", "missing-decisions", "command-missing", "next-missing"),
    }
    text = (folder / "t" / "template.yaml").read_text()
    (folder / "t" / "template.yaml").write_text(text.replace("[base]", "[demo]").replace("zones", "#"))
    assert "name-unknown" in {problem for problem, _, _ in found(folder)}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_reads_well(folder: Path, language: str) -> None:
    small(folder / "t", "zones: {maker: [contents/**]}\n", {"files/content/a.txt.jinja": "a\n"})
    done = pairkit(folder, "template", "check", "t", "--lang", language)
    assert done.code == 1
    same(f"template-check.{language}.txt", done.out)
    sound = pairkit(folder, "template", "check", "team", "--lang", language)
    assert (sound.code, sound.out.count("\n")) == (0, 1)
