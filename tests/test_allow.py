"""`pairkit allow`: the one way to except a finding: a developer's, with a reason, recorded, and shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden import same
from hypothesis import given
from hypothesis import strategies as st
from repos import DEVELOPER, MAKER, git, stage, write
from repos import commit as record
from running import Ran, commit, pairkit
from stories import KEY, project
from test_check import document, told

from pairkit.project.exceptions import Exemption, added, parse, removed


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
        (["nothing"], "needs a reason"),
        ([], "only one of them"),
        (["nothing", "--list"], "only one of them"),
        (["--remove", "nothing"], "no exception named nothing"),
        (["--list", "--format", "xml"], "no format xml"),
        (["--baseline"], "needs a reason"),
    ],
)
def test_wrong_use(folder: Path, args: list[str], reason: str) -> None:
    root = project(folder / "desk")
    done = pairkit(root, "allow", *args, PAIRKIT_LANG="en")
    assert done.code == 2
    assert reason in " ".join(done.err.split())
    assert git(root, "status", "--porcelain") == ""


OLD = {
    "app/a.py": "".join(f"requests.get(url_{n}, verify=False)\n" for n in range(30)),
    "app/storage.py": f"KEY = '{KEY}'\n",
}


def old_project(root: Path) -> Path:
    """Make a project that was never checked: thirty findings and a key."""
    project(root)
    record(root, OLD)
    return root


def exceptions(root: Path) -> list[dict[str, object]]:
    """Return what `allow --list` tells a program."""
    data = document(pairkit(root, "allow", "--list", "--format", "json"), "exceptions")
    listed: list[dict[str, object]] = data["exceptions"]
    return listed


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_baseline_lets_the_old_pass_and_not_the_new(folder: Path, language: str) -> None:
    """After its commit only the key and what is new stop; the checklist has one line for thirty."""
    root = old_project(folder / "desk")
    done = pairkit(root, "allow", "--baseline", "--because", "before pairkit", "--lang", language)
    assert (done.code, KEY in done.out) == (0, False)
    assert commit(root, "-q", who=DEVELOPER).code == 0
    data = document(pairkit(root, "check", "--all", "--format", "json"))
    assert [one["rule"] for one in data["findings"] if one["action"] == "stop"] == ["secret-added"]
    said = pairkit(root, "check", "--all", "--lang", language).out
    record(root, {"app/a.py": OLD["app/a.py"].replace("url", "address")}, who=DEVELOPER)
    assert {one["action"] for one in document(pairkit(root, "check", "--all", "--format", "json"))["findings"]} == {
        "stop"
    }
    git(root, "reset", "-q", "--hard", "HEAD~1")
    record(root, {**dict.fromkeys(OLD), "app/b.py": "x = 1\n"})
    record(root, OLD)
    listed = pairkit(root, "checklist", "--range", "HEAD", "--for", "developer", "--lang", language).out
    assert listed.count("before pairkit") == 1
    same(f"baseline.{language}.txt", f"{done.out}\n{'=' * 80}\n{said}\n{'=' * 80}\n{listed}")


def test_again_it_adds_only_what_is_new(folder: Path) -> None:
    """Reasons and comments of people stay; what has ended is not renewed in bulk."""
    root = old_project(folder / "desk")
    pairkit(root, "allow", "--baseline", "--because", "before pairkit")
    path = root / ".pairkit" / "allow.yaml"
    text = path.read_text().replace("- fingerprint", "# a word of Jiwon's\n- fingerprint", 1)
    last = text.rindex('because: "before pairkit"')
    path.write_text(text[:last] + "because: \"known\"\n  until: '2020-01-01'\n")
    before = path.read_text()
    done = pairkit(root, "allow", "--baseline", "--because", "another", PAIRKIT_LANG="en")
    assert (done.code, path.read_text()) == (0, before)
    assert "Nothing new" in done.out
    assert "1 exception has ended" in done.out
    record(root, {"app/new.py": "requests.get(u, verify=False)\n"})
    done = pairkit(root, "allow", "--baseline", "--because", "another", "--until", "2999-01-01", PAIRKIT_LANG="en")
    assert (done.code, path.read_text().startswith(before)) == (0, True)
    assert [one["until"] for one in exceptions(root) if one["because"] == "another"] == ["2999-01-01"]
    assert [one["ended"] for one in exceptions(root) if one["because"] == "known"] == [True]


def test_a_baseline_is_the_developers(folder: Path) -> None:
    root = old_project(folder / "desk")
    for args in (["--baseline", "--because", "x"], ["--remove", "a"]):
        write(root, {".pairkit/allow.yaml": "- {fingerprint: a, because: b}\n"})
        refused = pairkit(root, "allow", *args, who=MAKER, PAIRKIT_LANG="en")
        assert (refused.code, "Only the developer" in refused.err) == (2, True)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_list(folder: Path, language: str) -> None:
    """Grouped by reason, the ended ones marked; none at all is a sentence."""
    root = project(folder / "desk")
    assert pairkit(root, "allow", "--list", "--lang", language).code == 0
    assert exceptions(root) == []
    listed = (
        "- {fingerprint: aaaaaaaaaaaa, because: sample, rule: secret-added, file: docs/a.md}\n"
        "- {fingerprint: bbbbbbbbbbbb, because: old, rule: tls-off, file: app/a.py, until: '2020-01-01'}\n"
        "- {fingerprint: cccccccccccc, because: sample, rule: env-file, file: .env, until: '2999-01-01'}\n"
    )
    write(root, {".pairkit/allow.yaml": listed})
    same(f"allow-list.{language}.txt", pairkit(root, "allow", "--list", "--lang", language).out)


TEXT = """\
# top
- fingerprint: a  # of a
  because: x
