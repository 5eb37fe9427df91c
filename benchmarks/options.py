"""Try the options of the template `web-app` pairwise: every two of them stand together in at least one project.

    python benchmarks/options.py                 # all of them
    python benchmarks/options.py --only 3,7      # some of them
    python benchmarks/options.py --plan          # only show the combinations

Each combination is made by `pairkit init`, installed into a fresh environment, looked at by `pairkit check`, checked
for style and types and tested by the commands of its own pairkit.yaml, started on the database of its choice (a real
PostgreSQL comes as a package), walked through in Chromium, and stopped. Tests run once for all combinations whose
tests and code are the same to the byte (`--again` runs them each time, `--no-tests` never). Every second combination
is looked at as wide as a phone, the others as wide as a desk. Run it with an interpreter that has pairkit's test
packages. Exit codes: 0 all is well, 1 something is not.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
os.environ.setdefault("PAIRKIT_CACHE_DIR", tempfile.mkdtemp(prefix="pairkit-options-"))

from desk_project import Project, check, make, walk_through
from repos import git
from running import pairkit

from pairkit.scaffold.pairwise import combinations
from pairkit.scaffold.template import load

OPTIONS = ("deploy", "database", "ci", "agents", "language")
CODE = ("app/", "content/", "examples/", "glossary/", "migrations/", "tests/", "alembic.ini", "pyproject.toml")
"""What the tests of a project read."""
WIDTHS = (360, 1280)


def main() -> int:
    """Try each combination; print a line for each of its steps."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--only", help="numbers of combinations, with commas between")
    parser.add_argument("--plan", action="store_true")
    parser.add_argument("--again", action="store_true", help="run the tests also of code that has just passed them")
    parser.add_argument("--no-tests", action="store_true", help="leave the tests of the projects out")
    parser.add_argument("--screens", type=Path, help="a folder in which pictures of the pages are kept")
    args = parser.parse_args()
    questions = [one for one in load("web-app").questions if one["key"] in OPTIONS]
    chosen = {int(one) for one in args.only.split(",")} if args.only else None
    passed: set[str] = set()
    failed = 0
    for number, answers in enumerate(combinations(questions), 1):
        if chosen and number not in chosen:
            continue
        print(f"{number}. " + ", ".join(f"{key} {answers[key]}" for key in OPTIONS), flush=True)
        if not args.plan:
            failed += _tried(number, answers, passed, args)
    return 1 if failed else 0


def _tried(number: int, answers: Mapping[str, str], passed: set[str], args: argparse.Namespace) -> int:
    """Return 1 if a step of this combination failed."""
    with tempfile.TemporaryDirectory(prefix="pairkit-options-") as scratch:
        os.chmod(scratch, 0o755)  # noqa: S103 - PostgreSQL never runs as root, and must get to its files
        screens = (args.screens or Path(scratch) / "screens") / f"{number:02}"
        started = time.monotonic()
        try:
            known = None if args.no_tests else set() if args.again else passed
            for said in _steps(Path(scratch), answers, known, screens, WIDTHS[number % 2]):
                print(f"   {time.monotonic() - started:6.1f} s  {said}", flush=True)
        except AssertionError as error:
            print(f"   {time.monotonic() - started:6.1f} s  FAILED {error}", flush=True)
            return 1
    return 0


def _steps(
    folder: Path, answers: Mapping[str, str], passed: set[str] | None, screens: Path, width: int
) -> Iterator[str]:
    """Yield what went well. `passed` holds the code whose tests passed before; None leaves tests out."""
    project = make(folder, answers)
    yield "made and installed"
    looked = pairkit(project.root, "check", "--all", PAIRKIT_LANG="en")
    assert looked.out.startswith("Nothing to stop"), looked.said
    check(project, "lint", "types")
    yield "pairkit, style and types have nothing to say"
    code = _code(project)
    if passed is not None and code not in passed:
        check(project, "tests")
        passed.add(code)
        yield "tests pass"
    screens.parent.mkdir(parents=True, exist_ok=True)
    wrong = walk_through(project, answers["database"], width, screens)
    assert wrong == [], wrong
    yield f"walked through at {width} px on {answers['database']}"


def _code(project: Project) -> str:
    """Return a digest of everything that the tests read."""
    files = git(project.root, "ls-files", "-s", "--", *CODE)
    return hashlib.sha256(files.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
