"""`pairkit init`: a project that is whole, recorded, guarded, and passes its own check."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from golden import same
from repos import DEVELOPER, MAKER, environment, git, stage
from running import commit, pairkit

from pairkit.scaffold.lock import blob_id, read_base

WEB = ("--template", "web-app")
MINA = ("--set", "maker_name=Mina", "--set", "maker_email=mina@example.com", "--set", "maker_language=ko")
APPLICATION = (
    "app/",
    "tests/",
    "migrations/",
    "content/",
    "glossary/",
    "examples/",
    "docs/",
    "pyproject.toml",
    "alembic.ini",
)


@pytest.fixture
def desk(folder: Path) -> Path:
    """A new project, made by Jiwon for herself and Mina."""
    done = pairkit(folder, "init", "desk", *WEB, "--yes", *MINA, who=DEVELOPER)
    assert done.code == 0, done.said
    return folder / "desk"


def test_it_is_recorded_and_clean(desk: Path) -> None:
    """One commit on main, nothing left over, and the hooks changed nothing."""
    assert git(desk, "status", "--porcelain") == ""
    assert git(desk, "log", "--format=%s %an", "main").splitlines() == ["Start desk Jiwon"]
    assert (desk / ".git" / "hooks" / "pre-commit").exists()


def test_its_own_hook_and_check_have_nothing_to_say(desk: Path) -> None:
    """A look at everything finds nothing, and a harmless commit passes in silence."""
    done = pairkit(desk, "check", "--all", who=DEVELOPER, PAIRKIT_LANG="en")
    assert (done.code, done.out.startswith("Nothing to stop")) == (0, True), done.said
    git(desk, "switch", "-q", "-c", "mina/work")
    stage(desk, {"content/ui.en.yaml": (desk / "content" / "ui.en.yaml").read_text() + "# a word\n"})
    quiet = commit(desk, "-q", who=MAKER)
    assert (quiet.code, quiet.said) == (0, "")


def test_at_most_fifteen_files_beside_the_application(desk: Path) -> None:
    beside = [name for name in git(desk, "ls-files").splitlines() if not name.startswith(APPLICATION)]
    assert len(beside) <= 15, beside
    assert {"pairkit.yaml", "TEAM.md", "AGENTS.md", "CLAUDE.md", ".env.example", ".gitignore"} <= set(beside)


def test_the_guide_for_agents_is_short_and_exact(desk: Path) -> None:
    """At most 60 lines; CLAUDE.md only points to it."""
    guide = (desk / "AGENTS.md").read_text()
    assert len(guide.splitlines()) <= 60
    assert "python -m pytest -q" in guide
    assert (desk / "CLAUDE.md").read_text() == "@AGENTS.md\n"


def test_lock_and_base_hold_what_was_rendered(desk: Path) -> None:
    """Each file of the lock has git's own id, and the base archive has its content."""
    lock = json.loads((desk / "pairkit.lock").read_text())
    base = read_base((desk / ".pairkit" / "base.tar").read_bytes())
    assert set(lock["files"]) == set(base)
    assert set(lock["files"]) | {"pairkit.lock", ".pairkit/base.tar"} == set(
        git(desk, "ls-files", "-z").split("\0")
    ) - {""}
    for entry in git(desk, "ls-files", "-s", "-z").split("\0"):
        if entry and not entry.endswith((".tar", ".lock")):
            blob, path = entry.split()[1], entry.split("\t")[1]
            assert lock["files"][path]["blob"] == blob == blob_id(base[path][0]), path


def test_it_is_the_same_every_time(folder: Path, desk: Path) -> None:
    """The same answers make the same tree, byte for byte."""
    assert (
        pairkit(folder, "init", "again", *WEB, "--yes", *MINA, "--set", "title=desk", "--set", "project=desk").code == 0
    )
    trees = [git(root, "rev-parse", "HEAD^{tree}") for root in (desk, folder / "again")]
    assert trees[0] == trees[1]


