"""Ranges that name nothing, too little, or something odd."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import repos
from bad_input.outside import KEY_FILE, both, pairkit, project


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with a branch, a merge with a file of its own, a tag, and a second beginning."""
    place = project(tmp_path_factory.mktemp("ranges") / "p", {"content/a.md": "a\n\n\n\nb\n"}, branch="main")
    repos.git(place, "checkout", "-q", "-b", "work")
    repos.commit(place, {"content/a.md": "A\n\n\n\nb\n"}, "maker's", who=repos.MAKER)
    repos.git(place, "checkout", "-q", "main")
    repos.commit(place, {"content/a.md": "a\n\n\n\nB\n", "deploy/x.sh": "x\n"}, "developer's")
    repos.git(place, "checkout", "-q", "work")
    repos.git(place, "merge", "-q", "--no-commit", "--no-ff", "main", who=repos.MAKER)
    repos.stage(place, {"content/a.md": "A\n\n\n\nB\n", "deploy/mine.sh": "mine\n"})
    repos.git(place, "commit", "-q", "--no-verify", "-m", "Merge main", who=repos.MAKER)
    repos.git(place, "tag", "-a", "-m", "x", "v1")
    repos.git(place, "checkout", "-q", "--orphan", "alone")
    repos.commit(place, {"content/z.md": "z\n"}, "another beginning")
    repos.git(place, "checkout", "-q", "work")
    return place


@pytest.mark.parametrize(
    "name",
    [
        "nowhere",
        "main...nowhere",
        "nowhere..main",
        "-x",
        "--output=hacked",
        "-x...main",
        "main@{99}",
        "HEAD~99",
        ":/nothing",
        "HEAD^{tree}",
        "HEAD:content",
        "0" * 40,
        "용어",
        "a b",
        "^main",
        "\x1b[31m",
    ],
)
def test_unknown_version(root: Path, name: str) -> None:
    """A version that is not there is told by its name, in both languages, and never taken for an option of git."""
    both(root, "check", f"--range={name}", code=2, en=["no version named"], ko=["버전은 없어요"])
    assert not (root / "hacked").exists()


@pytest.mark.parametrize("name", ["", " ", "\t"])
def test_empty_range(root: Path, name: str) -> None:
    """An empty range is told as one."""
    both(root, "check", "--range", name, code=2, en=["names no version"], ko=["버전 이름이 없어요"])


def test_no_common_ancestor(root: Path) -> None:
    """Two histories without a common beginning are told so, and what to do in CI; two dots compare them."""
    both(
        root,
        "check",
        "--range",
        "main...alone",
        code=2,
        en=["no common beginning", "fetch-depth"],
        ko=["갈라졌는지", "fetch-depth"],
    )
    assert pairkit(root, "check", "--range", "main..alone").code in (0, 1)


def test_shallow_copy(root: Path, tmp_path: Path) -> None:
    """In a shallow copy, as CI makes it, what cannot be known is said and not guessed."""
    repos.git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", f"file://{root}", "copy")
    said = pairkit(tmp_path / "copy", "check", "--range", "origin/main...origin/work")
    assert said.code == 2, said
    assert said.has("fetch-depth: 0")


def test_one_commit_root_and_tag(root: Path) -> None:
    """One commit, the first one, and a tag each are a range."""
    first = repos.git(root, "rev-list", "--max-parents=0", "main").strip()
    for name in (first, "main~0", "v1", "HEAD", "@", "work^{commit}"):
        said = pairkit(root, "check", "--range", name)
        assert said.code in (0, 1), (name, said)
    said = pairkit(root, "checklist", "--range", first, "--format", "json")
    assert len(json.loads(said.out)["files"]) == 2


def test_same_version_twice(root: Path) -> None:
    """A range of nothing is no change."""
    for name in ("main...main", "main..main", "..", "..."):
        said = pairkit(root, "check", "--range", name)
        assert said.code == 0
        assert said.has("no change")


def test_merge_commit(root: Path) -> None:
    """A merge is judged by what it adds itself, as the work of whoever merged."""
    said = pairkit(root, "check", "--range", "work", "--format", "json")
    report = json.loads(said.out)
    crossed = [one["file"] for one in report["findings"] if one["rule"] == "zone-crossed"]
    assert crossed == ["deploy/mine.sh"], report
    assert report["person"]["name"] == "Mina", report


def test_merge_commit_has_its_own_title(root: Path) -> None:
    """The checklist of a merge is named after the merge, not after some commit below it."""
    said = pairkit(root, "checklist", "--range", "work", "--format", "json")
    assert json.loads(said.out)["title"] == "Merge main"


def test_merge_commit_is_its_own_authors(tmp_path: Path) -> None:
    """What a merge adds is the work of whoever merged, not of whoever wrote the last commit before it."""
    place = project(tmp_path / "p", {"content/a.md": "a\n"}, branch="main")
    repos.git(place, "checkout", "-q", "-b", "work")
    repos.commit(place, {"content/b.md": "b\n"}, who=repos.DEVELOPER)
    repos.git(place, "checkout", "-q", "main")
    repos.commit(place, {"content/c.md": "c\n"}, who=repos.DEVELOPER)
    repos.git(place, "merge", "-q", "--no-commit", "--no-ff", "work", who=repos.MAKER)
    repos.stage(place, {"deploy/mine.sh": "mine\n", "pairkit.yaml": repos.AGREEMENT + "protected: []\n"})
    repos.git(place, "commit", "-q", "--no-verify", "-m", "Merge work", who=repos.MAKER)
    said = pairkit(place, "check", "--range", "HEAD")
    assert said.code == 1, said
    assert said.has("pairkit.yaml keeps the agreement", "deploy/mine.sh")


def test_range_in_a_subfolder(root: Path) -> None:
    """A range is judged as a whole wherever the command is started."""
    said = pairkit(root / "content", "check", "--range", "main...work")
    assert said.has("deploy/mine.sh")


def test_range_and_paths(root: Path) -> None:
    """Paths limit what is judged in a range, as seen from the current folder."""
    assert pairkit(root / "content", "check", "--range", "main...work", ".").code == 0
    assert pairkit(root / "content", "check", "--range", "main...work", "../deploy").has("deploy/mine.sh")


def test_branch_named_like_a_file(root: Path) -> None:
    """A branch whose name is also a folder's is still the branch."""
    repos.git(root, "branch", "-f", "content", "main")
    assert pairkit(root, "check", "--range", "content...work").has("deploy/mine.sh")
    repos.git(root, "branch", "-D", "content")


def test_secret_that_came_and_went_is_not_in_the_comparison(tmp_path: Path) -> None:
    """A range compares its two ends; what a commit between them held is judged commit by commit."""
    place = project(tmp_path / "p", branch="main")
    repos.git(place, "checkout", "-q", "-b", "work")
    bad = repos.commit(place, {"app/k.py": KEY_FILE})
    repos.commit(place, {"app/k.py": "x = 1\n"})
    assert pairkit(place, "check", "--range", bad).code == 1


def test_odd_authors(tmp_path: Path) -> None:
    """Commits with empty or odd authors are judged; nobody known counts as the maker."""
    place = project(tmp_path / "p", branch="main")
    repos.git(place, "checkout", "-q", "-b", "work")
    for email in ("", "a b", "한글@example.com", "<x>"):
        repos.commit(place, {"deploy/a.sh": f"{email}\n"}, who={"name": "x\u202ey", "email": email})
    said = pairkit(place, "check", "--range", "main...work")
    assert said.has("deploy/a.sh is in Jiwon's area")
