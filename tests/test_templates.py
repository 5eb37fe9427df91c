"""What a template can ask, combine and leave out; where it may come from; and what pairkit keeps of it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from repos import git, repository
from running import pairkit

from pairkit.errors import BrokenFile, PairkitError, WrongUse
from pairkit.scaffold.expression import BrokenExpression, fill, holds, names
from pairkit.scaffold.pairwise import combinations
from pairkit.scaffold.questions import answer, slug
from pairkit.scaffold.render import render
from pairkit.scaffold.template import load, read_folder, settle
from templates import small

FACTS = {
    "folder": "desk",
    "slug": "desk",
    "git_name": "Jiwon",
    "git_email": "j@example.com",
    "spoken": "en",
    "exists": False,
}
QUESTIONS = """\
questions:
  - key: flavour
    ask: {en: Which?, ko: 어떤 것?}
    kind: choice
    choices: [{value: sweet, en: sweet, ko: 단맛}, {value: sour, en: sour, ko: 신맛}]
    default: sweet
  - key: topping
    ask: {en: With topping?, ko: 위에 올릴까요?}
    kind: truth
    default: false
    when: flavour == "sweet"
  - key: fruits
    ask: {en: Which fruits?, ko: 어떤 과일?}
    kind: multi
    choices: [apple, pear, plum]
    default: [apple]
    empty: true
  - key: label
    ask: {en: Label?, ko: 이름표?}
    kind: text
    default: "[[ flavour ]] [[ folder ]]"
"""
FILES = {
    "files/all.txt.jinja": "[[ label ]]: [[ fruits|join('+') ]][[ ' with topping' if topping else '' ]]\n",
    "files/sour.txt": "[[ stays as it is ]]\n",
}
WHEN = 'files:\n  - {paths: [sour.txt], when: flavour == "sour" or "plum" in fruits}\n'


def made(folder: Path, **given: str) -> dict[str, str]:
    """Return what the template in `folder` renders to, as text by path."""
    template = read_folder(str(folder))
    settled = settle(template, answer(template.questions, given, FACTS, "en", None))
    return {path: one.content.decode() for path, one in render(settled).items()}


@pytest.fixture
def sweets(tmp_path: Path) -> Path:
    """Return a template with a question of each kind."""
    return small(tmp_path / "sweets", QUESTIONS + WHEN, FILES)


@pytest.mark.parametrize(
    ("given", "line", "sour"),
    [
        ({}, "sweet desk: apple", False),
        ({"flavour": "sour"}, "sour desk: apple", True),
        ({"topping": "yes", "fruits": "pear, apple"}, "sweet desk: apple+pear with topping", False),
        ({"topping": "네", "fruits": "plum"}, "sweet desk: plum with topping", True),
        ({"fruits": "", "label": "x"}, "x: ", False),
    ],
)
def test_answers_decide_what_is_made(sweets: Path, given: dict[str, str], line: str, sour: bool) -> None:
    """Each kind of answer reaches the files, several choices keep the template's order, and conditions leave out."""
    files = made(sweets, **given)
    assert files["all.txt"] == line + "\n"
    assert ("sour.txt" in files) is sour
    if sour:
        assert files["sour.txt"] == "[[ stays as it is ]]\n"


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"flavour": "bitter"}, "answer-bad"),
        ({"flavour": "swet"}, "answer-close"),
        ({"flavor": "sweet"}, "answer-unknown-close"),
        ({"topping": "maybe"}, "answer-bad"),
        ({"fruits": "apple,peer"}, "answer-close"),
        ({"label": ""}, "answer-bad"),
        ({"label": "x" * 2000}, "answer-bad"),
        ({"project": "class"}, "answer-reserved"),
        ({"project": "con"}, "answer-reserved"),
        ({"project": "test"}, "answer-reserved"),
    ],
)
def test_answers_that_do_not_fit(sweets: Path, given: dict[str, str], key: str) -> None:
    with pytest.raises(WrongUse) as error:
        made(sweets, **given)
    assert error.value.key == key


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("My Desk", "my-desk"),
        ("검수대", "project"),
        ("con", "con-project"),
        ("class", "class-project"),
        ("Test", "test-project"),
        ("2nd try", "project-2nd-try"),
    ],
)
def test_a_suggested_name_always_works(name: str, expected: str) -> None:
    """Spaces, Korean, and names that Python or Windows keeps for itself become a name that works."""
    assert slug(name) == expected


