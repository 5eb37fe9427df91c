"""What is published is what was tested: sdist, wheel and editable install carry the same files and run from anywhere.

The checkout is copied first, and what programs leave in a checkout is planted in the copy, a secret among it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from pairkit import __version__

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parents[2]
_SHIPPED = ("playbooks", "templates")
_LITTER = (
    *("__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache", ".git"),
    *(".venv", ".DS_Store", ".env", ".idea", ".vscode"),
)
_PLANTED = {
    "src/pairkit/__pycache__/hook.cpython-311.pyc": b"\0",
    "src/pairkit/.mypy_cache/x.json": b"{}",
    "playbooks/core/.DS_Store": b"\0",
    "playbooks/core/rules/__pycache__/x.pyc": b"\0",
    "templates/web-app/files/.env": b"DESK_SECRET=only-on-this-computer\n",
    "templates/web-app/files/app/__pycache__/main.cpython-311.pyc": b"\0",
    "templates/web-app/files/.pytest_cache/README.md": b"x",
    "templates/web-app/files/.ruff_cache/x": b"x",
    "templates/web-app/files/.hypothesis/x": b"x",
    "templates/web-app/files/.venv/pyvenv.cfg": b"x",
    "tests/__pycache__/x.pyc": b"\0",
    "tests/.hypothesis/x": b"x",
    ".venv/pyvenv.cfg": b"x",
    ".env": b"TOKEN=only-on-this-computer\n",
}
_SECRET = b"only-on-this-computer"


def _run(args: Sequence[str | Path], cwd: Path, **more: str) -> str:
    """Run a program in an environment that knows nothing of the checkout; return what it prints."""
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "UV_PRO"))
    }
    done = subprocess.run(args, cwd=cwd, env={**env, **more}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (args, done.stdout, done.stderr)
    return done.stdout


def _files(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder, what programs leave there left out."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(path.relative_to(folder).parts) & {*_LITTER} and path.suffix != ".pyc"
    }


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the checkout with litter and secrets in it."""
    top = tmp_path_factory.mktemp("checkout") / "pairkit"
    shutil.copytree(CHECKOUT, top, ignore=shutil.ignore_patterns(*_LITTER, "*.pyc"), symlinks=True)
    for name, content in _PLANTED.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return top


@dataclass(frozen=True, slots=True)
class Built:
    """The two files that would be published."""

    sdist: Path
    wheel: Path


