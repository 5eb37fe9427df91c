"""How far a secret has come, and that each state has its own advice: staged, committed here, shared already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from golden import same
from repos import DEVELOPER, MAKER, git, repository, stage
from repos import commit as record
from running import commit, pairkit
from stories import KEY, STORAGE, project
from test_check import document

from pairkit.change.everything import everything
from pairkit.gate.assess import assess
from pairkit.git import sharing
from pairkit.git.objects import Objects
from pairkit.git.place import find
from pairkit.report.text import check_report

SECRET = "qDmFTDk7z9z2aoYXPZ+y" + "YJ1V3x+N7E90ME+bu/VS"
PAGE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys_update.html"


def found(root: Path, *args: str, **more: Any) -> dict[str, Any]:
    """Return the first secret that `check` finds."""
    findings = document(pairkit(root, "check", *args, "--format", "json", **more))["findings"]
    secret: dict[str, Any] = next(one for one in findings if one["class"] in ("secret-added", "env-file"))
    return secret


def shared(root: Path, branch: str = "mina/work") -> None:
    """Push to a repository beside this one."""
    if not (root.parent / "server.git").exists():
        git(root.parent, "init", "-q", "--bare", "server.git")
        git(root, "remote", "add", "origin", "../server.git")
    git(root, "push", "-q", "--no-verify", "origin", branch)


def with_key(root: Path) -> Path:
    """Record a key on Mina's branch, two commits after the start."""
    project(root)
    record(root, {"content/start.md": "Hello, you\n"}, who=MAKER)
    record(root, {"app/storage.py": STORAGE}, "Keep files in the cloud", who=MAKER)
    return root


def test_staged(folder: Path) -> None:
    """A key in the index only is staged, shared branch or not; other findings have no state."""
    root = project(folder / "desk")
    shared(root)
    stage(root, {"app/storage.py": STORAGE, "tests/test_orders.py": None})
    findings = document(pairkit(root, "check", "--format", "json"))["findings"]
    assert {one["rule"]: one["state"] for one in findings} == {"secret-added": "staged", "test-removed": None}
    assert {one["rule"]: one["revoke"] for one in findings} == {"secret-added": PAGE, "test-removed": None}
    assert found(root, "--all")["state"] == "staged"


@pytest.mark.parametrize("remote", [False, True])
def test_committed(folder: Path, remote: bool) -> None:
    """Not pushed yet: in the newest commit, and in an older one; a remote that lacks it changes nothing."""
    root = project(folder / "desk")
    if remote:
        shared(root)
    record(root, {"app/storage.py": STORAGE}, who=MAKER)
    for source in (["--range", "main...HEAD"], ["--range", "HEAD"], ["--all"]):
        assert found(root, *source)["state"] == "committed"
    assert "--amend" in pairkit(root, "check", "--all", "--lang", "en").out
    record(root, {"content/start.md": "Hello, us\n"}, who=MAKER)
    assert found(root, "--all")["state"] == "committed"
    assert "--amend" not in (said := pairkit(root, "check", "--all", "--lang", "en").out)
    assert git(root, "rev-parse", "HEAD~1")[:10] in said


def test_pushed(folder: Path) -> None:
    """On a remote-tracking branch it is shared, however many commits came after."""
    root = with_key(folder / "desk")
    shared(root)
    assert found(root, "--range", "main...HEAD")["state"] == "pushed"
    record(root, {"content/start.md": "Hello, us\n", "app/other.py": f"K = '{KEY[:-2]}QQ'\n"}, who=MAKER)
    findings = document(pairkit(root, "check", "--range", "main...HEAD", "--format", "json"))["findings"]
    states = {one["file"]: one["state"] for one in findings if one["rule"] == "secret-added"}
    assert states == {"app/storage.py": "pushed", "app/other.py": "committed"}
    assert next(one["file"] for one in findings) == "app/storage.py", "what cannot be taken back comes first"


def test_a_key_that_moves_was_there_before(folder: Path) -> None:
    """Moving a shared key to another file is no new secret that could simply be taken out."""
    root = with_key(folder / "desk")
    stage(root, {"app/storage.py": "import boto3\n", "app/config.py": f'KEY = "{KEY}"\n'})
    assert found(root)["state"] == "committed"
    shared(root)
    assert found(root)["state"] == "pushed"


def test_an_env_file(folder: Path) -> None:
    """The file itself is what was shared; words speak of the file."""
    root = project(folder / "desk")
    record(root, {".env": "DESK=1\n"}, who=MAKER)
    assert (found(root, "--all")["state"], found(root, "--all")["revoke"]) == ("committed", None)
    shared(root)
    stage(root, {".env": "DESK=2\n"})
    secret = found(root)
    assert (secret["state"], "others have it already" in secret["message"]) == ("pushed", True)


def test_in_ci_everything_was_pushed(folder: Path) -> None:
    """A runner's clone may lack the remote-tracking branch; what it judges was pushed all the same."""
    root = with_key(folder / "desk")
    assert found(root, "--range", "main...HEAD", CI="true")["state"] == "pushed"
    assert found(root, "--range", "main...HEAD", CI="false")["state"] == "committed"


