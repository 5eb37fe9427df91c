"""Names of files, titles and people that want to be something else."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
import repos
from bad_input.outside import KEY_FILE, environment, pairkit, passes, project, refused, run

ODD = [
    "with space.py",
    "  leading.py",
    "tab\there.py",
    "line\nbreak.py",
    'quote".py',
    "it's.py",
    "back\\slash.py",
    "-rf.py",
    "--output=x.py",
    ":(top)x.py",
    "*.py",
    "[a]?.py",
    "{file}.py",
    "%s%n.py",
    "$(touch hacked).py",
    "`id`.py",
    "용어집.py",
    unicodedata.normalize("NFD", "용어집분해.py"),
    "emoji-🗝.py",
    "esc\x1b[31mred\x1b[0m.py",
    "\x1b]0;owned\x07.py",
    "right\u202eleft.py",
    "c1\x9b31m.py",
    "a b/c\nd/e.py",
    "diff --git a/x b/x.py",
    "<script>alert(1)</script>.py",
    "[click](http://evil.example).py",
    "@everyone.py",
]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project in which every odd name is staged with the key in it."""
    root = project(tmp_path_factory.mktemp("names") / "p")
    repos.write(root, dict.fromkeys(ODD, KEY_FILE))
    (root / "not-\udcff\udcfe-utf8.py").write_text(KEY_FILE)
    repos.git(root, "add", "-A")
    return root


def test_every_odd_name_is_judged(many: Path) -> None:
    """Every file is found under its name, whatever the name holds, and shown without a raw control sign."""
    said = pairkit(many, "check", "--format", "json")
    assert said.code == 1
    found = {one["file"] for one in json.loads(said.out)["findings"] if one["rule"] == "secret-added"}
    assert len(found) == len(ODD) + 1, found
    assert not (many / "hacked").exists()


def test_commit_with_odd_names(many: Path) -> None:
    """The hook stops with the names made harmless, in both languages."""
    for lang in ("en", "ko"):
        refused(many, env=environment(lang=lang))


@pytest.mark.parametrize("args", [("--for", "developer"), ("--for", "maker"), ("--format", "json")])
def test_checklist_with_odd_names(many: Path, args: tuple[str, ...]) -> None:
    """The checklist shows odd names as text: no markup, no link, no mention, no raw control sign."""
    said = pairkit(many, "checklist", *args)
    assert said.code == 0
    if "json" not in args:
        bare = "\n".join(part for n, part in enumerate(said.out.split("`")) if n % 2 == 0)
        assert "<script" not in bare.replace("\\<", "")
        assert "](http" not in bare.replace("\\]", "")


def test_output_file_with_odd_names(many: Path, tmp_path: Path) -> None:
    """A report about a name that is not UTF-8 can be written to a file, as valid UTF-8."""
    for command in (("check", "--all"), ("check", "--all", "--format", "json"), ("checklist",), ("check", "--why")):
        target = tmp_path / "report"
        said = pairkit(many, *command, "--output", str(target))
        assert said.code in (0, 1), (command, said)
        assert "\x1b" not in target.read_bytes().decode("utf-8")


def test_paths_as_arguments(many: Path) -> None:
    """A file with an odd name can be named on the command line, after `--` also with a dash in front."""
    for name in ("with space.py", "line\nbreak.py", ":(top)x.py", "*.py", "용어집.py"):
        said = pairkit(many, "check", name)
        assert said.has("for the developer"), name
        assert "more" not in said.text, name
    assert pairkit(many, "check", "--", "-rf.py").code == 1
    assert pairkit(many, "check", b"not-\xff\xfe-utf8.py").code == 1


def test_path_argument_in_the_other_unicode_form(tmp_path: Path) -> None:
    """A Korean path typed on a Mac means the file that Linux wrote, and the other way round."""
    root = project(tmp_path / "p")
    repos.stage(root, {"app/용어.py": KEY_FILE, "app/" + unicodedata.normalize("NFD", "분해.py"): KEY_FILE})
    for name in (unicodedata.normalize("NFD", "app/용어.py"), unicodedata.normalize("NFC", "app/분해.py")):
        assert pairkit(root, "check", name).code == 1, name


def test_path_outside_the_project(tmp_path: Path) -> None:
    """A path outside the project is refused with a sentence."""
    root = project(tmp_path / "p")
    for path in ("..", "/etc", "../p2"):
        said = pairkit(root, "check", path)
        assert said.code == 2
        assert said.has("not in this project")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("zone", ["NFC", "NFD"])
def test_korean_zone_in_both_forms(tmp_path: Path, form: str, zone: str) -> None:
    """A Korean folder is in its zone whichever Unicode form the file or the agreement uses."""
    agreement = repos.AGREEMENT.replace("deploy/**", "deploy/**, 배포/**")
    root = project(tmp_path / "p", {"pairkit.yaml": unicodedata.normalize(zone, agreement)})  # type: ignore[arg-type]
    repos.stage(root, {unicodedata.normalize(form, "배포/실행.sh"): "echo\n"})  # type: ignore[arg-type]
    assert passes(root).has("in Jiwon's area")


