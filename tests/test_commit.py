"""A commit is judged: what stops, what is only said, and that nothing is ever lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden import same
from repos import DEVELOPER, MAKER, git, stage
from repos import commit as record
from running import commit, pairkit
from stories import KEY, ORDERS, project, three_problems


def state(root: Path) -> tuple[str, str]:
    """Return what is staged and what lies around, to compare before and after."""
    return git(root, "diff", "--cached"), git(root, "status", "--porcelain")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_key_stops_and_the_rest_is_said(folder: Path, language: str) -> None:
    """The commit stops for the key, names all three with file and line, and prints no secret."""
    root = project(folder / "desk")
    three_problems(root)
    before = state(root)
    done = commit(root, who=MAKER, PAIRKIT_LANG=language)
    assert done.code == 1
    assert KEY not in done.said
    assert state(root) == before
    same(f"commit-stopped.{language}.txt", done.err)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_without_the_key_it_passes_and_says_the_others(folder: Path, language: str) -> None:
    """On one's own branch a deleted test and a dropped table are a line each, and the commit is made."""
    root = project(folder / "desk")
    three_problems(root)
    stage(root, {"app/storage.py": "import boto3\n"})
    done = commit(root, who=MAKER, PAIRKIT_LANG=language)
    assert done.code == 0
    assert git(root, "log", "-1", "--format=%an").strip() == "Mina"
    same(f"commit-passed.{language}.txt", done.err)


def test_the_report_speaks_the_acting_persons_language(folder: Path) -> None:
    """Mina's language in pairkit.yaml is Korean; nothing else says so."""
    root = project(folder / "desk")
    three_problems(root)
    assert commit(root, who=MAKER).err.startswith("작업은 그대로 있어요.")
    assert commit(root, who=DEVELOPER).err.startswith("Your work is still here")


def test_nothing_to_say_is_nothing_printed(folder: Path) -> None:
    """A harmless commit passes in silence."""
    root = project(folder / "desk")
    stage(root, {"content/start.md": "Hello, all\n"})
    done = commit(root, "-q", who=MAKER)
    assert (done.code, done.said) == (0, "")


def test_smaller_things_wait_for_the_checklist(folder: Path) -> None:
    """What is no `must` is silent at a commit, and stands in `check` and in the checklist."""
    root = project(folder / "desk")
    stage(root, {"content/notes.sqlite3": b"SQLite format 3\0"})
    assert "content/notes.sqlite3" in pairkit(root, "check", "--format", "json", who=MAKER).out
    assert "content/notes.sqlite3" in pairkit(root, "checklist", "--for", "maker", who=MAKER).out
    done = commit(root, "-q", who=MAKER)
    assert (done.code, done.said) == (0, "")


def test_a_merge_of_main_accuses_nobody(folder: Path) -> None:
    """The developer's files come in by a merge; the maker who merges is told of none of them."""
    root = project(folder / "desk")
    record(root, {"content/start.md": "Hello, all\n"}, who=MAKER)
    git(root, "switch", "-q", "main")
    changed = {"app/models/term.py": "x = 1\n", "tests/test_orders.py": None, "migrations/2.sql": "DROP TABLE a;\n"}
    record(root, changed, who=DEVELOPER)
    git(root, "switch", "-q", "mina/work")
    git(root, "merge", "-q", "--no-commit", "--no-ff", "main", who=MAKER)
    done = commit(root, "-q", who=MAKER)
    assert (done.code, done.said) == (0, "")


def test_a_key_typed_in_while_merging_is_found(folder: Path) -> None:
    """What differs from every parent is the merging person's own work."""
    root = project(folder / "desk")
    record(root, {"content/start.md": "Hello, all\n"}, who=MAKER)
    git(root, "switch", "-q", "main")
    record(root, {"app/new.py": "a = 1\n"})
    git(root, "switch", "-q", "mina/work")
    git(root, "merge", "-q", "--no-commit", "--no-ff", "main", who=MAKER)
    stage(root, {"app/new.py": f"a = 1\nKEY = '{KEY}'\n"})
    done = commit(root, who=MAKER, PAIRKIT_LANG="en")
    assert done.code == 1
    assert "app/new.py, line 2" in done.err


def test_only_what_is_recorded_is_judged(folder: Path) -> None:
    """`git commit FILE` uses another index; a key that stays out of it does not stop it."""
    root = project(folder / "desk")
    stage(root, {"app/storage.py": f"KEY = '{KEY}'\n", "content/start.md": "Hello, you\n"})
    assert commit(root, "-q", "content/start.md", who=MAKER).code == 0
    assert commit(root, "-q", who=MAKER).code == 1