def test_a_layer_under_a_condition(tmp_path: Path) -> None:
    """A layer whose condition does not hold brings nothing: no file, no zone, no package."""
    layer = 'name: extra\nabout: {en: More., ko: 더.}\nzones: {maker: [extra.txt]}\ndependencies: ["x>=1"]\n'
    more = 'questions:\n  - {key: big, ask: {en: "Big?", ko: "크게?"}, kind: truth, default: false}\n'
    root = small(
        tmp_path / "t",
        more,
        {
            "layers/extra/layer.yaml": layer,
            "layers/extra/files/extra.txt": "x\n",
            "files/d.jinja": "[[ dependencies ]]",
        },
    )
    text = (root / "template.yaml").read_text().replace("[base]", "[base, {name: extra, when: big}]")
    (root / "template.yaml").write_text(text)
    without = made(root)
    assert ("extra.txt" in without, without["d"]) == (False, "[]")
    assert "extra.txt" not in without["pairkit.yaml"]
    with_it = made(root, big="yes")
    assert ("extra.txt" in with_it, with_it["d"]) == (True, "['x>=1']")
    assert "extra.txt" in with_it["pairkit.yaml"]


def test_packages_and_settings_follow_the_database() -> None:
    """With PostgreSQL the driver is there and the setting's example is an address of it; without it neither.

    Whoever changes over later finds the driver as an extra.
    """
    template = load("web-app")
    for database, driver in (("sqlite", False), ("postgres", True)):
        settled = settle(template, answer(template.questions, {"database": database}, FACTS, "en", None))
        files = render(settled)
        packages = tomllib.loads(files["pyproject.toml"].content.decode())["project"]
        assert any(one.startswith("psycopg") for one in packages["dependencies"]) is driver
        assert packages["optional-dependencies"]["postgres"] == ["psycopg[binary]>=3.2,<4"]
        assert (b"DESK_DATABASE_URL=postgresql" in files[".env.example"].content) is driver
        assert files[".env.example"].content.count(b"DESK_DATABASE_URL=") == 1
        assert (b"PostgreSQL" in files["README.md"].content) is driver
        assert settled.facts["port"] == "8000"


def test_ci_installs_only_what_is_pinned() -> None:
    """CI takes pairkit from a setting; only an address that cannot change is accepted as one."""
    template = load("web-app")
    pinned = "git+https://example.com/team/pairkit@" + "0123456789" * 4
    for ci, path in (("github", ".github/workflows/checks.yml"), ("gitlab", ".gitlab-ci.yml")):
        replies = answer(template.questions, {"ci": ci, "pairkit_source": pinned}, FACTS, "en", None)
        text = render(settle(template, replies))[path].content.decode()
        assert pinned in text
        for command in ("python -m pytest -q", "ruff check .", f"pairkit ci {ci}"):
            assert command in text
    for loose in ("pairkit", "git+https://example.com/team/pairkit@main", "https://example.com/pairkit.whl"):
        with pytest.raises(WrongUse):
            answer(template.questions, {"pairkit_source": loose}, FACTS, "en", None)


def test_one_agent_one_file() -> None:
    """Only the agents that are used bring a file of their own; AGENTS.md is there for all."""
    template = load("team")
    for agents, there in (("codex", set()), ("claude", {"CLAUDE.md"}), ("claude,gemini", {"CLAUDE.md"})):
        files = render(settle(template, answer(template.questions, {"agents": agents}, FACTS, "en", None)))
        assert {"CLAUDE.md", "GEMINI.md"} & set(files) == there, "Gemini reads AGENTS.md by its setting"
        assert "AGENTS.md" in files


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ('deploy != "none"', {"deploy": "helm"}, True),
        ('deploy in ["docker", "helm"] and not big', {"deploy": "helm", "big": False}, True),
        ('"claude" in agents', {"agents": ["codex"]}, False),
        ("port > 8000", {"port": 8000}, False),
        ("", {}, True),
    ],
)
def test_conditions(text: str, answers: dict[str, object], expected: bool) -> None:
    assert holds(text, answers) is expected
    assert names(text) <= set(answers)