def test_name_that_is_not_utf8_in_a_zone(tmp_path: Path) -> None:
    """A name that is not UTF-8 is in its zone like any other."""
    root = project(tmp_path / "p")
    (root / "deploy").mkdir()
    (root / "deploy" / "\udcc0\udcaf.sh").write_text("echo\n")
    repos.git(root, "add", "-A")
    said = passes(root)
    assert said.has("in Jiwon's area", "\\xc0\\xaf")


def test_rename_and_mode_of_odd_names(tmp_path: Path) -> None:
    """Renames, mode changes and deletions of odd names are read without mixing them up."""
    root = project(tmp_path / "p", {"deploy/a\nb.sh": "echo 1\n" * 9, "deploy/-x": "y\n", "content/용어.md": "m\n"})
    repos.git(root, "mv", "deploy/a\nb.sh", "content/moved\tname.sh")
    (root / "deploy" / "-x").unlink()
    (root / "content" / "용어.md").chmod(0o755)
    repos.stage(root, {"content/k.py": KEY_FILE})
    said = pairkit(root, "check", "--format", "json")
    found = {(one["rule"], one["file"]) for one in json.loads(said.out)["findings"]}
    assert ("secret-added", "content/k.py") in found
    assert ("zone-crossed", "deploy/-x") in found
    assert any(rule == "zone-crossed" and ("moved" in file or "b.sh" in file) for rule, file in found)


HOSTILE_TITLE = (
    "Fix \x1b[31m \u202e [x](http://evil.example) <img src=x onerror=1> @everyone www.evil.example # `a` ![i](j)"
)


def test_hostile_commit_title(tmp_path: Path) -> None:
    """A commit's title can bring neither escapes nor markup, links or mentions into the checklist."""
    root = project(tmp_path / "p", {"content/a.md": "a\n"})
    repos.commit(root, {"content/a.md": "b\n"}, HOSTILE_TITLE, who=repos.MAKER)
    said = pairkit(root, "checklist", "--range", "HEAD", "--for", "developer")
    assert said.code == 0
    title = said.out.splitlines()[1]
    assert "\\[x\\]" in title
    assert "\\<img" in title
    assert "@everyone" not in title
    assert "://" not in title
    assert "www.evil" not in title, "GitHub turns www. into a link"


def test_entities_in_a_title(tmp_path: Path) -> None:
    """An HTML entity in a title stays the text it is: it cannot spell a mention."""
    root = project(tmp_path / "p", {"content/a.md": "a\n"})
    repos.commit(root, {"content/a.md": "b\n"}, "Hello &#64;everyone &lt;b&gt;", who=repos.MAKER)
    said = pairkit(root, "checklist", "--range", "HEAD", "--for", "developer")
    title = said.out.splitlines()[0]
    assert "&#64;" not in title.replace("\\&", "")


def test_hostile_names_in_the_agreement(tmp_path: Path) -> None:
    """Names of people in pairkit.yaml cannot bring escapes to a terminal or markup into a checklist."""
    hostile = repos.AGREEMENT.replace("name: Jiwon", 'name: "Ji\\e[31mwon\\n\\u202e<b>"')
    root = project(tmp_path / "p", {"pairkit.yaml": hostile})
    repos.stage(root, {"deploy/a.sh": "echo\n"})
    for command in (
        ("check",),
        ("check", "--why"),
        ("checklist", "--for", "developer"),
        ("checklist", "--for", "maker"),
    ):
        said = pairkit(root, *command)
        assert said.code == 0, said
    passes(root)


@pytest.mark.parametrize(
    "line",
    [
        '"\\e[31mevil\\e[0m": 1',
        '"a\\nb\\e[31m": 1',
        'requires: "\\e[31m\\nx"',
        'people: [{name: a, role: "\\n\\e]0;x\\a"}]',
    ],
)
def test_hostile_values_in_a_broken_agreement(tmp_path: Path, line: str) -> None:
    """A broken pairkit.yaml is quoted without raw control signs, by `check` and by the hook."""
    root = project(tmp_path / "p", {"pairkit.yaml": f"version: 1\n{line}\n"})
    assert pairkit(root, "check").code == 2
    repos.stage(root, {"content/a.md": "a\n"})
    said = passes(root)
    assert said.has("line 2")


def test_hostile_branch_and_author(tmp_path: Path) -> None:
    """Names of branches and authors cannot bring escapes to a terminal."""
    root = project(tmp_path / "p", branch="main")
    repos.git(root, "remote", "add", "origin", "https://example.invalid/x.git")
    repos.stage(root, {"content/a.md": "a\n", "deploy/x": "x\n"})
    who = {"name": "M\x1b[31mina\u202e", "email": "mi\x1b[31mna@example.org"}
    said = run(["git", "commit", "-qm", "x"], root, environment(who))
    assert said.code == 1
    said = pairkit(root, "check", "--why", env=environment(who))
    assert said.code == 1
