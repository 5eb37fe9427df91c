"""A pairkit.yaml that is broken, and one that wants to let its own change through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import repos
from bad_input.outside import KEY_FILE, both, environment, hook, install, pairkit, passes, project, refused

GOOD = repos.AGREEMENT

BROKEN: dict[str, tuple[str | bytes, int, str, str]] = {
    "unknown key": (GOOD + "protcted: [main]\n", 10, "Did you mean “protected”", "혹시 “protected”"),
    "unknown key, nothing near": (GOOD + "colour: red\n", 10, "Known are:", "쓸 수 있는 이름"),
    "unknown key of a person": (
        "version: 1\npeople:\n  - {name: A, role: maker, emial: [a@b.c]}\n",
        3,
        "emails",
        "emails",
    ),
    "unknown zone": ("version: 1\nzones:\n  makers: [a/**]\n", 3, "Did you mean “maker”", "혹시 “maker”"),
    "duplicate key": (GOOD + "zones: {}\n", 10, "is there twice; the first is in line 5", "처음은 5번째 줄"),
    "wrong type: text for list": ("version: 1\nprotected: main\n", 2, "must be a list", "목록"),
    "wrong type: list for table": ("version: 1\nzones: [a]\n", 2, "must hold names with values", "이름: 값"),
    "wrong type: text for number": ("version: 1\nsize: {split: many}\n", 2, "whole number", "정수"),
    "negative number": ("version: 1\nsize: {split: -1}\n", 2, "whole number", "정수"),
    "a number of 5000 digits": ("version: 1\nsize:\n  stop: " + "9" * 5000 + "\n", 3, "whole number", "정수"),
    "version of 5000 digits": ("version: " + "9" * 5000 + "\n", 1, "", ""),
    "role unknown": ("version: 1\npeople:\n  - {name: A, role: boss}\n", 3, "developer, maker", "developer, maker"),
    "language: no": ("version: 1\npeople:\n  - name: A\n    role: maker\n    language: no\n", 5, "quotes", "따옴표"),
    "severity: off without quotes": ("version: 1\nrules:\n  big-change:\n    severity: off\n", 4, "quotes", "따옴표"),
    "tab": ("version: 1\nzones:\n\tmaker: [a/**]\n", 3, "indentation", "들여쓰기"),
    "open bracket": ("version: 1\nprotected: [main\n", 2, "bracket", "괄호"),
    "open quote": ('version: 1\nrequires: ">=0.1\n', 2, "quote", "따옴표"),
    "empty": ("", 1, "is empty", "비어 있어요"),
    "comments only": ("# nothing\n", 1, "is empty", "비어 있어요"),
    "not a table": ("just text\n", 1, "names with values", "이름: 값"),
    "two documents": ("version: 1\n---\nversion: 1\n", 2, "", ""),
    "billion laughs": ("version: 1\na: &a [x]\nb: [*a, *a]\n", 3, "references with * and &", "가리킬 수 없어요"),
    "merge key": (
        "version: 1\nzones: &z {maker: [a]}\nrun: {<<: *z}\n",
        3,
        "references with * and &",
        "가리킬 수 없어요",
    ),
    "newer version": ("version: 2\n", 1, "newer pairkit", "새 버전"),
    "no version": ("people: []\n", 1, "pairkit.yaml needs “version”", "pairkit.yaml에 “version”이 필요"),
    "requires too new": ('version: 1\nrequires: ">=99.1"\n', 2, "needs pairkit 99.1", "pairkit 99.1 이상"),
    "requires nonsense": ("version: 1\nrequires: latest\n", 2, "not a version", "버전 번호가 아니에요"),
    "unknown playbook": ("version: 1\n\nplaybooks:\n  - core\n  - cor\n", 5, "Did you mean “core”", "혹시 “core”"),
    "a playbook elsewhere": ("version: 1\nplaybooks: [../../etc]\n", 2, "no playbook", "플레이북은 없어요"),
    "no text but control signs": ("version: 1\n# fine\n# \x07\n", 3, "characters in it", "글자가 들어"),
    "UTF-16": (GOOD.encode("utf-16"), 1, "", ""),
    "CP949": ("version: 1\npeople:\n  - {name: 미나, role: maker}\n".encode("cp949"), 3, "", ""),
    "a name that is a list": ("version: 1\n? [a]\n: b\n", 2, "", ""),
    "deeply nested": ("version: 1\nzones:\n  maker: " + "[" * 3000 + "]" * 3000 + "\n", 3, "", ""),
    "a bomb of brackets": ("version: 1\nzones: " + "[" * 100_000 + "\n", 2, "", ""),
    "python object": ("version: 1\nrequires: !!python/object/apply:os.system [id]\n", 2, "", ""),
}
STAGED_ONLY = {
    "unknown rule": (GOOD + "rules: {big-chnage: {severity: note, because: x}}\n", 10, "big-change", "big-change")
}


@pytest.fixture(scope="module", params=BROKEN)
def broken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Return what is broken, and a repository whose agreement at HEAD is broken so."""
    name: str = request.param
    root = repos.repository(
        tmp_path_factory.mktemp("broken") / "p", {"pairkit.yaml": BROKEN[name][0], "app/a.py": "x = 1\n"}, branch="work"
    )
    return name, root