def test_the_maker_cannot_rewrite_the_judge(folder: Path) -> None:
    """The agreement of HEAD judges a change of pairkit.yaml, and a guard file stops for the maker."""
    root = project(folder / "desk")
    stage(root, {"pairkit.yaml": "version: 1\npeople:\n- {name: Mina, role: developer, emails: [mina@example.com]}\n"})
    done = commit(root, who=MAKER, PAIRKIT_LANG="en")
    assert done.code == 1
    assert "pairkit.yaml keeps the agreement" in done.err
    assert commit(root, "-q", who=DEVELOPER).code == 0


def test_a_broken_agreement_is_not_recorded(folder: Path) -> None:
    """A slip in pairkit.yaml would switch every guard off, so it stops with line and remedy."""
    root = project(folder / "desk")
    stage(root, {"pairkit.yaml": "version: 1\nprotectd: [main]\n"})
    done = commit(root, who=DEVELOPER)
    assert done.code == 1
    assert "line 2" in done.err
    assert "Did you mean “protected”?" in " ".join(done.err.split())


def test_main_is_protected_once_there_is_a_remote(folder: Path) -> None:
    """Alone on a computer `main` is one's own; as soon as it is shared it changes by requests."""
    root = project(folder / "desk")
    git(root, "switch", "-q", "main")
    stage(root, {"content/start.md": "Hello, all\n"})
    assert commit(root, "-q").code == 0
    git(root, "remote", "add", "origin", "https://example.com/desk.git")
    stage(root, {"content/start.md": "Hello, you\n"})
    done = commit(root, who=MAKER, PAIRKIT_LANG="en")
    assert done.code == 1
    assert "git switch -c mina/work" in " ".join(done.err.split())


def test_a_hotfix_stops_only_for_what_cannot_be_undone(folder: Path) -> None:
    """On hotfix/* a dropped table and a key stop; a deleted test does not."""
    root = project(folder / "desk")
    git(root, "switch", "-q", "-c", "hotfix/login")
    stage(root, {"tests/test_orders.py": None})
    assert commit(root, "-q").code == 0
    stage(root, {"migrations/0002_cleanup.sql": "DROP TABLE users;\n"})
    assert commit(root, "-q").code == 1


def test_an_unknown_address_is_told_the_line_that_fixes_it(folder: Path) -> None:
    """Somebody whom the agreement does not know counts as a maker, and reads how to change that."""
    root = project(folder / "desk")
    stage(root, {"app/models/term.py": "x = 1\n"})
    done = commit(root, who={"name": "Jiwon", "email": "jiwon@home.example"}, PAIRKIT_LANG="en")
    assert done.code == 0
    assert "emails: [jiwon@home.example]" in " ".join(done.err.split())


def test_what_the_template_made_is_not_judged(folder: Path) -> None:
    """A file that equals its rendering in the lock was written by nobody here."""
    root = project(folder / "desk")
    blob = git(root, "hash-object", "-w", "--stdin", stdin=f"KEY = '{KEY}'\n".encode()).strip()
    lock = {"files": {"app/sample.py": {"blob": blob, "mode": "100644"}}}
    record(root, {"pairkit.lock": json.dumps(lock)})
    stage(root, {"app/sample.py": f"KEY = '{KEY}'\n"})
    assert commit(root, "-q", who=MAKER).code == 0
    stage(root, {"app/sample.py": f"KEY = '{KEY}'\n# mine\n"})
    record(root, {"app/sample.py": None})
    stage(root, {"app/sample.py": f"KEY = '{KEY}'\n# mine\n"})
    assert commit(root, "-q", who=MAKER).code == 1


def test_an_existing_hook_still_runs_and_comes_back(folder: Path) -> None:
    """`guard install` keeps a foreign hook, runs it first, and `guard remove` brings it back as it was."""
    root = project(folder / "desk")
    pairkit(root, "guard", "remove")
    foreign = root / ".git" / "hooks" / "pre-commit"
    foreign.write_text("#!/bin/sh\necho foreign >&2\n")
    foreign.chmod(0o755)
    assert "still runs first" in pairkit(root, "guard", "install").out
    stage(root, {"content/start.md": ORDERS})
    assert "foreign" in commit(root, who=MAKER).err
    assert pairkit(root, "guard", "remove").code == 0
    assert foreign.read_text() == "#!/bin/sh\necho foreign >&2\n"
