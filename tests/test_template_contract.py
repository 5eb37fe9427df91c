"""What every template that comes with pairkit promises, whatever it is about."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

import pytest
from repos import DEVELOPER, git
from running import pairkit, run

from pairkit.project.zones import Zones
from pairkit.scaffold.checking import SAMPLE, check
from pairkit.scaffold.context import with_context
from pairkit.scaffold.pairwise import combinations
from pairkit.scaffold.questions import answer
from pairkit.scaffold.render import Rendered, render
from pairkit.scaffold.template import Settled, available, load, settle
from pairkit.shipped import shipped

NAMES = available()
APPLICATIONS = [name for name in NAMES if os.path.isdir(os.path.join(shipped("templates"), name, "files"))]
BESIDE = (".env.example", ".git", "AGENTS.md", "CLAUDE.md", "README.md", "TEAM.md", "pairkit.yaml")
SEALED = (
    "migrations/",
    "alembic",
    ".github/workflows/",
    ".gitlab-ci.yml",
    "app/models/",
    "app/web/security",
    "app/people/",
    "app/access.py",
    "Dockerfile",
    "deploy/",
)


@cache
def every(name: str) -> list[tuple[Settled, dict[str, Rendered]]]:
    """Return what a template makes for every two choices together."""
    template = load(name)
    settled = [settle(template, answer(template.questions, way, SAMPLE, "en", None)) for way in _ways(name)]
    return [(one, _whole(one)) for one in settled]


def _whole(settled: Settled) -> dict[str, Rendered]:
    """Return the files as `init` writes them, with what agents read."""
    agents = settled.answers.get("agents")
    return with_context(render(settled), agents if isinstance(agents, list) else None)


def _ways(name: str) -> list[dict[str, str]]:
    return combinations(load(name).questions)


@pytest.mark.parametrize("name", NAMES)
def test_it_passes_its_own_check(name: str) -> None:
    """Names, conditions, owners, zones, examples, demo, decisions, exact commands: all of `template check`."""
    assert check(os.path.join(shipped("templates"), name)).problems == ()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_left_unrendered(name: str) -> None:
    for _, files in every(name):
        for path, one in files.items():
            text = one.content.decode("utf-8", "replace")
            assert "[% " not in text, path
            assert not ("[[ " in text and " ]]" in text), path
            assert not text or text.endswith("\n") or path.endswith((".js", ".svg")), path
            assert "\n\n\n\n" not in text, path


@pytest.mark.parametrize("name", NAMES)
def test_the_agreement_is_small(name: str) -> None:
    """At most fifteen files beside the application with one agent, the lock and the base among them."""
    for settled, files in every(name):
        if len(settled.answers["agents"]) == 1:
            beside = [path for path in files if path.startswith(BESIDE)]
            assert len(beside) + 2 <= 15, beside


@pytest.mark.parametrize("name", NAMES)
def test_the_guide_for_agents_is_short_and_exact(name: str) -> None:
    for settled, files in every(name):
        guide = files["AGENTS.md"].content.decode()
        assert len(guide.splitlines()) <= 60
        for fact in ("install", "start", "tests", "lint"):
            assert not settled.facts[fact] or f"- {fact}: `{settled.facts[fact]}`" in guide


@pytest.mark.parametrize("name", NAMES)
def test_next_steps_speak_both_languages(name: str) -> None:
    for settled, _ in every(name):
        for language in ("en", "ko"):
            assert any(step.get(language) for step in settled.lists["next"])


@pytest.mark.parametrize("name", APPLICATIONS)
def test_each_file_is_in_a_zone_that_fits(name: str) -> None:
    """Words and examples are the maker's; structure of the data, CI and sign-in are not."""
    for settled, files in every(name):
        zones = Zones(settled.zones)
        for path in files:
            if path.startswith(("content/", "examples/", "glossary/")) or path == "docs/demo.md":
                assert zones.of(path) == "maker", path
            if path.startswith(SEALED):
                assert zones.of(path) in ("developer", "closed"), path


@pytest.mark.parametrize("name", NAMES)
def test_a_project_of_it_is_clean(folder: Path, name: str) -> None:
    """`pairkit check --all` finds nothing in it, with the answers that bring most files."""
    for number, (ci, more) in enumerate((("github", "en"), ("gitlab", "ko"))):
        options = [f"ci={ci}", "agents=claude,gemini", f"language={more}", "maker_name=Mina"]
        options += ["deploy=helm", "database=postgres"] if "serving" in _layers(name) else []
        args = [part for option in options for part in ("--set", option)]
        made = pairkit(folder, "init", f"p{number}", "--template", name, "--yes", *args)
        assert made.code == 0, made.said
        root = folder / f"p{number}"
        looked = pairkit(root, "check", "--all", who=DEVELOPER, PAIRKIT_LANG="en")
        assert (looked.code, looked.out.startswith("Nothing to stop")) == (0, True), looked.said
        assert git(root, "status", "--porcelain", "--ignored") == ""


def _layers(name: str) -> set[str]:
    return {part.name for part in load(name).parts}


@pytest.mark.slow
@pytest.mark.parametrize("name", APPLICATIONS)
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_its_commands_do_what_they_say(folder: Path, name: str, database: str) -> None:
    """Install, tests and lint of AGENTS.md run as they stand there; the formatter would change nothing."""
    options = ["--set", f"database={database}"] if "serving" in _layers(name) else []
    made = pairkit(folder, "init", "p", "--template", name, "--yes", *options)
    assert made.code == 0, made.said
    root = folder / "p"
    assert run(root, sys.executable, "-m", "uv", "venv", "-q", "--seed", ".venv").code == 0
    scripts = root / ".venv" / ("Scripts" if os.name == "nt" else "bin")
    guide = (root / "AGENTS.md").read_text()
    commands = [
        line.split("`")[1] for line in guide.splitlines() if line.startswith(("- install", "- tests", "- lint"))
    ]
    assert len(commands) == 3
    if name == "web-app":
        commands.pop(1)  # its own tests run in test_desk.py
    for command in commands:
        done = run(root, "sh", "-c", command, PATH=f"{scripts}:/usr/bin:/bin")
        assert done.code == 0, (command, done.said)
    assert git(root, "status", "--porcelain") == ""