def test_broken_at_head_in_check(broken: tuple[str, Path]) -> None:
    """`pairkit check` with a broken agreement ends with 2 and names line and remedy, in both languages."""
    name, root = broken
    _, line, english, korean = BROKEN[name]
    both(root, "check", code=2, en=[f"pairkit.yaml, line {line}", english], ko=[f"pairkit.yaml {line}번째 줄", korean])


def test_broken_at_head_in_the_hook(broken: tuple[str, Path]) -> None:
    """With a broken agreement the hook judges without it and names the line; a secret is found all the same."""
    name, root = broken
    _, line, english, _ = BROKEN[name]
    repos.stage(root, {"app/k.py": KEY_FILE})
    said = hook(root)
    repos.git(root, "reset", "-q", "--hard")
    assert said.code == 1, said
    assert said.has(f"line {line}", english, "app/k.py"), said


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository with a good agreement."""
    return repos.repository(tmp_path_factory.mktemp("good") / "p", {"pairkit.yaml": GOOD}, branch="work")


@pytest.mark.parametrize("name", [*BROKEN, *STAGED_ONLY])
def test_broken_when_the_developer_stages_it(good: Path, name: str) -> None:
    """An agreement that could not be read after this commit stops even the developer, with its line."""
    content, line, english, _ = {**BROKEN, **STAGED_ONLY}[name]
    repos.stage(good, {"pairkit.yaml": content})
    said = hook(good, environment(repos.DEVELOPER))
    assert said.code == 1, said
    assert said.has("pairkit.yaml", f"line {line}", english), said


GOOD_ONES = {
    "with a mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "with CRLF": GOOD.replace("\n", "\r\n").encode(),
    "as little as possible": b"version: 1\n",
    "with null lists": b"version: 1\nzones: {}\npeople: []\n",
    "in JSON": json.dumps({"version": 1, "protected": ["main"]}).encode(),
}


@pytest.mark.parametrize("name", GOOD_ONES)
def test_odd_and_good(tmp_path: Path, name: str) -> None:
    """What is only written in another way is read: with a byte order mark, with CRLF, as JSON."""
    root = repos.repository(tmp_path / "p", {"pairkit.yaml": GOOD}, branch="work")
    repos.stage(root, {"pairkit.yaml": GOOD_ONES[name]})
    assert hook(root, environment(repos.DEVELOPER)).code == 0
    repos.commit(root, {})
    assert pairkit(root, "check").code == 0


def test_playbook_named_twice(tmp_path: Path) -> None:
    """A playbook that is named twice finds each thing once."""
    root = project(tmp_path / "p", {"pairkit.yaml": GOOD + "playbooks: [core, core]\n"})
    repos.stage(root, {"deploy/a.sh": "echo\n"})
    said = pairkit(root, "check", "--format", "json")
    assert [one["rule"] for one in json.loads(said.out)["findings"]] == ["zone-crossed"]


def test_agreement_is_a_folder_or_a_link(tmp_path: Path) -> None:
    """A pairkit.yaml that is a folder or a symlink is no agreement: `check` says so, the hook lets pass and says so."""
    folder = repos.repository(tmp_path / "folder", {"pairkit.yaml/a": "x\n"}, branch="work")
    link = tmp_path / "link"
    link.mkdir()
    (link / "pairkit.yaml").symlink_to("elsewhere.yaml")
    repos.repository(link, {"elsewhere.yaml": GOOD}, branch="work")
    for root in (folder, link):
        said = pairkit(root, "check")
        assert said.code == 2, said
        repos.stage(root, {"content/a.md": "a\n"})
        said = hook(root)
        assert said.code == 0
        assert said.has("pairkit.yaml")


OPEN = GOOD.replace("closed: [deploy/**]", "maker: [deploy/**, pairkit.yaml, '**']").replace(
    "  maker: [content/**, glossary/**]\n", ""
)


def test_maker_cannot_open_the_gate(tmp_path: Path) -> None:
    """A maker's change to pairkit.yaml is stopped, and the rest is judged by HEAD's version of it."""
    root = project(tmp_path / "p")
    repos.stage(root, {"pairkit.yaml": OPEN, "deploy/a.sh": "echo\n"})
    said = refused(root)
    assert said.has("pairkit.yaml keeps the agreement", "deploy/a.sh is in Jiwon's area")


@pytest.mark.parametrize("how", ["delete", "rename", "link", "empty", "become developer", "rules off"])
def test_maker_cannot_get_rid_of_the_agreement(tmp_path: Path, how: str) -> None:
    """However a maker's change gets pairkit.yaml out of the way, it is stopped and everything stays."""
    root = project(tmp_path / "p")
    files: dict[str, str | bytes | None] = {"deploy/a.sh": "echo\n"}
    if how == "delete":
        files["pairkit.yaml"] = None
    elif how == "rename":
        repos.git(root, "mv", "pairkit.yaml", "other.yaml")
    elif how == "link":
        (root / "pairkit.yaml").unlink()
        (root / "pairkit.yaml").symlink_to("content/mine.yaml")
    elif how == "empty":
        files["pairkit.yaml"] = ""
    elif how == "become developer":
        files["pairkit.yaml"] = GOOD.replace("role: maker", "role: developer")
    else:
        files["pairkit.yaml"] = GOOD + "rules: {guard-file: {severity: 'off', because: x}}\n"
    repos.stage(root, files)
    assert refused(root).has("pairkit.yaml")


