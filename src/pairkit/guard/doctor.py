"""Prove that each guard is live, or say what is not: git's hooks, the agreement, the person, and every agent.

Nothing is changed and nothing is guessed: what cannot be seen from here is told as such.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pairkit.errors import BrokenFile
from pairkit.git.place import Place, committer, has_remote
from pairkit.git.run import git
from pairkit.guard import agent_settings, agents_trust, in_git
from pairkit.guard.agents import heartbeat
from pairkit.guard.agents.setting import Agent
from pairkit.guard.agents_here import agreement
from pairkit.project.agreement import Agreement
from pairkit.project.people import who

OK, NOTE, BAD = "ok", "note", "bad"
_OLDEST_GIT = (2, 38)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. `state` is OK, NOTE (no guard is down, but know it) or BAD (chosen, and not live).

    `key` names its words (`doctor.<key>`, and `doctor.<key>.do` where there is a next step); `agent` is set for an
    agent, with the two facts that go into every report of one: `measured` and `last` (seconds since 1970, or None).
    """

    key: str
    state: str
    facts: Mapping[str, object] = field(default_factory=dict)
    agent: str = ""
    measured: bool = False
    last: float | None = None


def examine(place: Place) -> list[Check]:
    """Return everything there is to know, the basis first."""
    checks = [_git_version(place), *_agreement(place), *_git_hooks(place), *_branches(place)]
    here = agent_settings.installed(place.root)
    checks += [_program(bool(here))]
    checks += [_agent(place, agent) for agent in here]
    names = {agent.name for agent in here}
    for agent in agent_settings.found(place.root):
        if agent.name not in names:
            checks.append(Check("agent-unguarded", NOTE, {"title": agent.title, "name": agent.name}, agent.name))
    return checks


def fine(checks: list[Check]) -> bool:
    """Tell whether everything that was chosen is live."""
    return all(check.state != BAD for check in checks)


def _git_version(place: Place) -> Check:
    said = git(["--version"], place.root).decode("utf-8", "replace").split()
    version = said[2] if len(said) > 2 else ""
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    new = numbers >= _OLDEST_GIT
    return Check("git-version" if new else "git-old", OK if new else BAD, {"version": version})


def _agreement(place: Place) -> Iterator[Check]:
    try:
        agreed = agreement(place)
    except BrokenFile as error:
        yield Check("agreement-broken", BAD, {"error": error})
        return
    if not agreed.declared:
        yield Check("agreement-none", NOTE)
        return
    yield Check("agreement", OK, {"people": len(agreed.people)})
    if agreed.people:
        yield _person(place, agreed)


def _person(place: Place, agreed: Agreement) -> Check:
    name, email = committer(place.root)
    person = who(agreed.people, email)
    if person is not None:
        return Check(f"person-{person.role}", OK, {"name": person.name, "email": email})
    return Check("person-unknown" if email else "person-none", BAD, {"name": name or "…", "email": email})


def _git_hooks(place: Place) -> Iterator[Check]:
    texts = in_git.scripts(place.root)
    missing = [hook for hook, text in texts.items() if not text]
    said = git(["rev-parse", "--git-path", "hooks"], place.root).decode("utf-8", "surrogateescape").rstrip("\n")
    if missing and git(["config", "--get", "core.hooksPath"], place.root, ok=1).strip():
        yield Check("hooks-managed", BAD, {"path": said})
    elif missing:
        yield Check("hooks-missing", BAD, {"hooks": ", ".join(missing)})
    else:
        pythons = {_python(text) for text in texts.values()}
        gone = sorted(python for python in pythons if os.path.isabs(python) and not _starts(python))
        facts = {"path": gone[0]} if gone else {"hooks": ", ".join(texts)}
        yield Check("hooks-python-gone" if gone else "hooks", BAD if gone else OK, facts)


def _python(text: str) -> str:
    line = next((line for line in text.split("\n") if line.startswith("python=")), "")
    return line.removeprefix("python=").strip("'").replace("'\\''", "'")


def _starts(python: str) -> bool:
    """Tell whether a hook's interpreter is there and has pairkit."""
    if not os.access(python, os.X_OK):
        return False
    try:
        done = subprocess.run([python, "-I", "-c", "import pairkit.hook"], check=False, capture_output=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _branches(place: Place) -> Iterator[Check]:
    try:
        agreed = agreement(place)
    except BrokenFile:
        return
    branches = ", ".join(agreed.protected)
    yield Check("remote" if has_remote(place.root) else "remote-none", NOTE, {"branches": branches})


def _program(wanted: bool) -> Check:
    """Tell whether agents find `pairkit-hook`: their settings are committed, so they name no folder of a computer."""
    path = shutil.which("pairkit-hook")
    if path is None:
        return Check("program-missing", BAD if wanted else NOTE)
    return Check("program", OK, {"path": path})


def _agent(place: Place, agent: Agent) -> Check:
    done = agent_settings.install(place.root, [agent], dry=True)[0]
    beat = heartbeat.last(place.common_dir, agent.name)
    trust = agents_trust.trusted(agent.name, place.root)
    if done.refused or done.what != "current":
        key, state = "agent-behind", BAD
    elif trust == agents_trust.NO:
        key, state = f"agent-untrusted-{agent.name}", BAD
    elif beat is None:
        key, state = "agent-waiting", NOTE
    else:
        key, state = "agent-live", OK
    facts = {"title": agent.title, "name": agent.name, "path": agent.setting.path}
    return Check(key, state, facts, agent.name, agent.measured, beat.time if beat else None)
