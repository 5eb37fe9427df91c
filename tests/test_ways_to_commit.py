"""Whatever way leads to a commit, what is judged is what will be recorded, and nothing that lies around is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from repos import MAKER, git, write
from repos import commit as record
from running import commit, run
from stories import STORAGE, project


@pytest.fixture
def desk(folder: Path) -> Path:
    """Return a project with one file of two far places, on the maker's branch."""
    root = project(folder / "desk")
    record(root, {"app/far.py": "a = 1\n" + "\n" * 20 + "b = 1\n"})
    return root


def test_a_part_of_a_file(desk: Path) -> None:
    """With `git add -p` only the chosen lines are recorded: a key in the other part neither stops nor goes away."""
    write(desk, {"app/far.py": "a = 2\n" + "\n" * 20 + STORAGE})
    git(desk, "add", "-p", stdin=b"y\nn\n")
    before = (desk / "app" / "far.py").read_bytes()
    assert commit(desk, "-q", who=MAKER).code == 0
    assert (desk / "app" / "far.py").read_bytes() == before
    git(desk, "add", "-A")
    assert commit(desk, "-q", who=MAKER).code == 1


def test_a_clean_file_over_a_staged_key(desk: Path) -> None:
    """What is staged counts, also where the file itself is clean again."""
    write(desk, {"app/storage.py": STORAGE})
    git(desk, "add", "-A")
    write(desk, {"app/storage.py": "import boto3\n"})
    assert commit(desk, "-q", who=MAKER).code == 1
    assert commit(desk, "-q", "-a", who=MAKER).code == 0


def test_a_stash_is_nobodys_business(desk: Path) -> None:
    """Laying work aside and taking it up again runs no check and changes nothing; the commit afterwards is judged."""
    write(desk, {"app/far.py": STORAGE})
    done = run(desk, "git", "stash", who=MAKER)
    assert done.code == 0
    assert "pairkit" not in done.said
    assert commit(desk, "-q", "--allow-empty", who=MAKER).code == 0
    assert run(desk, "git", "stash", "pop", "-q", who=MAKER).code == 0
    assert commit(desk, "-q", "-a", who=MAKER).code == 1


def test_an_amend_is_judged_by_what_it_adds(desk: Path) -> None:
    """A key in the amended part stops."""
    write(desk, {"app/storage.py": STORAGE})
    git(desk, "add", "-A")
    before = git(desk, "rev-parse", "HEAD")
    assert run(desk, "git", "commit", "-q", "--amend", "--no-edit", who=MAKER).code == 1
    assert git(desk, "rev-parse", "HEAD") == before


def test_a_rebase_of_ones_own_branch(desk: Path) -> None:
    """Commits that were clean stay clean on the way, and the rebase comes to its end in silence."""
    record(desk, {"content/a.md": "a\n"}, who=MAKER)
    git(desk, "switch", "-q", "main")
    record(desk, {"app/models/term.py": "x = 1\n"})
    git(desk, "switch", "-q", "mina/work")
    done = run(desk, "git", "rebase", "-q", "main", who=MAKER)
    assert (done.code, done.said) == (0, "")


def test_a_cherry_pick_and_a_revert(desk: Path) -> None:
    """A key does not come in again by picking or by taking back; git runs no hook for it, so the push finds it."""
    git(desk.parent, "init", "-q", "--bare", "there.git")
    git(desk, "remote", "add", "origin", str(desk.parent / "there.git"))
    git(desk, "push", "-q", "--no-verify", "origin", "main", "mina/work")
    git(desk, "switch", "-q", "-c", "other")
    key = record(desk, {"app/storage.py": STORAGE}, who=MAKER)
    git(desk, "switch", "-q", "mina/work")
    assert run(desk, "git", "cherry-pick", key, who=MAKER).code == 0
    assert run(desk, "git", "push", "-q", "origin", "mina/work", who=MAKER).code == 1
    assert run(desk, "git", "revert", "--no-edit", "HEAD", who=MAKER).code == 0
    assert run(desk, "git", "push", "-q", "origin", "mina/work", who=MAKER).code == 1
    git(desk, "reset", "-q", "--hard", "HEAD~2")
    assert run(desk, "git", "push", "-q", "origin", "mina/work", who=MAKER).code == 0
