"""`pairkit allow`: the one way to except a finding: a developer's, with a reason, recorded, and shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from repos import DEVELOPER, MAKER, git, stage
from running import Ran, commit, pairkit
from stories import KEY, project
from test_check import document, told


def fingerprint(root: Path) -> str:
    """Return the name of the first finding of the staged change."""
    name: str = document(pairkit(root, "check", "--format", "json"))["findings"][0]["fingerprint"]
    return name


def allow(root: Path, *args: str, **who: dict[str, str]) -> Ran:
    """Run `pairkit allow` for the first finding."""
    return pairkit(root, "allow", fingerprint(root), *args, PAIRKIT_LANG="en", **who)  # type: ignore[arg-type]


def test_a_developers_exception_counts_in_the_same_commit(folder: Path) -> None:
    """It is staged with the change, the commit passes, and every report shows it with its reason."""
    root = project(folder / "desk")
    stage(root, {"docs/sample.py": f"KEY = '{KEY}'\n"})
    assert commit(root, who=DEVELOPER).code == 1
    done = allow(root, "--because", "sample of the vendor")
    assert done.code == 0, done.said
    assert commit(root, "-q", who=DEVELOPER).code == 0
    data = document(pairkit(root, "check", "--range", "HEAD", "--format", "json"))
    assert (data["outcome"], data["findings"][0]["because"]) == ("pass", "sample of the vendor")
    assert "sample of the vendor" in pairkit(root, "checklist", "--range", "HEAD", "--lang", "en").out
    assert KEY not in (root / ".pairkit" / "allow.yaml").read_text()


def test_another_key_in_the_same_line_is_found_again(folder: Path) -> None:
    """An exception is for one finding: a different key has another name."""
    root = project(folder / "desk")
    stage(root, {"docs/sample.py": f"KEY = '{KEY}'\n"})
    allow(root, "--because", "sample")
    assert commit(root, "-q").code == 0
    stage(root, {"docs/sample.py": "KEY = 'AKIA" + "TM4XV3QJ2W7KDB5H'\n"})
    assert commit(root).code == 1


def test_the_maker_cannot_except(folder: Path) -> None:
    """The command refuses, and a file written by hand is a guard file and counts for nothing."""
    root = project(folder / "desk")
    stage(root, {"docs/sample.py": f"KEY = '{KEY}'\n"})
    name = fingerprint(root)
    refused = pairkit(root, "allow", name, "--because", "please", who=MAKER, PAIRKIT_LANG="en")
    assert (refused.code, "Only the developer" in refused.err) == (2, True)
    stage(root, {".pairkit/allow.yaml": f"- {{fingerprint: '{name}', because: please}}\n"})
    data = document(pairkit(root, "check", "--format", "json", who=MAKER))
    assert told(data) == {"secret-added": "stop", "guard-file": "stop"}


def test_it_ends(folder: Path) -> None:
    """After its last day an exception counts for nothing; a day that is over cannot be given."""
    root = project(folder / "desk")
    stage(root, {"docs/sample.py": f"KEY = '{KEY}'\n"})
    name = fingerprint(root)
    assert allow(root, "--because", "x", "--until", "2020-01-01").code == 2
    stage(root, {".pairkit/allow.yaml": f"- {{fingerprint: '{name}', because: x, until: '2020-01-01'}}\n"})
    assert told(document(pairkit(root, "check", "--format", "json")))["secret-added"] == "stop"


@pytest.mark.parametrize(
    "content", ["- {fingerprint: a}\n", "fingerprint: a\n", "- {fingerprint: a, because: b, until: soon}\n"]
)
def test_a_broken_file_excepts_nothing(folder: Path, content: str) -> None:
    """In the hook it is told and not obeyed; `check` names file and line."""
    root = project(folder / "desk")
    stage(root, {"docs/sample.py": f"KEY = '{KEY}'\n", ".pairkit/allow.yaml": content})
    stopped = commit(root, who=DEVELOPER)
    assert (stopped.code, "docs/sample.py" in stopped.err) == (1, True)
    done = pairkit(root, "check")
    assert (done.code, ".pairkit/allow.yaml, line 1" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["nothing", "--because", "x"], "Nothing is found under the name nothing"),
        (["nothing", "--because", " "], "needs a reason"),
        (["nothing"], "Missing option '--because'"),
    ],
)
def test_wrong_use(folder: Path, args: list[str], reason: str) -> None:
    root = project(folder / "desk")
    done = pairkit(root, "allow", *args, PAIRKIT_LANG="en")
    assert done.code == 2
    assert reason in " ".join(done.err.split())
    assert git(root, "status", "--porcelain") == ""
