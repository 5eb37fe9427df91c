"""Put pairkit's entries into the settings of agents, and take them out again.

What stands in a file is the user's: it is added to at the end, never written anew. What cannot be read as that agent's
settings stays untouched, and the outcome says so with the line.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pairkit.errors import WrongUse
from pairkit.guard import claude_permissions
from pairkit.guard.agents.caller import NAMES, adapter
from pairkit.guard.agents.setting import Agent, Entry, Own
from pairkit.guard.jsonc import NotJson, fresh, insert, members, remove

SHARED = {"vscode": "copilot"}
"""Agents that read the file of another."""
_MARK = "pairkit-hook agent"
Lists = Sequence[tuple[tuple[str, ...], Sequence[Any]]]
"""What belongs into one file: values for each list, named by its keys."""
Facts = Mapping[str, object]
Step = Callable[[str | None], str | None]


@dataclass(frozen=True, slots=True)
class Done:
    """What happened to one file of an agent.

    `what` is "installed", "changed", "current", "removed", "absent", "for-developer", or why it stays untouched:
    "not-json", "foreign-form", "foreign-file", "link", "not-text", "unwritable" (facts: `line`, `where`, `said`).
    """

    agent: str
    title: str
    path: str
    what: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Tell whether the file stays as it is although it should change."""
        return self.what not in ("installed", "changed", "current", "removed", "absent", "for-developer")


def agents() -> list[Agent]:
    """Return every agent that has settings of its own, in pairkit's order."""
    return [adapter(name).AGENT for name in NAMES if name not in SHARED]


def found(root: str) -> list[Agent]:
    """Return the agents that are used here: their folder is in the project, or their command on this computer."""
    return [agent for agent in agents() if _is_used(root, agent)]


def named(names: Iterable[str]) -> list[Agent]:
    """Return the agents of these names. Raises WrongUse for one that pairkit does not know."""
    for name in names:
        if name not in NAMES:
            raise WrongUse("unknown-agent", value=name, choices=", ".join(NAMES))
    wanted = {SHARED.get(name, name) for name in names}
    return [agent for agent in agents() if agent.name in wanted]


def installed(root: str) -> list[Agent]:
    """Return the agents whose settings in this project hold our entry, of whatever version."""
    return [agent for agent in agents() if _MARK in (_text(os.path.join(root, *agent.setting.path.split("/"))) or "")]


def install(root: str, chosen: Iterable[Agent], *, dry: bool = False) -> list[Done]:
    """Put the entries in place; doing it again changes nothing. `dry` only tells what would happen."""
    return [_each(root, agent, into=True, dry=dry) for agent in chosen]


def take_away(root: str, chosen: Iterable[Agent]) -> list[Done]:
    """Take the entries out; what the user had is there again, byte for byte."""
    return [_each(root, agent, into=False) for agent in chosen]


def change(root: str, path: str, lists: Lists, *, into: bool) -> tuple[str, Facts]:
    """Put values into the JSON file at `path` below `root` or take them out; return what happened and its facts."""

    def step(old: str | None) -> str | None:
        return _inserted(old, lists, {}) if into else _removed(old, lists, {})

    return _carefully(root, path, step, Way(into=into))


def _each(root: str, agent: Agent, *, into: bool, dry: bool = False) -> Done:
    setting = agent.setting
    if isinstance(setting, Own):
        step = partial(_own_in if into else _own_out, setting)
    else:
        step = partial(_entry_in if into else _entry_out, setting)
    executable = isinstance(setting, Own) and setting.executable
    what, facts = _carefully(root, setting.path, step, Way(into, dry, executable))
    return Done(agent.name, agent.title, setting.path, what, facts)


@dataclass(frozen=True, slots=True)
class Way:
    """How a file is changed: entries go in or out, for show only, and may be run."""

    into: bool
    dry: bool = False
    executable: bool = False


def _carefully(root: str, path: str, step: Step, way: Way) -> tuple[str, Facts]:
    """Change a file, or say why it stays untouched."""
    whole = os.path.join(root, *path.split("/"))
    if leads_away(root, whole):
        return "link", {}
    try:
        return _changed(whole, step, way), {}
    except UnicodeDecodeError:
        return "not-text", {}
    except NotJson as error:
        return "foreign-form" if error.where else "not-json", {"line": error.line, "where": error.where}
    except Foreign:
        return "foreign-file", {}
    except OSError as error:
        return "unwritable", {"said": error.strerror or str(error)}