def test_what_is_only_in_the_work_tree_does_not_count(tmp_path: Path) -> None:
    """A pairkit.yaml changed on disk, staged or not, judges nothing."""
    root = project(tmp_path / "p")
    repos.stage(root, {"deploy/a.sh": "echo\n"})
    repos.write(root, {"pairkit.yaml": OPEN})
    assert passes(root).has("deploy/a.sh is in Jiwon's area")


def test_developer_may_change_it(tmp_path: Path) -> None:
    """The developer's change to pairkit.yaml passes and holds from the next commit on."""
    root = project(tmp_path / "p")
    repos.stage(root, {"pairkit.yaml": GOOD.replace("deploy/**", "ops/**")})
    passes(root, env=environment(repos.DEVELOPER))
    repos.stage(root, {"ops/a.sh": "echo\n", "deploy/b.sh": "echo\n"})
    said = passes(root)
    assert said.has("ops/a.sh is in Jiwon's area")
    assert "deploy/b.sh" not in said.text


def test_range_is_judged_by_its_base(tmp_path: Path) -> None:
    """In a range in which pairkit.yaml changes, the version before the range judges."""
    root = project(tmp_path / "p", branch="main")
    repos.git(root, "checkout", "-q", "-b", "work")
    repos.commit(root, {"pairkit.yaml": OPEN}, who=repos.MAKER)
    repos.commit(root, {"deploy/a.sh": "echo\n"}, who=repos.MAKER)
    for revisions in ("main...work", "main..work", "main...", "work~2..work"):
        said = pairkit(root, "check", "--range", revisions)
        assert said.code == 1, (revisions, said)
        assert said.has("pairkit.yaml", "deploy/a.sh"), (revisions, said)
    said = pairkit(root, "check", "--range", "work~1")
    assert said.code == 1
    assert said.has("pairkit.yaml keeps the agreement")


def test_range_that_breaks_it(tmp_path: Path) -> None:
    """A range that brings a broken pairkit.yaml is judged by the base's, and the break is found."""
    root = project(tmp_path / "p", branch="main")
    repos.git(root, "checkout", "-q", "-b", "work")
    repos.commit(root, {"pairkit.yaml": "version: 1\npeple: []\n"}, who=repos.DEVELOPER)
    said = pairkit(root, "check", "--range", "main...work")
    assert said.code == 1
    assert said.has("line 2")


def test_range_that_brings_the_first_one(tmp_path: Path) -> None:
    """A range that brings the first pairkit.yaml is judged without any: it does not rule over itself."""
    root = install(repos.repository(tmp_path / "p", {"a.txt": "a\n"}, branch="main"))
    repos.git(root, "checkout", "-q", "-b", "work")
    repos.commit(root, {"pairkit.yaml": GOOD, "deploy/a.sh": "echo\n"}, who=repos.MAKER)
    assert pairkit(root, "check", "--range", "main...work").code == 0