def test_a_patch_does_not_tell(folder: Path) -> None:
    """Where a patch came from nobody knows, so it is not called harmless."""
    root = with_key(folder / "desk")
    patch = git(root, "show", "HEAD").encode()
    done = pairkit(root, "check", "--patch", "-", "--format", "json", stdin=patch)
    assert document(done)["findings"][0]["state"] == "unknown"


def test_the_first_commit(folder: Path) -> None:
    """Before there is a commit all is staged; a first commit is the newest."""
    root = repository(folder / "desk")
    stage(root, {"app/storage.py": STORAGE})
    assert found(root)["state"] == "staged"
    record(root, {})
    assert found(root, "--range", "HEAD")["state"] == "committed"
    assert "--amend" in pairkit(root, "check", "--range", "HEAD", "--lang", "en").out


def test_lines_that_moved_and_renamed_files(folder: Path) -> None:
    """A shared line is known again below new lines and under a new name."""
    root = with_key(folder / "desk")
    shared(root)
    git(root, "mv", "app/storage.py", "app/cloud.py")
    record(root, {"app/cloud.py": "# one\n# two\n" + STORAGE + "x = 1\n"}, who=MAKER)
    assert found(root, "--all")["state"] == "pushed"


def test_no_answer_in_time_is_not_harmless(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What git could not tell in time is unknown, and its words ask for care."""
    root = with_key(folder / "desk")
    shared(root)
    monkeypatch.setattr(sharing, "_SECONDS", 0.0)
    for name in ("CI", "TF_BUILD", "JENKINS_URL"):
        monkeypatch.delenv(name, raising=False)
    place = find(str(root))
    with Objects(place.root) as objects:
        judged = assess(place, everything(place, objects), objects)
        assert {one.state for one in judged.findings if one.klass == "secret-added"} == {"unknown"}
        assert PAGE in check_report(judged, "en")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("state", ["newest", "committed", "pushed"])
def test_each_state_has_its_words(folder: Path, state: str, language: str) -> None:
    """To the letter, in a terminal and in the checklist; the page where the key is changed stands in it."""
    root = with_key(folder / "desk")
    if state == "committed":
        record(root, {"content/start.md": "Hello, us\n"}, who=MAKER)
    if state == "pushed":
        shared(root)
    source = ["--range", "main...HEAD", "--lang", language]
    done = pairkit(root, "check", *source, who=MAKER)
    assert (done.code, KEY in done.said, PAGE in done.out) == (1, False, state == "pushed")
    listed = pairkit(root, "checklist", *source, who=MAKER)
    assert (f"<{PAGE}>" in listed.out) == (state == "pushed")
    same(f"secret-{state}.{language}.txt", f"{done.out}\n{'=' * 80}\n{listed.out}")
    document(pairkit(root, "checklist", *source, "--format", "json", who=MAKER), "checklist")


def test_the_hook_says_it_too(folder: Path) -> None:
    """A commit that moves a shared key is told what comes first."""
    root = with_key(folder / "desk")
    shared(root)
    stage(root, {"app/storage.py": "import boto3\n", "app/config.py": f'KEY = "{KEY}"\n'})
    done = commit(root, who=DEVELOPER, PAIRKIT_LANG="en")
    assert (done.code, PAGE in done.err, KEY in done.err) == (1, True, False)


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        (f"aws_secret_access_key = '{SECRET}'\n", ["secret-added"]),
        (f"PASSWORD = '{KEY}'\n", ["secret-added"]),
        (f"boto3.client('s3', aws_access_key_id='{KEY}', aws_secret_access_key='{SECRET}')\n", ["secret-added"] * 2),
        ("connect(pass" + "word='tiger!2lake', api_" + "key='v9dn0balpqas1pcc281tn5oo')\n", None),
    ],
)
def test_one_secret_is_told_once(folder: Path, line: str, rules: list[str] | None) -> None:
    """A value that several rules or shapes know is one finding; two values in one line are two."""
    root = project(folder / "desk")
    stage(root, {"app/storage.py": line})
    findings = document(pairkit(root, "check", "--format", "json"))["findings"]
    told = [one["rule"] for one in findings if one["class"] == "secret-added"]
    assert sorted(told) == (rules or ["password-literal", "secret-added"])
    assert len({one["fingerprint"] for one in findings}) == len(findings)


def test_a_word_that_is_a_password_stays_in_names_of_files(folder: Path) -> None:
    """Whoever reads `••••••/views.py` cannot find the file; a key in a name is hidden all the same."""
    key = "AKIA" + "Q3EGRZ7H2TPL5MXW"
    root = repository(folder / "desk")
    stage(root, {"admin/views.py": 'password = "admin123"\nif request.form["password"] == "admin":\n    go()\n'})
    stage(root, {f"{key}.py": f'k = "{key}"\n'})
    out = pairkit(root, "check", "--staged", "--format", "json").out
    assert "admin/views.py" in out
    assert "admin123" not in out
    assert key not in out