@pytest.mark.parametrize(
    "text",
    [
        "range(10)",
        "a.__class__",
        "'x' * 1000000000",
        "2 ** 10 ** 10",
        "a|upper",
        "a[0]",
        "a ==",
        "a b",
        "(" * 5000,
        "[" * 300 + "]" * 300,
        "[% for x in y %]",
        "a" * 3000,
    ],
)
def test_conditions_that_want_more(text: str) -> None:
    """Calls, attributes, filters, arithmetic and broken expressions are refused without being evaluated."""
    with pytest.raises(BrokenExpression):
        holds(text, {"a": "x", "b": "x"})


@pytest.mark.parametrize(
    "text", ["[% for x in range(9) %]x[% endfor %]", "[[ 'x' * 9 ]]", "[[ a() ]]", "[[ ", "[[ c ]]"]
)
def test_short_texts_that_want_more(text: str) -> None:
    with pytest.raises(BrokenExpression):
        fill(text, {"a": "x"})


def test_every_two_choices_meet() -> None:
    """The sets of answers hold each pair of choices of two questions, and are far fewer than all."""
    questions = load("web-app").questions
    rows = combinations(questions)
    assert len(rows) < 60
    met = {(row["deploy"], row["ci"], row["database"]) for row in rows}
    assert {(d, c) for d, c, _ in met} == {
        (d, c) for d in ("none", "docker", "helm") for c in ("github", "gitlab", "none")
    }
    assert rows == combinations(questions)


def test_a_slip_has_its_line(tmp_path: Path) -> None:
    """A condition over an answer that nobody asks for names file and line."""
    root = small(tmp_path / "t", 'files:\n  - {paths: [a], when: "tuna"}\n', {"files/a": "a\n"})
    with pytest.raises(BrokenFile) as error:
        made(root)
    assert (error.value.key, error.value.facts["line"]) == ("expression-broken", 6)
    (root / "template.yaml").write_text((root / "template.yaml").read_text().replace("[base]", "[base, docer]"))
    with pytest.raises(PairkitError) as unknown:
        read_folder(str(root))
    assert (unknown.value.key, unknown.value.facts["line"]) == ("layer-unknown", 4)
    (root / "template.yaml").write_text((root / "template.yaml").read_text().replace("[base, docer]", "[base, base]"))
    with pytest.raises(PairkitError) as twice:
        read_folder(str(root))
    assert (twice.value.key, twice.value.facts["line"]) == ("layer-twice", 4)


def test_from_a_folder_and_from_git(folder: Path) -> None:
    """Shown first, used with --trust; the lock tells address, ref and commit of a git template."""
    root = small(folder / "own", "next: [{en: Go on., ko: 계속해요.}]\n", {"files/hello.txt": "v1\n"})
    repository(root, {})
    git(root, "tag", "v1")
    head = git(root, "rev-parse", "HEAD").strip()
    (root / "files" / "hello.txt").write_text("v2\n")
    git(root, "commit", "-qam", "two")
    shown = pairkit(folder, "init", "desk", "--template", "./own", "--yes")
    assert (shown.code, (folder / "desk").exists()) == (2, False)
    assert "files/hello.txt" in shown.out
    assert "--trust" in shown.err
    for spec, ref, text in ((f"file://{root}#v1", "v1", "v1\n"), (f"file://{root}", "HEAD", "v2\n")):
        done = pairkit(folder, "init", f"desk-{ref}", "--template", spec, "--yes", "--trust")
        assert done.code == 0, done.said
        made_ = folder / f"desk-{ref}"
        assert (made_ / "hello.txt").read_text() == text
        source = json.loads((made_ / "pairkit.lock").read_text())["template"]["source"]
        assert (source["kind"], source["address"], source["ref"]) == ("git", f"file://{root}", ref)
        assert len(source["commit"]) == 40
        assert (source["commit"] == head) is (ref == "v1")
    planned = pairkit(folder, "init", "desk", "--template", "./own", "--plan")
    assert (planned.code, "hello.txt" in planned.out, (folder / "desk").exists()) == (0, True, False)


def test_the_list_speaks_json(folder: Path) -> None:
    done = pairkit(folder, "template", "list", "--format", "json")
    assert {"team", "web-app"} <= {one["name"] for one in json.loads(done.out)["templates"]}
