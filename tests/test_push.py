"""A push is judged: what each of its commits carries, what lands on a protected branch; and nothing is ever lost."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from golden import same
from repos import AGREEMENT, DEVELOPER, MAKER, git, repository
from repos import commit as record
from running import Ran, pairkit, run
from stories import KEY, STORAGE

from pairkit.change.pushed import Update, updates
from pairkit.gate.push import judge_push
from pairkit.git.objects import Objects
from pairkit.git.place import find

FILES: Mapping[str, str] = {"pairkit.yaml": AGREEMENT, "content/start.md": "Hello\n", "app/models/term.py": "x = 1\n"}


@pytest.fixture
def desk(folder: Path) -> Path:
    """Return a project with a remote that has its main branch; the maker's branch is checked out."""
    git(folder, "init", "-q", "--bare", "-b", "main", "there.git")
    root = repository(folder / "desk", FILES)
    assert pairkit(root, "guard", "install").code == 0
    git(root, "remote", "add", "origin", str(folder / "there.git"))
    git(root, "push", "-q", "--no-verify", "-u", "origin", "main")
    git(root, "switch", "-q", "-c", "mina/work")
    return root


def push(root: Path, *args: str, who: Mapping[str, str] = MAKER, **more: str) -> Ran:
    """Run `git push origin ARGS` with the hooks that are in place."""
    more.setdefault("PAIRKIT_LANG", "en")
    return run(root, "git", "push", "-q", "origin", *args, who=who, stdin=None, **more)


def said_by_us(done: Ran) -> str:
    """Return what was said without git's own last line, which names a folder."""
    return "".join(line for line in done.err.splitlines(keepends=True) if not line.startswith("error: failed to push"))


def there(root: Path) -> str:
    """Return all references of the remote."""
    return git(root, "ls-remote", "origin")


def flat(ran: Ran) -> str:
    """Return what was said as one line."""
    return " ".join(ran.err.split())


def test_a_harmless_push_is_silent(desk: Path) -> None:
    """A push with nothing to say prints nothing and arrives."""
    record(desk, {"content/start.md": "Hello, all\n"}, who=MAKER)
    done = push(desk, "mina/work")
    assert (done.code, done.said) == (0, "")
    assert "refs/heads/mina/work" in there(desk)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_secret_that_a_later_commit_took_out_stops(desk: Path, language: str) -> None:
    """The history carries it, so the push stops, names the commit, and prints no secret."""
    record(desk, {"content/start.md": "Hello, all\n"}, "hello", who=MAKER)
    record(desk, {"app/storage.py": STORAGE}, "storage", who=MAKER)
    record(desk, {"app/storage.py": "import boto3\n"}, "no key", who=MAKER)
    before = there(desk)
    done = push(desk, "mina/work", PAIRKIT_LANG=language)
    assert done.code == 1
    assert KEY not in done.said
    assert there(desk) == before
    same(f"push-carried.{language}.txt", said_by_us(done))


def test_what_the_words_say_to_do_lets_it_go(desk: Path) -> None:
    """`git reset --soft` as told, a clean commit, and the push passes."""
    record(desk, {"app/storage.py": STORAGE}, "storage", who=MAKER)
    record(desk, {"app/storage.py": "import boto3\n"}, "no key", who=MAKER)
    said = flat(push(desk, "mina/work"))
    before = said.partition("git reset --soft ")[2].partition('"')[0]
    git(desk, "reset", "--soft", before)
    git(desk, "commit", "-q", "--no-verify", "-m", "storage", who=MAKER)
    assert push(desk, "mina/work").code == 0


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ({".env": "DESK_KEY=abc\n"}, ".env"),
        ({"content/a.md": "<<<<" + "<<< HEAD\na\n====" + "===\nb\n>>>>" + ">>> main\n"}, "content/a.md"),
        ({"content/big.md": "x" * 79 + "\n" + ("y" * 79 + "\n") * 80_000}, "content/big.md"),
    ],
)
def test_what_must_not_be_in_a_history_stops(desk: Path, files: Mapping[str, str], part: str) -> None:
    """Environment files, conflict marks and huge files stop too, where a later commit removed them as well."""
    record(desk, files, who=MAKER)
    record(desk, dict.fromkeys(files), who=MAKER)
    done = push(desk, "mina/work")
    assert done.code == 1
    assert part in done.err