def test_people_come_from_git(desk: Path) -> None:
    """Who makes the project is the developer unless said otherwise."""
    text = (desk / "pairkit.yaml").read_text()
    assert 'name: "Jiwon"' in text
    assert 'emails: ["jiwon@example.com"]' in text


def test_the_maker_can_start_it(folder: Path) -> None:
    done = pairkit(folder, "init", "desk", *WEB, "--yes", "--set", "role=maker", who=MAKER)
    assert done.code == 0, done.said
    text = (folder / "desk" / "pairkit.yaml").read_text()
    assert text.index('name: "Mina"') < text.index("role: maker")
    assert "role: developer" not in text


def test_without_a_name_in_git_it_still_works_and_says_so(folder: Path) -> None:
    """A fresh machine has no identity: nobody is invented, and the two commands that help are printed."""
    env = {name: value for name, value in environment().items() if not name.startswith(("GIT_AUTHOR", "GIT_COMMITTER"))}
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "pairkit", "init", "desk", *WEB, "--yes"],
        cwd=folder, env={**env, "HOME": str(folder)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "git config --global user.name" in done.stdout
    assert "people: []" in (folder / "desk" / "pairkit.yaml").read_text()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_plan_writes_nothing(folder: Path, language: str) -> None:
    done = pairkit(folder, "init", "desk", *WEB, "--plan", "--lang", language)
    assert done.code == 0
    assert list(folder.iterdir()) == []
    same(f"init-plan.{language}.txt", done.out)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_next_steps(folder: Path, language: str) -> None:
    done = pairkit(folder, "init", "desk", *WEB, "--yes", "--lang", language)
    same(f"init-done.{language}.txt", done.out)


def test_answers_from_a_file_and_odd_titles(folder: Path) -> None:
    """Titles with quotes, Korean and colons come out whole in every format; `--set` wins over the file."""
    (folder / "answers.yaml").write_text("title: 'Tom''s \"검수대\": 하나'\nlanguage: ko\nport: 8100\n")
    done = pairkit(folder, "init", "desk", *WEB, "--answers", "answers.yaml", "--set", "port=8200", "--yes")
    assert done.code == 0, done.said
    made = json.loads((folder / "desk" / "content" / "project.json").read_text())
    assert (made["title"], made["port"]) == ('Tom\'s "검수대": 하나', 8200)
    assert json.loads((folder / "desk" / "pairkit.lock").read_text())["answers"]["language"] == "ko"


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["--set", "port=80"], "from 1024 to 65535"),
        (["--set", "prot=8000"], "Did you mean “port”?"),
        (["--set", "title"], "KEY=VALUE"),
        (["--set", "language=fr"], "en, ko"),
        (["--template", "webapp"], "Did you mean “web-app”?"),
        (["--answers", "none.yaml"], "none.yaml"),
        (["--set", "title="], "does not fit title"),
        (["--set", "developer_email=me"], "an e-mail address"),
    ],
)
def test_wrong_answers_write_nothing(folder: Path, args: list[str], reason: str) -> None:
    done = pairkit(folder, "init", "desk", *WEB, "--yes", *args)
    assert (done.code, list(folder.iterdir())) == (2, [])
    assert reason in " ".join(done.err.split())


def test_nobody_to_ask(folder: Path) -> None:
    """Without a terminal and without --yes it says what to add instead of hanging."""
    done = pairkit(folder, "init", "desk", *WEB)
    assert done.code == 2
    assert "--yes" in done.err


def test_a_folder_with_files_is_left_alone(folder: Path) -> None:
    (folder / "desk").mkdir()
    (folder / "desk" / "mine.txt").write_text("mine")
    done = pairkit(folder, "init", "desk", *WEB, "--yes")
    assert (done.code, sorted(p.name for p in (folder / "desk").iterdir())) == (2, ["mine.txt"])


def test_the_current_empty_folder_will_do(folder: Path) -> None:
    place = folder / "My Desk"
    place.mkdir()
    assert pairkit(place, "init", "--yes").code == 0
    assert git(place, "log", "--format=%s").strip() == "Start My Desk"
    assert json.loads((place / "pairkit.lock").read_text())["answers"]["project"] == "my-desk"
