"""`pairkit check --online`: the person's own pip and npm are asked whether new packages exist; here, stand-ins."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from golden import same
from repos import repository, stage
from running import Ran, commit, pairkit
from stories import project
from test_check import document, told

PACKAGE = '{\n  "dependencies": {\n    "left-pad": "^1.0.0",\n    "react-term-desk": "^1.0.0"\n  }\n}\n'
NEEDS = "fastapi\nfastapi-glossary-tools\nslow-one\nprivate-one\nother-platform\ngit+https://example.com/a.git\n"
PIP = """\
import sys, time
name = sys.argv[-1]
if name == "slow-one":
    time.sleep(30)
if name == "fastapi":
    print("fastapi (1.0)")
    raise SystemExit(0)
if name == "private-one":
    print("WARNING: Retrying (Retry(total=0)) after connection broken", file=sys.stderr)
if name == "other-platform":
    print("  Skipping link: none of the wheel's tags are compatible", file=sys.stderr)
print(f"ERROR: No matching distribution found for {name}", file=sys.stderr)
raise SystemExit(1)
"""
NPM = """\
import json, sys
name = sys.argv[2]
if name == "left-pad":
    print('"left-pad"')
    raise SystemExit(0)
print(json.dumps({"error": {"code": "E404"}}))
raise SystemExit(1)
"""


@pytest.fixture
def tools(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a PATH on which pip and npm are stand-ins that leave a trace of each call."""
    place = tmp_path_factory.mktemp("tools")
    for name, text in (("pip", PIP), ("npm", NPM)):
        trace = (
            f"import sys\nopen({str(place / 'calls')!r}, 'a').write({name!r} + ' ' + ' '.join(sys.argv[1:]) + '\\n')\n"
        )
        (place / f"{name}.py").write_text(trace + text)
        (place / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" "{place}/{name}.py" "$@"\n')
        (place / name).chmod(0o755)
    return f"{place}{os.pathsep}{os.environ['PATH']}"


def calls(path: str) -> list[str]:
    """Return what the stand-ins were asked."""
    trace = Path(path.split(os.pathsep, maxsplit=1)[0]) / "calls"
    return trace.read_text().splitlines() if trace.exists() else []


def online(root: Path, tools: str, *args: str) -> Ran:
    """Check with a short patience, so that a stand-in that hangs is given up."""
    patched = (
        "import sys\nfrom pairkit.rules import registry\nregistry._SECONDS = 3\n"
        "from pairkit.cli import main\nsys.argv[0] = 'pairkit'\nmain()\n"
    )
    from running import run

    return run(root, sys.executable, "-c", patched, "check", "--online", *args, PATH=tools)


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins are sh scripts")
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_exists_and_what_does_not(folder: Path, tools: str, language: str) -> None:
    """Only a clear no is one: a registry that hangs, refuses or has nothing for this computer says nothing."""
    root = project(folder / "desk")
    stage(
        root,
        {"package.json": PACKAGE, "requirements.txt": NEEDS, "go.mod": "module a\n\nrequire example.com/b v1.0.0\n"},
    )
    data = document(online(root, tools, "--format", "json"))
    states = {one["name"]: (one["state"], one["reason"]) for one in data["packages"]}
    assert states == {
        "left-pad": ("exists", ""),
        "react-term-desk": ("missing", ""),
        "fastapi": ("exists", ""),
        "fastapi-glossary-tools": ("missing", ""),
        "slow-one": ("not-asked", "time"),
        "private-one": ("not-asked", "answer"),
        "other-platform": ("not-asked", "answer"),
        "example.com/b": ("not-asked", "kind"),
    }
    missing = [
        (one["file"], one["line"], one["severity"]) for one in data["findings"] if one["rule"] == "package-unknown"
    ]
    assert missing == [("package.json", 4, "must"), ("requirements.txt", 2, "must")]
    said = online(root, tools, "--lang", language, "requirements.txt")
    assert said.code == 0, "on one's own branch it is said"
    same(f"check-online.{language}.txt", said.out)


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins are sh scripts")
def test_nobody_is_asked_unless_wanted(folder: Path, tools: str) -> None:
    """Neither `check` nor a commit asks; then `packages` is null and the rule finds nothing."""
    root = project(folder / "desk")
    stage(root, {"package.json": PACKAGE, "requirements.txt": NEEDS})
    data = document(pairkit(root, "check", "--format", "json", PATH=tools))
    assert (data["packages"], "package-unknown" in told(data)) == (None, False)
    assert commit(root, "-q", PATH=tools).code == 0
    assert calls(tools) == []


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins are sh scripts")
def test_a_name_is_never_an_option(folder: Path, tools: str) -> None:
    """What a manifest calls a package reaches a program only if it is a name; what was there is not asked for."""
    root = repository(folder / "desk", {"package.json": '{\n  "dependencies": {\n    "left-pad": "1"\n  }\n}\n'})
    names = ["left-pad", "--registry=x", "a;b", "../x"]
    worst = '{\n  "dependencies": {\n' + ",\n".join(f'    "{name}": "2"' for name in names) + "\n  }\n}\n"
    stage(root, {"package.json": worst})
    data = document(online(root, tools, "--format", "json"))
    assert {one["reason"] for one in data["packages"]} <= {"name"}
    assert calls(tools) == []


def test_without_the_tools(folder: Path) -> None:
    """A computer without npm is told so, and nothing is claimed."""
    root = repository(folder / "desk", {"a.txt": "a\n"})
    stage(root, {"package.json": PACKAGE})
    git = shutil.which("git") or ""
    (folder / "bin").mkdir()
    (folder / "bin" / "git").symlink_to(git)
    data = document(online(root, str(folder / "bin"), "--format", "json"))
    assert {(one["state"], one["reason"]) for one in data["packages"]} == {("not-asked", "tool")}


def test_nothing_new(folder: Path) -> None:
    root = repository(folder / "desk", {"a.txt": "a\n"})
    stage(root, {"a.txt": "b\n"})
    assert "adds none" in pairkit(root, "check", "--online", PAIRKIT_LANG="en").out


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("npm") and shutil.which("pip")), reason="needs pip and npm")
def test_the_real_ones(folder: Path) -> None:
    """One call each, of this computer's own pip and npm."""
    root = repository(folder / "desk", {"a.txt": "a\n"})
    invented = "pairkit-nobody-has-this-name-9f3"
    stage(
        root, {"package.json": PACKAGE.replace("react-term-desk", invented), "requirements.txt": f"six\n{invented}\n"}
    )
    data = document(pairkit(root, "check", "--online", "--format", "json", HOME=os.environ.get("HOME", "")))
    states = {(one["name"], one["ecosystem"]): one["state"] for one in data["packages"]}
    assert states[invented, "npm"] in ("missing", "not-asked")
    assert states[invented, "pypi"] in ("missing", "not-asked")
    assert states["left-pad", "npm"] in ("exists", "not-asked")
    assert states["six", "pypi"] in ("exists", "not-asked")
