"""Two people, two computers and one shared place: a week of their work, with every message that it brought."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from forges import event
from golden import same
from repos import AGREEMENT, DEVELOPER, MAKER, git, repository, write
from running import Ran, pairkit, run
from stories import KEY, STORAGE


class Desk:
    """One person's computer. What is said there goes into the week's story."""

    def __init__(self, root: Path, who: Mapping[str, str], story: list[str], language: str) -> None:
        self.root, self.who, self.story, self.language = root, who, story, language

    def git(self, *args: str) -> Ran:
        """Run git with the hooks that are in place."""
        return run(self.root, "git", *args, who=self.who, PAIRKIT_LANG=self.language)

    def saves(self, title: str, files: Mapping[str, str | None], *args: str) -> Ran:
        """Write files and commit them all."""
        write(self.root, files)
        self.git("add", "-A")
        return self.told(title, self.git("commit", "-q", "-m", title, *args))

    def sends(self, title: str, *args: str) -> Ran:
        """Push."""
        return self.told(title, self.git("push", "-q", "origin", *args))

    def asks_the_agent(self, title: str, tool: str, given: Mapping[str, str]) -> str:
        """Let her agent ask before a step, as Claude Code does; return the answer's decision."""
        asked = {"hook_event_name": "PreToolUse", "cwd": str(self.root), "tool_name": tool, "tool_input": given}
        hook = [sys.executable, "-m", "pairkit.hook", "agent", "--agent", "claude"]
        done = run(self.root, *hook, who=self.who, stdin=json.dumps(asked).encode(), PAIRKIT_LANG=self.language)
        answer = json.loads(done.out)["hookSpecificOutput"]
        said = answer.get("permissionDecisionReason") or answer.get("additionalContext") or ""
        decision = str(answer.get("permissionDecision", "none"))
        outcome = "stopped" if decision == "deny" else "went on"
        self.story.append(f"### {self.who['name']}'s agent: {title} ({outcome})\n\n{said}\n")
        return decision

    def ci(self, title: str, told: object, approvals: object = ()) -> Ran:
        """Let CI look at the request, from this computer's copy."""
        for name, value in (("event", told), ("approvals", approvals)):
            (self.root.parent / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
        files = ("--event", "../event.json", "--approvals", "../approvals.json")
        done = pairkit(self.root, "check", *files, "--lang", self.language)
        outcome = "green" if done.code == 0 else "red"
        self.story.append(f"### CI: {title} ({outcome})\n\n{done.out.rstrip()}\n")
        return done

    def told(self, title: str, done: Ran) -> Ran:
        """Keep what was said, without git's own last words."""
        ours = [
            line for line in done.err.splitlines() if not line.startswith(("error: failed to push", "Auto-merging"))
        ]
        outcome = "went on" if done.code == 0 else "stopped"
        self.story.append("\n".join([f"### {self.who['name']}: {title} ({outcome})", "", *ours, ""]).rstrip() + "\n")
        assert KEY not in done.said
        assert ".log" not in done.err, "pairkit itself failed"
        return done


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_week_of_two(folder: Path, language: str) -> None:
    """Nothing is lost, nobody is accused of the other's work, and each stop can be followed to its end."""
    story: list[str] = []
    jiwon, mina = desks(folder, story, language)
    her_agent_is_told(mina)
    the_maker_works_on_a_branch(mina)
    the_request_waits_for_him(mina)
    the_developer_merges(jiwon)
    both_changed_one_line(jiwon, mina)
    a_key_came_in_past_the_hook(mina)
    a_hotfix(jiwon)
    main_is_everybodys(mina)
    same(f"story.{language}.md", "\n".join(story))


def desks(folder: Path, story: list[str], language: str) -> tuple[Desk, Desk]:
    """Make the shared place and a computer each."""
    git(folder, "init", "-q", "--bare", "-b", "main", "there.git")
    agreement = AGREEMENT.replace("language: en}", "language: en, github: jiwon}")
    agreement = agreement.replace("language: ko}", "language: ko, github: mina}")
    files = {"pairkit.yaml": agreement, "content/start.md": "Hello\nWorld\n", "app/models/term.py": "x = 1\n"}
    root = repository(folder / "jiwon", {**files, "tests/test_term.py": "def test_a():\n    assert 1 + 1 == 2\n"})
    git(root, "remote", "add", "origin", str(folder / "there.git"))
    jiwon = Desk(root, DEVELOPER, story, language)
    assert pairkit(root, "guard", "install").code == 0
    assert jiwon.sends("the first version goes to the empty place", "main").code == 0
    git(folder, "clone", "-q", str(folder / "there.git"), "mina")
    mina = Desk(folder / "mina", MAKER, story, language)
    assert pairkit(mina.root, "guard", "install").code == 0
    return jiwon, mina


def her_agent_is_told(mina: Desk) -> None:
    """Her agent edits no closed file and forces no push; a file of his it may change, and hears that he will look."""
    edit = {"file_path": str(mina.root / "deploy/run.sh"), "content": "echo 1\n"}
    assert "deny" in mina.asks_the_agent("edits a closed file", "Write", edit)
    assert "deny" in mina.asks_the_agent("forces a push", "Bash", {"command": "git push --force origin main"})
    edit = {"file_path": str(mina.root / "app/models/term.py"), "content": "x = 2\n"}
    assert "deny" not in mina.asks_the_agent("edits a file of his", "Write", edit)


def the_request_waits_for_him(mina: Desk) -> None:
    """What crosses waits in CI, by the forge's accounts, until he approves exactly this version."""
    head = git(mina.root, "rev-parse", "HEAD").strip()
    base = git(mina.root, "rev-parse", "origin/main").strip()
    opened = event("github-pull-request", BASE=base, HEAD=head, BODY="")
    assert mina.ci("opens the request", opened).code == 1
    old = [{"user": {"login": "jiwon"}, "state": "APPROVED", "commit_id": base, "submitted_at": "2026-11-24T09:00:00Z"}]
    assert mina.ci("an approval of an older version", opened, old).code == 1
    assert mina.ci("his approval of this one", opened, [{**old[0], "commit_id": head}]).code == 0


def the_maker_works_on_a_branch(mina: Desk) -> None:
    """A key stops her; a file of the developer's waits at main and goes as a branch."""
    assert mina.git("switch", "-q", "-c", "mina/greeting").code == 0
    assert mina.saves("warmer words", {"content/start.md": "Hello, all\nWorld\n"}).code == 0
    assert mina.saves("a term more", {"app/models/term.py": "x = 2\n"}).code == 0
    assert mina.saves("a key slips in", {"app/storage.py": STORAGE}).code == 1
    assert mina.saves("the key is out again", {"app/storage.py": "import boto3\n"}).code == 0
    assert mina.sends("straight to main", "HEAD:main").code == 1
    assert mina.sends("as a branch", "HEAD:refs/heads/mina/greeting").code == 0


def the_developer_merges(jiwon: Desk) -> None:
    """Git merges alone, so nobody is accused; a commit on main itself is turned to a branch."""
    assert jiwon.git("fetch", "-q").code == 0
    merged = jiwon.git("merge", "-q", "--no-ff", "origin/mina/greeting", "-m", "greeting")
    assert jiwon.told("merges her branch", merged).code == 0
    assert jiwon.sends("the merge goes to main", "main").code == 0
    earth = {"content/start.md": "Hello, all\nEarth\n"}
    assert jiwon.saves("commits on main", earth).code == 1
    assert jiwon.git("switch", "-q", "-c", "jiwon/earth").code == 0
    assert jiwon.saves("commits on a branch", earth).code == 0
    assert jiwon.sends("her words straight to main", "HEAD:main").code == 1
    assert jiwon.sends("her words as a branch", "jiwon/earth").code == 0


def both_changed_one_line(jiwon: Desk, mina: Desk) -> None:
    """She resolves it, and is asked only about her own words."""
    assert mina.saves("another world", {"content/start.md": "Hello, all\nMoon\n"}).code == 0
    assert mina.git("fetch", "-q").code == 0
    assert mina.git("merge", "-q", "origin/jiwon/earth").code == 1
    assert mina.told("commits with the marks still there", mina.git("commit", "-q", "-a", "-m", "merge")).code == 1
    assert mina.saves("resolves it", {"content/start.md": "Hello, all\nEarth and Moon\n"}).code == 0
    assert mina.sends("the resolved merge", "HEAD:refs/heads/mina/greeting").code == 0
    assert jiwon.git("fetch", "-q").code == 0
    assert jiwon.git("switch", "-q", "main").code == 0


def a_key_came_in_past_the_hook(mina: Desk) -> None:
    """Taken out later it is still in the history; taken out of the commits it may go."""
    write(mina.root, {"app/upload.py": STORAGE})
    git(mina.root, "add", "-A")
    git(mina.root, "commit", "-q", "--no-verify", "-m", "upload", who=MAKER)
    assert mina.saves("takes it out later", {"app/upload.py": "import boto3\n"}).code == 0
    assert mina.sends("the history still has it", "HEAD:refs/heads/mina/greeting").code == 1
    assert mina.git("reset", "--soft", "HEAD~2").code == 0
    assert mina.saves("once more, clean", {}).code == 0
    assert mina.sends("without the key", "HEAD:refs/heads/mina/greeting").code == 0


def a_hotfix(jiwon: Desk) -> None:
    """Only what cannot be undone stops."""
    assert jiwon.git("switch", "-q", "-c", "hotfix/login").code == 0
    assert jiwon.saves("a test goes", {"tests/test_term.py": None}).code == 0
    assert jiwon.saves("a table goes", {"migrations/0002.sql": "DROP TABLE users;\n"}).code == 1
    assert jiwon.saves("the table stays", {"migrations/0002.sql": "ALTER TABLE users ADD note text;\n"}).code == 0
    assert jiwon.sends("the hotfix", "hotfix/login").code == 0


def main_is_everybodys(mina: Desk) -> None:
    """It is neither replaced nor deleted."""
    before = git(mina.root, "ls-remote", "origin", "main")
    git(mina.root, "switch", "-q", "-c", "mina/old", "origin/main~1")
    assert mina.saves("her own version", {"content/new.md": "New\n"}).code == 0
    assert mina.sends("puts it in place of main", "--force", "HEAD:main").code == 1
    assert mina.sends("deletes main", ":main").code == 1
    assert git(mina.root, "ls-remote", "origin", "main") == before