def test_what_the_other_side_has_is_not_told_again(desk: Path) -> None:
    """Only commits that the remote does not have are looked at, on any branch."""
    record(desk, {"app/storage.py": STORAGE}, who=MAKER)
    git(desk, "push", "-q", "--no-verify", "origin", "mina/work")
    git(desk, "switch", "-q", "-c", "mina/more")
    record(desk, {"content/start.md": "Hello, all\n"}, who=MAKER)
    assert push(desk, "mina/more").code == 0
    assert push(desk, "mina/work:refs/heads/mina/third").code == 0


def test_a_first_push_to_an_empty_place(folder: Path) -> None:
    """All of the history goes then: a secret in it stops; a clean one arrives, main included."""
    git(folder, "init", "-q", "--bare", "-b", "main", "there.git")
    root = repository(folder / "desk", {**FILES, "app/storage.py": STORAGE})
    assert pairkit(root, "guard", "install").code == 0
    git(root, "remote", "add", "origin", str(folder / "there.git"))
    done = push(root, "main")
    assert done.code == 1
    assert "app/storage.py, line 3" in done.err
    git(root, "rm", "-q", "app/storage.py")
    git(root, "commit", "-q", "--amend", "--no-verify", "-m", "start")
    done = push(root, "main")
    assert (done.code, done.said) == (0, "")


def test_a_push_to_an_address(desk: Path, folder: Path) -> None:
    """A push to an address instead of a name is judged as a first one."""
    git(folder, "init", "-q", "--bare", "other.git")
    record(desk, {"app/storage.py": STORAGE}, who=MAKER)
    done = run(desk, "git", "push", "-q", str(folder / "other.git"), "mina/work", who=MAKER, PAIRKIT_LANG="en")
    assert done.code == 1
    assert "app/storage.py" in done.err


def test_a_secret_typed_in_while_merging_is_found(desk: Path) -> None:
    """A merge carries what differs from every parent, and only that."""
    record(desk, {"content/a.md": "a\n"}, who=MAKER)
    git(desk, "switch", "-q", "-c", "side", "main")
    record(desk, {"content/b.md": "b\n"})
    git(desk, "switch", "-q", "mina/work")
    git(desk, "merge", "-q", "--no-commit", "--no-ff", "side", who=MAKER)
    record(desk, {"app/storage.py": STORAGE}, "merge", who=MAKER)
    done = push(desk, "mina/work")
    assert done.code == 1
    assert "app/storage.py" in done.err


def test_what_no_simple_way_leads_back_from_is_for_the_developer(desk: Path) -> None:
    """A key that came by a merge, or with the very first commit: no command is told that would lose the history."""
    git(desk, "switch", "-q", "-c", "side")
    record(desk, {"app/storage.py": STORAGE}, who=MAKER)
    git(desk, "switch", "-q", "mina/work")
    record(desk, {"content/a.md": "a\n"}, who=MAKER)
    git(desk, "merge", "-q", "--no-ff", "side", "-m", "side", who=MAKER)
    done = push(desk, "mina/work")
    assert done.code == 1
    assert "git reset" not in done.err
    assert "ask the developer" in flat(done)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_crossing_waits_at_main(desk: Path, language: str) -> None:
    """The maker's push of the developer's file to main waits, with the branch to send it to; that branch goes."""
    record(desk, {"app/models/term.py": "x = 2\n"}, who=MAKER)
    done = push(desk, "HEAD:main", PAIRKIT_LANG=language)
    assert done.code == 1
    same(f"push-waits.{language}.txt", said_by_us(done))
    assert push(desk, "HEAD:refs/heads/mina/work").code == 0
    assert push(desk, "HEAD:main", who=DEVELOPER).code == 0


def test_who_merges_the_owners_work_crosses_nothing(desk: Path) -> None:
    """The developer's own change of the developer's file comes to main by the maker's merge; hers waits."""
    record(desk, {"content/start.md": "Hello, all\n"}, who=MAKER)
    git(desk, "switch", "-q", "-c", "jiwon/terms", "main")
    record(desk, {"app/models/term.py": "x = 2\n", "app/models/용어 \t1.py": "y = 1\n"})
    git(desk, "switch", "-q", "mina/work")
    git(desk, "merge", "-q", "--no-ff", "jiwon/terms", "-m", "terms", who=MAKER)
    done = push(desk, "HEAD:main")
    assert (done.code, done.said) == (0, "")
    record(desk, {"app/models/term.py": "x = 3\n"}, who=MAKER)
    record(desk, {"app/models/용어 \t1.py": "y = 2\n"})
    done = push(desk, "HEAD:main")
    assert done.code == 1
    assert "app/models/term.py is in" in flat(done)


