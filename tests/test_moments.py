"""`pairkit checklist MOMENT`: the questions fit this project, in each reader's language, and ticks live on."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from golden import same
from repos import AGREEMENT, MAKER, git, repository
from repos import commit as record
from running import Ran, pairkit

from pairkit.playbook.index import available
from pairkit.playbook.load import load
from pairkit.playbook.moments import MOMENTS, moment
from pairkit.project.facts import facts
from pairkit.shipped import shipped

SHOP = {
    "pairkit.yaml": AGREEMENT,
    "migrations/1.sql": "CREATE TABLE people (email text);\n",
    "models.py": "email: str\n",
    "requirements.txt": "slack-bolt\nopenai\nsqlalchemy\n",
    "Dockerfile": "FROM scratch\n",
    "tests/test_a.py": "x = 1\n",
    "AGENTS.md": "x\n",
    "app/auth.py": "x = 1\n",
}


def at(root: Path, *args: str, who: dict[str, str] = MAKER) -> Ran:
    """Ask for a moment's checklist."""
    done = pairkit(root, "checklist", *args, who=who)
    assert done.code == 0, done.said
    return done


def ids(root: Path, *args: str) -> set[str]:
    """Return the ids of what is asked."""
    data = json.loads(at(root, *args, "--format", "json").out)
    return {
        item["id"] for part in data["parts"] for section in part["sections"] for item in section["items"] if item["id"]
    }


@pytest.mark.parametrize("name", MOMENTS)
def test_a_moment_is_whole(name: str) -> None:
    """Both languages, a lesson that exists behind each question, and at least one question for everybody."""
    folders = [f"{shipped('playbooks')}/{playbook}" for playbook in available()]
    known = {lesson["id"] for folder in folders for lesson in load(folder)["lessons"]}
    items = moment(name, folders)["items"]
    assert {item["lesson"] for item in items} <= known
    assert len({item["id"] for item in items}) == len(items) >= 5
    assert any(not item["when"] for item in items)
    for item in items:
        formal = item["ko"]["ask"].rstrip('?. ”"').endswith(("까", "오", "다"))
        assert formal == (item["for"] == "developer"), item["id"]


@pytest.mark.parametrize("name", MOMENTS)
def test_each_reads_well(folder: Path, name: str) -> None:
    """The whole text, for a project that has everything."""
    root = repository(folder / "desk", SHOP)
    same(f"moment-{name}.md", at(root, name).out)


def test_it_asks_only_about_what_is_there(folder: Path) -> None:
    """No question on a database, a bot or personal data where there is none."""
    bare = repository(folder / "bare", {"pairkit.yaml": AGREEMENT, "content/a.md": "x\n"})
    shop = repository(folder / "shop", SHOP)
    more = ids(shop, "release") - ids(bare, "release")
    assert more == {f"k-release-{name}" for name in ("backup", "old-with-new", "watch", "keys", "bot-quiet")}


def test_what_a_project_is() -> None:
    """Facts come from names and manifests."""
    assert facts(SHOP, SHOP.get) == {
        "database",
        "migrations",
        "bot",
        "llm",
        "personal-data",
        "deploy",
        "tests",
        "agents",
    }
    assert facts(["content/a.md"], lambda _: None) == frozenset()


def test_a_plan_names_whose_it_is(folder: Path) -> None:
    """Before the work: what the developer does first, and a text to send in the developer's language."""
    root = repository(folder / "desk", SHOP)
    done = at(root, "ready", "--paths", "content/start.md,migrations/2.sql", "--paths", "deploy/values.yaml")
    same("moment-ready-plan.md", done.out)


def test_a_release_tells_what_changes(folder: Path) -> None:
    """Since the last tag: what users will find different."""
    root = repository(folder / "desk", {**SHOP, "content/ui.en.yaml": "save: Save\n"})
    git(root, "tag", "v1")
    record(root, {"content/ui.en.yaml": "save: Keep\n"}, "Say keep")
    assert "“Save”라는 글이 “Keep”로 바뀌어요." in at(root, "release", "--for", "maker", "--lang", "ko").out


def test_ticks_live_on(folder: Path) -> None:
    """A tick and a note are there when the list is made again; an open must is named."""
    root = repository(folder / "desk", SHOP)
    first = at(root, "incident", "--lang", "en").out
    kept = folder / "incident.md"
    kept.write_text(first.replace("- [ ] Stop the AI.", "- [x] Stop the AI.").replace("- [ ] Who is", "- [x] Who is"))
    again = at(root, "incident", "--lang", "en", "--keep", str(kept)).out
    assert again.count("- [x] Stop the AI.") == 2  # both readers have it
    done = pairkit(root, "checklist", "--require-ticks", str(kept), "--lang", "en")
    assert done.code == 1
    assert "Copy the database" in done.out
    assert "Stop the AI" not in done.out


def test_an_unknown_moment(folder: Path) -> None:
    """A clear sentence with what there is."""
    root = repository(folder / "desk", SHOP)
    done = pairkit(root, "checklist", "relase", "--lang", "en")
    assert done.code == 2
    assert "release" in done.err


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def shop_with(folder: Path, readme: str, commands: dict[str, str]) -> Path:
    """Make a project whose agreement names commands, and a README."""
    run = "run:\n" + "".join(f"  {name}: '{command}'\n" for name, command in commands.items())
    return repository(folder / "desk", {"pairkit.yaml": AGREEMENT + run, "README.md": readme, "data.txt": "x\n"})


def tried(root: Path) -> list[str]:
    """Return what came of trying a handover."""
    data = json.loads(at(root, "handover", "--run", "--lang", "en", "--for", "developer", "--format", "json").out)
    return [
        item["text"]
        for section in data["parts"][0]["sections"]
        if section["id"] == "tried"
        for item in section["items"]
    ]


def test_a_stranger_gets_through(folder: Path) -> None:
    """Everything that the document says works in a clone, up to a running page."""
    server = f"python3 -u -m http.server {_free_port()} --bind 127.0.0.1"
    commands = {"install": "cp data.txt made.txt", "tests": "test -f made.txt", "start": server}
    readme = "# Desk\n\n" + "\n".join(f"    {command}" for command in commands.values())
    said = tried(shop_with(folder, readme, commands))
    assert [line.split(":")[0] for line in said[1:]] == ["install", "tests", "start"]
    assert "came up" in said[-1]


@pytest.mark.parametrize(
    ("readme", "commands", "stuck"),
    [
        ("nothing\n", {"install": "true", "start": "true"}, "Stuck here: no document says true (install)"),
        ("true, then false\n", {"install": "true", "tests": "false"}, "Stuck here: tests, false did not work"),
        ("true; exit 3\n", {"install": "true", "start": "exit 3"}, "Stuck here: start, exit 3 did not work"),
        ("nothing\n", {"tests": "true"}, "pairkit.yaml does not say how to install it"),
    ],
)
def test_where_a_stranger_gets_stuck(folder: Path, readme: str, commands: dict[str, str], stuck: str) -> None:
    """The first step that a document does not tell, or that does not work, is named."""
    assert any(line.startswith(stuck) for line in tried(shop_with(folder, readme, commands)))
