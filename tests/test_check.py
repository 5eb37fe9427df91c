"""`pairkit check`: the same verdict from the index, a range, all files and a patch, as text and as JSON."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from golden import same
from repos import MAKER, git, stage
from repos import commit as record
from running import Ran, pairkit
from stories import KEY, project, three_problems


def document(done: Ran, schema: str = "findings") -> dict[str, Any]:
    """Return the JSON that a command printed, after holding it against the schema that ships in the package."""
    text = files("pairkit.report").joinpath(f"schemas/{schema}.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(done.out)
    jsonschema.Draft202012Validator(json.loads(text)).validate(data)
    return data


def told(data: dict[str, Any]) -> dict[str, str]:
    """Return the action of each rule that found something."""
    return {finding["rule"]: finding["action"] for finding in data["findings"]}


THREE = {"secret-added": "stop", "destructive-migration": "say", "test-removed": "say", "zone-crossed": "say"}


def test_json_agrees_with_the_hook(folder: Path) -> None:
    """The staged change stops for the key only; the worst comes first."""
    root = project(folder / "desk")
    three_problems(root)
    done = pairkit(root, "check", "--format", "json", who=MAKER)
    data = document(done)
    assert (done.code, data["outcome"], data["place"]) == (1, "stop", "own-branch")
    assert told(data) == THREE
    assert data["findings"][0]["rule"] == "secret-added"
    assert KEY not in done.out


def test_a_range_is_judged_on_its_way_to_the_shared_version(folder: Path) -> None:
    """In CI every stable must stops, and a crossed zone waits for its owner."""
    root = project(folder / "desk")
    three_problems(root)
    git(root, "commit", "-q", "--no-verify", "-m", "Remove the users table", who=MAKER)
    done = pairkit(root, "check", "--range", "main...HEAD", "--format", "json")
    data = document(done)
    assert told(data) == {**dict.fromkeys(THREE, "stop"), "zone-crossed": "wait"}
    assert (done.code, data["person"]["name"], data["change"]["title"]) == (1, "Mina", "Remove the users table")


def test_a_range_is_judged_by_the_agreement_before_it(folder: Path) -> None:
    """A branch that opens a zone for itself is held to the zones from before."""
    root = project(folder / "desk")
    record(root, {"pairkit.yaml": "version: 1\nzones: {maker: ['**']}\n"}, who=MAKER)
    record(root, {"app/models/term.py": "x = 1\n"}, who=MAKER)
    data = document(pairkit(root, "check", "--range", "main...HEAD", "--format", "json"))
    assert told(data) == {"guard-file": "stop", "zone-crossed": "wait"}


def test_a_patch_needs_no_repository(folder: Path) -> None:
    """From standard input or a file, in a folder that is no project: every check, no zones."""
    root = project(folder / "desk")
    three_problems(root)
    patch = git(root, "diff", "--cached").encode()
    done = pairkit(folder, "check", "--patch", "-", "--format", "json", stdin=patch)
    assert told(document(done)) == {rule: "stop" for rule in THREE if rule != "zone-crossed"}
    (folder / "a.diff").write_bytes(patch)
    assert pairkit(folder, "check", "--patch", "a.diff").code == 1


def test_all_files(folder: Path) -> None:
    """Every tracked file is looked at, whoever wrote it."""
    root = project(folder / "desk")
    record(root, {"app/storage.py": f"KEY = '{KEY}'\n"})
    done = pairkit(root, "check", "--all", "--format", "json")
    assert told(document(done)) == {"secret-added": "stop"}


@pytest.mark.parametrize("where", ["top", "inside"])
def test_paths_narrow_it(folder: Path, where: str) -> None:
    """Paths are given as seen from the current folder."""
    root = project(folder / "desk")
    three_problems(root)
    here, path = (root, "migrations") if where == "top" else (root / "migrations", "0002_cleanup.sql")
    data = document(pairkit(here, "check", path, "--format", "json", who=MAKER))
    assert set(told(data)) == {"destructive-migration", "zone-crossed"}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_why_shows_rule_line_and_person(folder: Path, language: str) -> None:
    root = project(folder / "desk")
    three_problems(root)
    done = pairkit(root, "check", "--why", "--lang", language, who=MAKER)
    assert done.code == 1
    same(f"check-why.{language}.txt", done.out)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["--staged", "--all"], "More than one change"),
        (["--format", "xml"], "There is no format xml"),
        (["--lang", "fr"], "pairkit does not speak fr"),
        (["--range", "nowhere"], "no version named nowhere"),
        (["--patch", "missing.diff"], "missing.diff"),
        (["--stagd"], "--staged"),
        (["../elsewhere"], "is not in this project"),
        (["--output", "no/such/folder/x"], "cannot be written"),
    ],
)
def test_wrong_use_says_what_to_do(folder: Path, args: list[str], reason: str) -> None:
    """Usage errors exit with 2, on standard error, in two sentences."""
    root = project(folder / "desk")
    done = pairkit(root, "check", *args)
    assert (done.code, done.out) == (2, "")
    assert reason in " ".join(done.err.split())


def test_a_clean_change_is_one_line(folder: Path) -> None:
    root = project(folder / "desk")
    stage(root, {"content/start.md": "Hello, all\n"})
    done = pairkit(root, "check", who=MAKER, PAIRKIT_LANG="en")
    assert (done.code, done.out) == (0, "Nothing to stop and nothing to tell in 1 changed file.\n")


def test_a_rule_can_be_softened_with_a_reason(folder: Path) -> None:
    """`rules:` in pairkit.yaml changes a severity; a softened rule stops nowhere any more."""
    root = project(folder / "desk")
    own = "\nrules: {test-removed: {severity: note, because: 'moved to the other repository'}}\n"
    record(root, {"pairkit.yaml": (root / "pairkit.yaml").read_text() + own})
    record(root, {"tests/test_orders.py": None})
    done = pairkit(root, "check", "--range", "HEAD~1..HEAD", "--format", "json")
    assert (done.code, told(document(done))) == (0, {"test-removed": "note"})


@pytest.mark.parametrize("language", ["en", "ko"])
def test_explain(folder: Path, language: str) -> None:
    """A rule's page is plain words; the name may be the one of a report, with the shape behind it."""
    done = pairkit(folder, "explain", "secret-added/aws-access-key", "--lang", language)
    assert done.code == 0
    same(f"explain.{language}.txt", done.out)
    wrong = pairkit(folder, "explain", "secret-aded")
    assert (wrong.code, "secret-added" in wrong.err) == (2, True)