def test_the_developers_words_wait_for_the_maker(desk: Path) -> None:
    """The maker's area is the maker's: the words name her."""
    record(desk, {"content/start.md": "Hello, all\n"})
    done = push(desk, "HEAD:main", who=DEVELOPER)
    assert done.code == 1
    assert "waits for 번역가" in flat(done)


def test_every_stable_must_stops_at_main(desk: Path) -> None:
    """A dropped table passes on one's own branch and stops on the way to main, whoever pushes."""
    record(desk, {"migrations/0002_cleanup.sql": "DROP TABLE users;\n"})
    assert push(desk, "mina/work").code == 0
    done = push(desk, "HEAD:main", who=DEVELOPER)
    assert done.code == 1
    assert "0002_cleanup.sql" in done.err


@pytest.mark.parametrize("language", ["en", "ko"])
def test_references_that_others_rely_on(desk: Path, language: str) -> None:
    """Main is neither deleted nor replaced, and a shared tag does not move."""
    git(desk, "config", "push.default", "nothing")
    git(desk, "tag", "v1", "main")
    assert push(desk, "v1").code == 0
    record(desk, {"content/start.md": "Hello, all\n"}, who=MAKER)
    git(desk, "push", "-q", "--no-verify", "origin", "HEAD:main")
    git(desk, "switch", "-q", "-c", "old", "HEAD~1")
    git(desk, "commit", "-q", "--no-verify", "--allow-empty", "-m", "another", who=MAKER)
    git(desk, "tag", "-f", "v1", "HEAD")
    before = there(desk)
    said = []
    for args in (["--force", "HEAD:main"], [":main"], ["--force", "v1"]):
        done = push(desk, *args, who=DEVELOPER, PAIRKIT_LANG=language)
        assert done.code == 1, done
        said.append(said_by_us(done))
    assert there(desk) == before
    same(f"push-references.{language}.txt", "\n".join(said))


def test_ones_own_branch_may_be_replaced_and_deleted(desk: Path) -> None:
    """An amended commit goes to one's own branch by force, and the branch may go; new tags go too."""
    record(desk, {"content/start.md": "Hello, all\n"}, who=MAKER)
    assert push(desk, "mina/work").code == 0
    git(desk, "commit", "-q", "--amend", "--no-verify", "-m", "better", who=MAKER)
    assert push(desk, "--force", "mina/work").code == 0
    assert push(desk, ":mina/work").code == 0
    git(desk, "tag", "-a", "v2", "-m", "two")
    done = push(desk, "v2")
    assert (done.code, done.said) == (0, "")


def test_a_version_that_is_not_here(desk: Path, folder: Path) -> None:
    """Somebody else pushed: on one's own branch that is said and passes; main is not replaced unseen."""
    record(desk, {"content/start.md": "Hello, all\n"}, who=MAKER)
    assert push(desk, "mina/work").code == 0
    git(folder, "clone", "-q", str(folder / "there.git"), "other")
    git(folder / "other", "switch", "-q", "mina/work")
    record(folder / "other", {"content/b.md": "b\n"})
    git(folder / "other", "push", "-q", "origin", "mina/work", "HEAD:main")
    git(desk, "commit", "-q", "--amend", "--no-verify", "-m", "better", who=MAKER)
    done = push(desk, "--force", "mina/work")
    assert done.code == 0
    assert "git pull" in flat(done)
    done = push(desk, "--force", "HEAD:main")
    assert done.code == 1
    assert "git pull" in flat(done)


def test_a_shallow_copy(desk: Path, folder: Path) -> None:
    """In a copy without its past a push is judged by what is new, and the edge accuses nobody."""
    record(desk, {"app/storage.py": STORAGE}, who=MAKER)
    record(desk, {"content/start.md": "1\n"}, who=MAKER)
    git(desk, "push", "-q", "--no-verify", "origin", "HEAD:main")
    git(folder, "clone", "-q", "--depth", "1", f"file://{folder / 'there.git'}", "shallow")
    root = folder / "shallow"
    assert pairkit(root, "guard", "install").code == 0
    record(root, {"content/start.md": "2\n"}, who=MAKER)
    done = push(root, "HEAD:refs/heads/mina/next")
    assert (done.code, done.said) == (0, "")
    record(root, {"app/keys.py": STORAGE}, who=MAKER)
    assert push(root, "HEAD:refs/heads/mina/next").code == 1


