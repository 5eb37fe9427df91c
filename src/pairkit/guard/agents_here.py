"""The agents of one project: settings in place, and the rules for the person at this computer."""

from __future__ import annotations

import os
from dataclasses import replace

from pairkit.errors import BrokenFile
from pairkit.git.objects import Objects
from pairkit.git.place import Place, committer
from pairkit.git.run import git
from pairkit.guard import agent_settings, claude_permissions
from pairkit.guard.agent_settings import Done
from pairkit.project import store
from pairkit.project.agreement import Agreement
from pairkit.project.people import who


def choose(root: str, wish: str) -> list[str]:
    """Return the names for `--agents`: "found", "none", or names with commas. Raises WrongUse for an unknown one."""
    if wish == "found":
        return [agent.name for agent in agent_settings.found(root)]
    names = [] if wish == "none" else [name.strip() for name in wish.split(",") if name.strip()]
    return [agent.name for agent in agent_settings.named(names)]


def install(place: Place, names: list[str]) -> list[Done]:
    """Put the settings of these agents in place.

    They keep the agreement, so where there is a developer only the developer changes them: a maker could not commit
    them. What would change then is told as "for-developer".
    """
    chosen = agent_settings.named(names)
    allowed = may_change_guards(place)
    done = agent_settings.install(place.root, chosen, dry=not allowed)
    if not allowed:
        done = [one if one.refused or one.what == "current" else replace(one, what="for-developer") for one in done]
    return done + _local(place) if "claude" in names else done


def sync(place: Place) -> list[Done]:
    """Bring what is in place up to date with this pairkit, the agreement and the person."""
    return install(place, [agent.name for agent in agent_settings.installed(place.root)])


def behind(place: Place) -> list[Done]:
    """Return what `sync` would change, changing nothing; rules for one person are no file of the project."""
    done = agent_settings.install(place.root, agent_settings.installed(place.root), dry=True)
    return [one for one in done if one.what != "current"]


def remove(place: Place) -> list[Done]:
    """Take everything of agents away again."""
    there = agent_settings.installed(place.root)
    if may_change_guards(place):
        done = agent_settings.take_away(place.root, there)
    else:
        done = [Done(agent.name, agent.title, agent.setting.path, "for-developer") for agent in there]
    out = _change_local(place, [claude_permissions.for_a_maker({})], into=False)
    claude_permissions.stop_ignoring_local(place.common_dir)
    return done + ([out] if out.what == "removed" else [])


def agreement(place: Place) -> Agreement:
    """Return the committed agreement, or the one that lies in the folder before the first commit. Raises BrokenFile."""
    with Objects(place.root) as objects:
        found = objects.find(f"HEAD:{store.FILE}") if place.head else None
    if found is not None:
        return store.parse(*found)
    try:
        with open(os.path.join(place.root, store.FILE), "rb") as file:
            raw = file.read()
    except OSError:
        return store.none()
    blob = git(["hash-object", "--stdin"], place.root, stdin=raw).decode().strip()
    return store.parse(blob, raw)


def may_change_guards(place: Place) -> bool:
    """Tell whether whoever sits here answers for the files that keep the agreement."""
    try:
        agreed = agreement(place)
    except BrokenFile:
        return True  # nobody can tell; a commit will
    person = who(agreed.people, committer(place.root)[1])
    return not agreed.people or (person is not None and person.role == "developer")


def _local(place: Place) -> list[Done]:
    """Write the rules that hold for whoever sits here, unless that is a developer."""
    try:
        agreed = agreement(place)
    except BrokenFile:
        return []  # `doctor` tells; without an agreement there are no zones to close
    person = who(agreed.people, committer(place.root)[1])
    if not agreed.people or (person and person.role == "developer"):
        done = _change_local(place, [claude_permissions.for_a_maker(agreed.zones)], into=False)
        return [done] if done.what == "removed" else []
    if git(["ls-files", "--", claude_permissions.LOCAL], place.root).strip():
        return []  # somebody committed it: rules for one person must not get into the history
    done = _change_local(place, [claude_permissions.for_a_maker(agreed.zones)], into=True)
    if not done.refused:
        claude_permissions.ignore_local(place.root, place.common_dir)
    return [done]


def _change_local(place: Place, values: list[list[str]], *, into: bool) -> Done:
    lists = [(claude_permissions.AT, one) for one in values]
    what, facts = agent_settings.change(place.root, claude_permissions.LOCAL, lists, into=into)
    return Done("claude", "Claude Code", claude_permissions.LOCAL, what, facts)
