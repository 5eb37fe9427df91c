"""Who acts: by any address, also one that a forge hides; never an agent or a bot; and who stands in for whom."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repos import DEVELOPER, MAKER, git, repository, stage
from repos import commit as record
from running import Ran, commit, pairkit, run

from pairkit.errors import BrokenFile
from pairkit.project.people import Person, is_nobody, stands_in, who
from pairkit.project.reading import read_agreement
from pairkit.project.working_agent import working_agent

JIWON = Person("Jiwon", "developer", ("jiwon@example.com", "Jiwon@Home.example"), github="Jiwon-K", gitlab="jiwon.k")
MINA = Person("Mina", "maker", ("mina@example.com",), github="mina")
SORA = Person("Sora", "developer", ("sora@example.com",))

AGREEMENT = """\
version: 1
people:
  - {{name: Jiwon, role: developer, emails: [jiwon@example.com]{jiwon}}}
  - {{name: Sora, role: developer, emails: [sora@example.com]}}
  - {{name: Mina, role: maker, emails: [mina@example.com, mina@home.example], github: mina, gitlab: mina.t}}
zones:
  developer: [app/models/**]
"""


@pytest.mark.parametrize(
    ("email", "person"),
    [
        ("JIWON@example.com", JIWON),
        ("jiwon@home.example ", JIWON),
        ("jiwon-k@users.noreply.github.com", JIWON),
        ("12345+Jiwon-K@users.noreply.github.com", JIWON),
        ("4711-jiwon.k@users.noreply.gitlab.com", JIWON),
        ("4711-jiwon.k@users.noreply.git.example.com", JIWON),
        ("12345+mina@users.noreply.github.com", MINA),
        ("4711-mina@users.noreply.gitlab.com", None),
        ("jiwon-k@users.noreply.gitlab.com", None),
        ("12345+@users.noreply.github.com", None),
        ("jiwon-k@users.noreply.github.com.example.org", None),
        ("", None),
    ],
)
def test_a_person_is_found_by_any_address(email: str, person: Person | None) -> None:
    """Every e-mail counts whatever its letters, and the hidden form of the forge whose account is written down."""
    assert who((MINA, JIWON, Person("Nobody", "maker")), email) == person


@pytest.mark.parametrize(
    "email",
    [
        "noreply@anthropic.com",
        "cursoragent@cursor.com",
        "49699333+dependabot[bot]@users.noreply.github.com",
        "29139614+renovate[bot]@users.noreply.github.com",
        "bot@renovateapp.com",
        "41898282+github-actions[bot]@users.noreply.github.com",
        "action@github.com",
        "project_42_bot_3f@noreply.gitlab.com",
        "noreply@github.com",
    ],
)
def test_agents_and_bots_are_nobody(email: str) -> None:
    """They answer for nothing."""
    assert is_nobody(email)


@pytest.mark.parametrize(
    "email", ["mina@example.com", "12345+mina@users.noreply.github.com", "renovate@example.com", "bot@example.com"]
)
def test_people_are_somebody(email: str) -> None:
    assert not is_nobody(email)


def desk(folder: Path, jiwon: str = "") -> Path:
    """Make a project of three with hooks; the maker's branch is checked out."""
    root = repository(folder / "desk", {"pairkit.yaml": AGREEMENT.format(jiwon=jiwon), "app/models/term.py": "x = 1\n"})
    assert pairkit(root, "guard", "install").code == 0
    git(root, "switch", "-q", "-c", "mina/work")
    return root


def flat(done: Ran) -> str:
    return " ".join(done.err.split())


def test_an_agent_that_commits_has_the_rights_of_its_person(folder: Path) -> None:
    """Where an agent is the committer, the name in git's own settings acts; without one, a maker does."""
    root = desk(folder)
    agent = {"name": "Claude", "email": "noreply@anthropic.com"}
    stage(root, {"pairkit.yaml": AGREEMENT.format(jiwon="") + "protected: [main]\n"})
    assert commit(root, who=agent).code == 1
    git(root, "config", "user.email", MAKER["email"])
    assert commit(root, who=agent).code == 1
    git(root, "config", "user.email", DEVELOPER["email"])
    assert commit(root, who=agent).code == 0


def test_a_co_author_does_not_act(folder: Path) -> None:
    """An agent or a developer in `Co-authored-by` changes nothing: the author answers."""
    root = desk(folder)
    message = "terms\n\nCo-authored-by: Jiwon <jiwon@example.com>\nCo-authored-by: Claude <noreply@anthropic.com>"
    record(root, {"app/models/term.py": "x = 2\n"}, message, who=MAKER)
    said = json.loads(pairkit(root, "check", "--range", "main...HEAD", "--format", "json").out)
    assert [one["rule"] for one in said["findings"]] == ["zone-crossed"]
    record(root, {"app/models/term.py": "x = 3\n"}, message, who=DEVELOPER)
    said = json.loads(pairkit(root, "check", "--range", "HEAD", "--format", "json").out)
    assert said["findings"] == []


def test_an_unknown_address_is_told_the_line_that_fixes_it(folder: Path) -> None:
    """Somebody unknown counts as the maker; an agent's address is never suggested for a person."""
    root = desk(folder)
    stage(root, {"app/models/term.py": "x = 2\n"})
    done = commit(root, who={"name": "J", "email": "j@new.example"}, PAIRKIT_LANG="en")
    assert "emails: [j@new.example]" in flat(done)
    stage(root, {"app/models/term.py": "x = 3\n"})
    done = commit(root, who={"name": "Claude", "email": "noreply@anthropic.com"}, PAIRKIT_LANG="en")
    assert done.code == 0
    assert "noreply@anthropic.com" not in done.err


@pytest.mark.parametrize(
    ("jiwon", "name"),
    [
        ("", "Jiwon"),
        (", away: 2020-01-31", "Jiwon"),
        (", away: {until: 2020-01-31}, cover: Mina", "Jiwon"),
        (", away: 2999-01-31, cover: Mina", "Mina"),
        (", away: {until: 2999-01-31}, cover: Sora", "Sora"),
        (", away: 2999-01-31", "Sora"),
    ],
)
def test_a_stop_names_who_stands_in(folder: Path, jiwon: str, name: str) -> None:
    """While the developer is away, words name whoever stands in; afterwards the developer again."""
    root = desk(folder, jiwon)
    stage(root, {"app/models/term.py": "x = 2\n"})
    done = commit(root, who=MAKER, PAIRKIT_LANG="en")
    assert done.code == 0
    assert f"{name} will look at it" in flat(done)


def test_without_anybody_else_the_absent_one_is_named() -> None:
    """Nobody else could decide."""
    away = JIWON._replace(away="2026-11-30")
    assert stands_in((away, MINA), away, "2026-11-24") == away
    assert stands_in((away, MINA), away, "2026-12-01") is None
    assert stands_in((away, SORA._replace(away="2026-12-31"), MINA), away, "2026-11-24") == away


@pytest.mark.parametrize(
    ("person", "key"),
    [
        ("away: soon", "agreement-away"),
        ("away: 2026-02-30", "agreement-away"),
        ("away: {until: 20261130}", "agreement-away"),
        ("away: {till: 2026-11-30}", "yaml-unknown-key-close"),
        ("away: [2026-11-30]", "yaml-not-one-value"),
        ("cover: Sara", "agreement-cover"),
        ("cover: Jiwon", "agreement-cover"),
    ],
)
def test_a_slip_is_told_with_its_line(person: str, key: str) -> None:
    """A day that is none, or somebody whom nobody knows, would name the wrong person."""
    text = f"version: 1\npeople:\n  - {{name: Sora, role: developer}}\n  - {{name: Jiwon, role: developer, {person}}}\n"
    with pytest.raises(BrokenFile) as told:
        read_agreement(text)
    assert told.value.key == key
    assert told.value.facts["line"] == 4


AGENTS = {
    "CLAUDECODE": ("1", "claude", "Claude Code"),
    "CODEX_SANDBOX": ("seatbelt", "codex", "Codex"),
    "GEMINI_CLI": ("1", "gemini", "Gemini CLI"),
    "CURSOR_AGENT": ("1", "cursor", "Cursor"),
    "QWEN_CODE": ("1", "qwen", "Qwen Code"),
    "OPENCODE": ("1", "opencode", "OpenCode"),
    "COPILOT_AGENT_SESSION_ID": ("x", "copilot", "Copilot"),
    "AI_AGENT": ("goose", "goose", "goose"),
}


@pytest.mark.parametrize("sign", AGENTS)
def test_an_agent_without_a_live_guard_is_told(folder: Path, sign: str) -> None:
    """The commit passes with one line; once the agent's guard is heard of there is silence, until it is old."""
    value, name, title = AGENTS[sign]
    root = desk(folder)
    for language, part in (("en", f"{title} is working here"), ("ko", f"{title}")):
        stage(root, {"content/a.md": f"{language}\n"})
        done = run(root, "git", "commit", "-qm", "x", who=MAKER, PAIRKIT_LANG=language, **{sign: value})  # type: ignore[arg-type]
        assert done.code == 0
        assert part in flat(done)
        assert "pairkit doctor" in flat(done)
    beat = root / ".git" / "pairkit" / "agents" / f"{name}.json"
    beat.parent.mkdir(parents=True)
    beat.write_text('{"time": "2026-11-24T09:00:00Z"}\n')
    stage(root, {"content/a.md": "heard\n"})
    done = run(root, "git", "commit", "-qm", "x", who=MAKER, **{sign: value})  # type: ignore[arg-type]
    assert (done.code, done.said) == (0, "")


@pytest.mark.parametrize(
    "sign", ["CODEX_HOME", "COPILOT_GITHUB_TOKEN", "OPENCODE_CONFIG", "CURSOR_VERSION", "CODEX_API_KEY"]
)
def test_a_setting_is_no_agent(sign: str) -> None:
    """What a person keeps in a profile does not tell that an agent is at work."""
    assert working_agent({sign: "x"}) == ""
    assert working_agent({"CLAUDECODE": "0"}) == ""
    assert working_agent({"AI_AGENT": "../../x y"}) == ""
