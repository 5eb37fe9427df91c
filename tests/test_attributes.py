"""`.gitattributes` tells which files a program wrote, as it stood before the change; it hides no secret."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from repos import commit as record
from repos import environment, git, repository, stage
from running import pairkit
from stories import KEY
from test_check import document, told

from pairkit.change.attributes import _KINDS, _Reader, rules
from pairkit.git.objects import Objects

BIG = "".join(f"line_{n} = {n}\n" for n in range(1200))


def generated(root: Path, *source: str) -> dict[str, Any]:
    """Return, for each file of the checklist, why nobody reads it."""
    data = document(pairkit(root, "checklist", *source, "--format", "json"), "checklist")
    return {file["path"]: file["generated"] for file in data["files"]}


def test_marked_before_the_change(folder: Path) -> None:
    """A committed mark counts, from the top and from a folder's own file; size leaves such files out."""
    marks = {
        ".gitattributes": "api/** linguist-generated\nlib/** linguist-vendored=true\n",
        "web/.gitattributes": "*.js linguist-generated\nown.js -linguist-generated\n",
    }
    root = repository(folder / "desk", marks)
    stage(root, {"api/client.py": BIG, "lib/x.c": "x\n", "web/a/b.js": "x\n", "web/own.js": "x\n", "b.js": "x\n"})
    assert generated(root) == {
        "api/client.py": "marked",
        "lib/x.c": "vendored",
        "web/a/b.js": "marked",
        "web/own.js": None,
        "b.js": None,
    }
    assert "too-big" not in told(document(pairkit(root, "check", "--format", "json")))


@pytest.mark.parametrize("source", [["--staged"], ["--range", "HEAD~1..HEAD"]])
def test_a_change_cannot_mark_itself(folder: Path, source: list[str]) -> None:
    """What the change itself writes into `.gitattributes` counts from the next one on."""
    root = repository(folder / "desk", {"a.txt": "a\n"})
    write = record if source[0] == "--range" else stage
    write(root, {".gitattributes": "* linguist-generated\n", "app/big.py": BIG})
    assert generated(root, *source)["app/big.py"] is None
    assert "too-big" in told(document(pairkit(root, "check", *source, "--format", "json")))


def test_no_mark_hides_a_secret_or_a_conflict(folder: Path) -> None:
    """Marked, binary, without diff: keys, passwords and merge marks are found all the same."""
    lines = "* linguist-generated -diff\n*.py binary\n"
    root = repository(folder / "desk", {".gitattributes": lines})
    stage(
        root,
        {
            "app/a.py": f"KEY = '{KEY}'\n",
            "app/b.cfg": "pass" + "word = tiger!2lake\n",
            "c.txt": "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
        },
    )
    data = document(pairkit(root, "check", "--format", "json"))
    assert {(one["file"], one["rule"]) for one in data["findings"] if one["action"] == "stop"} >= {
        ("app/a.py", "secret-added"),
        ("app/b.cfg", "password-literal"),
    }
    assert "c.txt" in {one["file"] for one in data["findings"]}


def test_all_files_too(folder: Path) -> None:
    root = repository(folder / "desk", {"web/.gitattributes": "*.js linguist-generated\n", "web/a.js": "x\n"})
    done = pairkit(root, "check", "--all", "--format", "json")
    assert done.code == 0


def test_a_guess_can_be_taken_back(folder: Path) -> None:
    """`vendor/` may be the project's own code; a lock file stays a lock file."""
    lines = "vendor/** -linguist-vendored\nuv.lock -linguist-generated\n"
    root = repository(folder / "desk", {".gitattributes": lines})
    stage(root, {"vendor/own.py": "x = 1\n", "uv.lock": "x\n"})
    assert generated(root) == {"vendor/own.py": None, "uv.lock": "lock"}


NAMES = st.sampled_from(["a", "b.js", "c.py", "gen"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
PATTERNS = st.sampled_from(
    ["*", "*.js", "a", "a/", "/a", "/b.js", "gen/**", "**/gen/*", "a/*.js", "a/**/c.py", "[ab]*", "?.py", '"gen/c.py"']
)
WORDS = st.sampled_from(
    ["linguist-generated", "-linguist-generated", "!linguist-generated", "linguist-generated=false", "text", "gen"]
)
LINES = st.lists(st.tuples(PATTERNS, WORDS).map(" ".join), max_size=4)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("attributes"))


@settings(max_examples=40)
@given(lines=LINES, inner=LINES, path=PATHS)
def test_as_git_itself_reads_it(bare: Path, lines: list[str], inner: list[str], path: str) -> None:
    """Git's own `check-attr` over the work tree and this reading agree."""
    top = "[attr]gen linguist-generated\n" + "\n".join(lines) + "\n"
    for name in ("x/.gitattributes", ".gitattributes"):
        (bare / "x").mkdir(exist_ok=True)
        (bare / name).write_text(top if name == ".gitattributes" else "\n".join(inner) + "\n")
    git(bare, "add", "-A", "--force")
    tree = git(bare, "write-tree").strip()
    with Objects(str(bare)) as objects:
        mine = _Reader(tree, objects).values(f"x/{path}", None).get("linguist-generated")
    asked = ["git", "check-attr", "-z", "linguist-generated", "--", f"x/{path}"]
    said = subprocess.run(asked, cwd=bare, env=environment(), capture_output=True, check=True).stdout
    value = said.split(b"\0")[2].decode()
    assert mine == {"set": True, "unset": False, "false": False, "unspecified": None}[value]


def test_what_speaks_of_neither_costs_nothing() -> None:
    assert not list(rules("*.png binary\n# linguist-generated\n!a linguist-generated\n\n", {}))
    assert set(_KINDS) == {"linguist-generated", "linguist-vendored"}