@pytest.fixture(scope="session")
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the sdist, and the wheel from the sdist, as a release does."""
    out = tmp_path_factory.mktemp("dist")
    _run([sys.executable, "-m", "build", "--no-isolation", "--outdir", out, checkout], checkout)
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return Built(sdist, wheel)


def _in_wheel(built: Built) -> dict[str, bytes]:
    with zipfile.ZipFile(built.wheel) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist() if not name.endswith("/")}


def _in_sdist(built: Built) -> dict[str, bytes]:
    found = {}
    with tarfile.open(built.sdist) as sdist:
        for entry in sdist:
            file = sdist.extractfile(entry)
            if file is not None:
                found[entry.name.partition("/")[2]] = file.read()
    return found


def _below(files: Mapping[str, bytes], folder: str) -> dict[str, str]:
    prefix = folder + "/"
    return {
        name.removeprefix(prefix): hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name.startswith(prefix)
    }


@pytest.mark.parametrize("kind", _SHIPPED)
def test_the_same_files_arrive(checkout: Path, built: Built, kind: str) -> None:
    """Every playbook and template file is in the sdist and in the wheel built from it, dot files too."""
    expected = _files(checkout / kind)
    assert len(expected) > 50
    if kind == "templates":
        assert "layers/base/files/.env.example.jinja" in expected
        assert any("/.github/" in name for name in expected)
    for found in (_below(_in_sdist(built), kind), _below(_in_wheel(built), f"pairkit/_shipped/{kind}")):
        assert {name: one for name, one in found.items() if name in expected} == expected
        assert sorted(set(found) - set(expected)) == []


def test_the_package_itself_arrives(checkout: Path, built: Built) -> None:
    """Every module, the typing mark, the JSON schemas and the licence are in the wheel, unchanged."""
    code = {name: one for name, one in _below(_in_wheel(built), "pairkit").items() if not name.startswith("_shipped/")}
    assert code == _files(checkout / "src" / "pairkit")
    assert {"py.typed", "hook.py", "report/schemas/findings.json", "report/schemas/checklist.json"} <= set(code)
    for name, content in _in_wheel(built).items():
        if "/schemas/" in name:
            jsonschema.validators.validator_for(json.loads(content)).check_schema(json.loads(content))
    assert any(name.endswith("/licenses/LICENSE") for name in _in_wheel(built))


def test_nothing_else_is_in_the_wheel(built: Built) -> None:
    """The wheel holds the package and its metadata: no tests, no documentation, nothing that a program left behind."""
    names = list(_in_wheel(built))
    assert sorted({name.split("/")[0] for name in names}) == ["pairkit", f"pairkit-{__version__}.dist-info"]
    assert len(names) == len(set(names))
    assert not [name for name in names if name.startswith(("pairkit/tests", "pairkit/benchmarks", "pairkit/docs"))]
    assert _litter(names) == []


def test_nothing_left_behind_is_in_the_sdist(built: Built) -> None:
    """The sdist can be built and tested from, and holds nothing that a program left behind."""
    names = list(_in_sdist(built))
    tops = {name.split("/")[0] for name in names}
    assert {"src", "playbooks", "templates", "tests", "pyproject.toml", "README.md", "LICENSE"} <= tops
    assert tops <= {
        *(
            "src",
            "playbooks",
            "templates",
            "tests",
            "benchmarks",
            "docs",
            "pyproject.toml",
            "README.md",
            "README.ko.md",
            "LICENSE",
        ),
        *("CHANGELOG.md", "PKG-INFO", ".gitignore"),
    }
    assert _litter(names) == []


def _litter(names: list[str]) -> list[str]:
    return [name for name in names if set(name.split("/")) & {*_LITTER} or name.endswith((".pyc", ".log", ".sqlite"))]


@pytest.mark.parametrize("which", ["sdist", "wheel"])
def test_no_secret_and_no_place_of_this_computer_is_published(checkout: Path, built: Built, which: str) -> None:
    """A developer's `.env` in a template never goes out, nor does any path of the computer that built it."""
    files = _in_sdist(built) if which == "sdist" else _in_wheel(built)
    tests = ("tests/", "benchmarks/")  # these may speak of places as examples
    places = [str(place).encode() for place in (checkout, CHECKOUT, Path.home()) if len(place.parts) > 2]
    assert [name for name, content in files.items() if _SECRET in content and not name.startswith(tests)] == []
    assert [name for name, content in files.items() if any(p in content for p in places)] == []


def test_building_twice_makes_the_same_wheel(checkout: Path, built: Built, tmp_path: Path) -> None:
    """Anybody can build the published wheel again, byte for byte, from the same files."""
    _run([sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path, checkout], checkout)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.read_bytes() == built.wheel.read_bytes()


_WAYS = ("wheel", "sdist", "editable", "lowest")