def test_a_hotfix_stops_only_for_what_cannot_be_undone(desk: Path) -> None:
    """On hotfix/* a dropped table stops, a conflict mark does not, and the incident's checklist is named."""
    git(desk, "switch", "-q", "-c", "hotfix/login")
    record(desk, {"content/a.md": "<<<<" + "<<< HEAD\na\n====" + "===\nb\n>>>>" + ">>> main\n"}, who=MAKER)
    assert push(desk, "hotfix/login").code == 0
    record(desk, {"migrations/0002_cleanup.sql": "DROP TABLE users;\n"}, who=MAKER)
    done = push(desk, "hotfix/login")
    assert done.code == 1
    assert "pairkit checklist incident" in flat(done)


def test_an_exception_holds_at_a_push(desk: Path) -> None:
    """What the developer let pass at the commit passes at the push too."""
    (desk / "app").mkdir(exist_ok=True)
    (desk / "app" / "storage.py").write_text(STORAGE)
    git(desk, "add", "-A")
    refused = run(desk, "git", "commit", "-qm", "x", who=DEVELOPER, PAIRKIT_LANG="en")
    name = flat(refused).rpartition("pairkit allow ")[2].split()[0]
    assert pairkit(desk, "allow", name, "--because", "an example").code == 0
    assert run(desk, "git", "commit", "-qm", "x", who=DEVELOPER).code == 0
    assert push(desk, "mina/work", who=DEVELOPER).code == 0


def test_a_long_history_is_told_to_be_read_in_part(desk: Path) -> None:
    """When the time is over the rest is not looked at, which is said, and the push passes."""
    start = git(desk, "rev-parse", "HEAD").strip()
    lines = [f"commit refs/heads/mina/work\ncommitter M <mina@example.com> {n} +0000\ndata 1\nx" for n in range(350)]
    lines[0] += f"\nfrom {start}"
    body = "\n".join(f"{line}\nM 644 inline content/n.md\ndata {len(str(n))}\n{n}" for n, line in enumerate(lines))
    git(desk, "fast-import", "--quiet", "--force", stdin=body.encode() + b"\n")
    update = Update(
        "refs/heads/mina/work", git(desk, "rev-parse", "mina/work").strip(), "refs/heads/mina/work", "0" * 40
    )
    place = find(str(desk))
    with Objects(place.root) as objects:
        whole = judge_push(place, objects, "origin", [update])
        part = judge_push(place, objects, "origin", [update], seconds=0)
    assert whole.sent[0].scan == (350, 350)
    assert whole.outcome == "pass"
    assert part.sent[0].scan == (100, 350)
    assert part.outcome == "say"


def test_what_git_says_and_what_managers_pass_on() -> None:
    """Lines of git are read; where a manager read them, its variables are; nonsense is nothing."""
    line = b"refs/heads/a " + b"1" * 40 + b" refs/heads/b " + b"0" * 40 + b"\n"
    assert updates(line, {}) == [Update("refs/heads/a", "1" * 40, "refs/heads/b", "0" * 40)]
    assert updates(b"", {}) == []
    assert updates(b"what is this\n", {}) == []
    env = {"PRE_COMMIT_TO_REF": "1" * 40, "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/b", "PRE_COMMIT_FROM_REF": "2" * 40}
    assert updates(b"", env) == [Update("refs/heads/b", "1" * 40, "refs/heads/b", "2" * 40)]


def test_a_foreign_hook_hears_the_same(desk: Path) -> None:
    """A pre-push hook that was there before still gets git's lines, and pairkit too."""
    assert pairkit(desk, "guard", "remove").code == 0
    foreign = desk / ".git" / "hooks" / "pre-push"
    foreign.write_text(f"#!/bin/sh\ncat > '{desk}/heard'\n")
    foreign.chmod(0o755)
    assert pairkit(desk, "guard", "install").code == 0
    record(desk, {"app/storage.py": STORAGE}, who=MAKER)
    assert push(desk, "mina/work").code == 1
    assert "refs/heads/mina/work" in (desk / "heard").read_text()


def test_a_computer_without_pairkit_still_pushes(desk: Path) -> None:
    """Where the interpreter is gone the push passes with a sentence in both languages."""
    hook = desk / ".git" / "hooks" / "pre-push"
    lines = [
        "python='/nowhere/python'" if line.startswith("python=") else line for line in hook.read_text().split("\n")
    ]
    hook.write_text("\n".join(lines))
    record(desk, {"app/storage.py": STORAGE}, who=MAKER)
    done = push(desk, "mina/work", PATH=os.pathsep.join(("/usr/bin", "/bin")))
    assert done.code == 0
    assert "pairkit guard install" in done.err
    assert "점검 없이 보냈어요" in done.err