# before b
- {fingerprint: b, because: why}

- because: >-
    long
    reason
  fingerprint: c
# end
"""


def test_an_exception_can_be_ended(folder: Path) -> None:
    """Its lines go, every comment beside them stays; the last one leaves a file that can be read."""
    root = project(folder / "desk")
    write(root, {".pairkit/allow.yaml": TEXT})
    path = root / ".pairkit" / "allow.yaml"
    left = [TEXT.replace("- {fingerprint: b, because: why}\n", "")]
    left.append(left[0].replace("- because: >-\n    long\n    reason\n  fingerprint: c\n", ""))
    left.append("# top\n# before b\n\n# end\n")
    for name, text in zip("bca", left, strict=True):
        done = pairkit(root, "allow", "--remove", name, PAIRKIT_LANG="en")
        assert (done.code, path.read_text()) == (0, text)
    assert exceptions(root) == []
    assert "allow.yaml" in git(root, "diff", "--cached", "--name-only")
    stage(root, {"docs/sample.py": f"KEY = '{KEY}'\n"})
    assert allow(root, "--because", "sample").code == 0
    assert path.read_text().startswith("# top\n# before b\n\n# end\n- fingerprint:")


def test_a_form_that_only_a_person_can_change(folder: Path) -> None:
    """Everything in one line is left to whoever wrote it so."""
    root = project(folder / "desk")
    write(root, {".pairkit/allow.yaml": "[{fingerprint: a, because: b}, {fingerprint: c, because: d}]\n"})
    done = pairkit(root, "allow", "--remove", "a", PAIRKIT_LANG="en")
    assert (done.code, "by hand" in done.err) == (2, True)


def test_allowing_again_replaces(folder: Path) -> None:
    root = project(folder / "desk")
    stage(root, {"docs/sample.py": f"KEY = '{KEY}'\n"})
    name = fingerprint(root)
    for reason in ("one", "two"):
        assert pairkit(root, "allow", name, "--because", reason).code == 0
    assert [one["because"] for one in exceptions(root)] == ["two"]


REASONS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(str.strip)
NAMES = st.text("0123456789abcdef", min_size=12, max_size=12)


@given(st.dictionaries(NAMES, REASONS, min_size=1, max_size=6), st.data())
def test_adding_and_removing_come_back(entries: dict[str, str], data: st.DataObject) -> None:
    """Whatever is written in a reason: each exception is read again, and removing one leaves the others."""
    made = [Exemption(name, reason, "tls-off", "app/a.py") for name, reason in entries.items()]
    text = added("# mine\n", *made)
    assert list(parse(text).values()) == made
    gone = data.draw(st.sampled_from(made))
    assert list(parse(removed(text, [gone.fingerprint])).values()) == [one for one in made if one is not gone]