@pytest.fixture(scope="session", params=_WAYS)
def installed(
    request: pytest.FixtureRequest, checkout: Path, built: Built, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Install in one of four ways into an environment of its own; return the folder of its programs.

    "lowest" takes the oldest versions that `dependencies` allow, since those are promised as well.
    """
    ways: dict[str, list[str | Path]] = {"sdist": [built.sdist], "editable": ["-e", checkout]}
    what = ways.get(request.param, [built.wheel])
    more = ["--resolution", "lowest-direct"] if request.param == "lowest" else []
    env = tmp_path_factory.mktemp(request.param) / "env"
    uv: list[str | Path] = [sys.executable, "-m", "uv"]
    _run([*uv, "venv", "--quiet", "--python", sys.executable, env], env.parent)
    programs = env / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    _run([*uv, "pip", "install", "--quiet", "--python", python, *more, *what], env.parent)
    yield programs
    shutil.rmtree(env)


def _pairkit(installed: Path, folder: Path, *args: str) -> str:
    places = {"HOME": str(folder), "PAIRKIT_CACHE_DIR": str(folder / "cache"), "PAIRKIT_LANG": "en"}
    return _run([installed / "pairkit", *args], folder, **places)


def test_it_tells_its_version(installed: Path, tmp_path: Path) -> None:
    """`pairkit --version` works in a fresh environment, with only the dependencies that pairkit declares."""
    assert _pairkit(installed, tmp_path, "--version") == f"pairkit {__version__}\n"


def test_it_finds_its_templates(installed: Path, checkout: Path, tmp_path: Path) -> None:
    """`pairkit init x --yes --plan` outside any checkout lists every file of the template, and writes none."""
    options = (("ci=github", "agents=claude,gemini"), ("ci=gitlab", "deploy=helm"))
    plan = "".join(
        _pairkit(installed, tmp_path, "init", "x", "--template", "web-app", "--plan", "--set", one, "--set", other)
        for one, other in options
    )
    folders = [*(checkout / "templates" / "layers").glob("*/files"), checkout / "templates" / "web-app" / "files"]
    expected = {name.removesuffix(".jinja") for folder in folders for name in _files(folder)}
    listed = {line.strip() for line in plan.splitlines() if re.fullmatch(r"  [^ ]+", line)}
    assert {".env.example", ".gitignore", "pairkit.yaml", "AGENTS.md"} <= expected
    assert listed - {"pairkit.lock", ".pairkit/base.tar"} >= expected - {".env"}
    assert not (tmp_path / "x").exists()


def test_it_finds_its_playbooks(installed: Path, tmp_path: Path) -> None:
    """`pairkit explain secret-added` prints the rule's page, in both languages."""
    english = _pairkit(installed, tmp_path, "explain", "secret-added")
    korean = _pairkit(installed, tmp_path, "explain", "secret-added", "--lang", "ko")
    assert english.startswith("A secret is about to enter the history")
    assert english.rstrip().endswith("secret-added · secret-added · must · likely")
    assert re.search("[가-힣]", korean)


def test_a_wrong_option_is_answered_in_words(installed: Path, tmp_path: Path) -> None:
    """A slip on the command line is exit code 2 and a sentence, with every version of the parser that is allowed."""
    env = {**os.environ, "PAIRKIT_LANG": "en", "HOME": str(tmp_path)}
    args: list[str | Path] = [installed / "pairkit", "check", "--nope"]
    done = subprocess.run(args, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert "--nope" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_project_can_be_made_and_its_hook_runs(installed: Path, tmp_path: Path) -> None:
    """`pairkit init` makes a project whose hook, from this very environment, stops a key at its commit."""
    home = {"HOME": str(tmp_path), "PAIRKIT_CACHE_DIR": str(tmp_path / "cache"), "PAIRKIT_LANG": "en"}
    git = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in _WHO.items()}
    _run([installed / "pairkit", "init", "desk", "--template", "web-app", "--yes"], tmp_path, **home, **git)
    desk = tmp_path / "desk"
    (desk / "app" / "key.py").write_text("KEY = 'AKIA" + "QZ7WLKX2N5MTB4RC'\n")
    _run(["git", "add", "-A"], desk)
    args = ["git", "commit", "-m", "key"]
    env = {**os.environ, **home, **git}
    done = subprocess.run(args, cwd=desk, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert "Your work is still here" in done.stderr
    (desk / "app" / "key.py").write_text("KEY = None\n")
    _run(["git", "add", "-A"], desk)
    _run(args, desk, **home, **git)


_WHO = {"NAME": "Jiwon", "EMAIL": "jiwon@example.com"}