def _changed(path: str, step: Step, way: Way) -> str:
    """Run `step` over a file's old text and write its new one; None is no file."""
    old = _text(path)
    new = step(old)
    if new == old:
        return "current" if way.into else "absent"
    if not way.dry:
        write_text(path, new, executable=way.executable)
    if not way.into:
        return "removed"
    return "changed" if old is not None and _MARK in old else "installed"


class Foreign(Exception):
    """A file that should be ours alone is somebody else's."""


def _own_in(setting: Own, old: str | None) -> str:
    if old is not None and _MARK not in old:
        raise Foreign
    return setting.text


def _own_out(setting: Own, old: str | None) -> str | None:  # noqa: ARG001 - called like its neighbours
    return None if old is None or _MARK in old else old


def _entry_in(setting: Entry, old: str | None) -> str:
    return _inserted(old, _lists(setting), setting.beside)


def _entry_out(setting: Entry, old: str | None) -> str | None:
    return _removed(old, _lists(setting), setting.beside)


def _lists(setting: Entry) -> Lists:
    lists: list[tuple[tuple[str, ...], Sequence[Any]]] = [(keys, [value]) for keys, value in setting.lists]
    if setting.path == claude_permissions.SHARED:
        lists.append((claude_permissions.AT, claude_permissions.for_everybody()))
    return lists


def _inserted(old: str | None, lists: Lists, beside: Mapping[str, Any]) -> str:
    if old is None:
        return _new(lists, beside)
    text = old
    for keys, values in lists:
        present = members(text, keys)
        run = _ours(present, values)
        if run is not None:
            start, count = run
            if present[start : start + count] == list(values):
                continue
            text = remove(text, keys, start, count)
        text = insert(text, keys, values)
    return text


def _removed(old: str | None, lists: Lists, beside: Mapping[str, Any]) -> str | None:
    if old is None or old == _new(lists, beside):
        return None
    text = old
    for keys, values in reversed(lists):
        run = _ours(members(text, keys), values)
        if run is not None:
            text = remove(text, keys, *run)
    if text == "{\n}\n" != old and old.startswith("{\n"):
        return None  # a file that we made: in an empty one of the user, ours stands directly behind the bracket
    return text


def _new(lists: Lists, beside: Mapping[str, Any]) -> str:
    data: dict[str, Any] = dict(beside)
    for keys, values in lists:
        inner = data
        for key in keys[:-1]:
            inner = inner.setdefault(key, {})
        inner[keys[-1]] = list(values)
    return fresh(data)


def _ours(present: Sequence[Any], values: Sequence[Any]) -> tuple[int, int] | None:
    """Return where our values of this or another version stand in a list: (first, how many)."""
    count = len(values)
    for start in range(len(present) - count, -1, -1):
        if present[start : start + count] == list(values):
            return start, count
    if isinstance(values[0], str):
        return claude_permissions.block(present)
    mine = [n for n, one in enumerate(present) if _MARK in json.dumps(one) and _alone(one)]
    return (mine[-1], 1) if mine else None


def _alone(entry: Any) -> bool:
    """Tell whether an entry runs nothing but pairkit: one that a person added to is theirs."""
    hooks = entry.get("hooks") if isinstance(entry, dict) else None
    return not isinstance(hooks, list) or len(hooks) == 1


def _is_used(root: str, agent: Agent) -> bool:
    return any(os.path.exists(os.path.join(root, *name.split("/"))) for name in agent.found_by) or any(
        shutil.which(program) for program in agent.programs
    )


def leads_away(root: str, path: str) -> bool:
    """Tell whether a path is a link, or leads out of the project."""
    top = os.path.realpath(root)
    return os.path.islink(path) or os.path.commonpath([top, os.path.realpath(path)]) != top


def _text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_text(path: str, text: str | None, *, executable: bool = False) -> None:
    """Write a file whole, or remove it (None) with the folders that it leaves empty. Raises OSError."""
    folder = os.path.dirname(path)
    if text is None:
        os.remove(path)
        _drop_empty(folder)
        return
    os.makedirs(folder, exist_ok=True)
    part = f"{path}.{os.getpid()}"
    with open(part, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    if os.path.exists(path):
        shutil.copymode(path, part)
    if executable:
        os.chmod(part, os.stat(part).st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)  # noqa: S103
    os.replace(part, path)


def _drop_empty(folder: str) -> None:
    """Remove a folder that our file leaves empty, and one above it; git keeps no empty folders either."""
    for _ in range(2):
        try:
            os.rmdir(folder)
        except OSError:
            return
        folder = os.path.dirname(folder)
