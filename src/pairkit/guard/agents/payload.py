"""Read what a tool is given, whoever gives it: agents differ in the names of tools, hardly in those of arguments.

An adapter says which of its tools write, edit, read, run or patch. Where the arguments lie is looked up here among all
names in use, so that an argument renamed by an update of the agent does not open a hole. Fields that nobody knows are
never a reason to refuse.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pairkit.action.model import Action, Edit
from pairkit.guard.agents.apply_patch import MARK, patched

WRITE, EDIT, DELETE, READ, RUN, PATCH = "write", "edit", "delete", "read", "run", "patch"
Tools = Mapping[str, str]
"""An agent's tools: its own name of each, and what that does (one of the six above)."""

_PATHS = (
    *("file_path", "filePath", "path", "notebook_path", "TargetFile", "AbsolutePath", "target_file", "file"),
    *("filename", "absolute_path"),
)
_WHOLE = ("content", "file_text", "contents", "CodeContent", "new_text", "new_source", "code")
_BEFORE = ("old_string", "oldString", "old_str", "old_text", "TargetContent")
_AFTER = (
    *("new_string", "newString", "new_str", "new_text", "ReplacementContent", "new_source", "content", "file_text"),
    *("code", "diff", "insert_text", "text"),
)
_COMMANDS = ("command", "commands", "command_line", "CommandLine", "cmd", "script")
_PATCHES = ("command", "patchText", "input", "patch", "diff", "content")
_SEVERAL = ("edits", "replacements", "ReplacementChunks", "files", "operations", "paths")


class Unreadable(Exception):
    """A tool that writes or runs was called, and what it writes or runs cannot be told."""


class Done(NamedTuple):
    """What one call of a tool touches."""

    edits: tuple[Edit, ...] = ()
    reads: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


def called(tools: Tools, name: str, given: object) -> Done:
    """Return what the tool `name` does with the arguments `given`; nothing for a tool that the table does not name.

    `given` is a mapping, the same as JSON text, or the bare text of a patch. Raises Unreadable.
    """
    if isinstance(given, str) and MARK in given:
        return _patch(given)
    kind, data = tools.get(name), _mapping(given)
    if kind is None:
        return Done()
    done = _done(kind, data)
    if done == Done() and kind != READ:
        raise Unreadable(name)
    return done


def _done(kind: str, data: Mapping[str, Any]) -> Done:
    if kind == RUN:
        commands = tuple(_commands(data))
        edits = tuple(edit for command in commands if MARK in command for edit in patched(command))
        return Done(edits=edits, commands=commands)
    if kind == PATCH:
        return _patch(_first(data, _PATCHES) or "")
    if kind == READ:
        return Done(reads=tuple(_first(one, _PATHS) or "" for one in _records(data) if _first(one, _PATHS)))
    return Done(edits=tuple(_edits(kind, data)))


def _patch(text: str) -> Done:
    return Done(edits=tuple(patched(text)))


def _commands(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield commands: a text, a list of texts or records (Cline), or the same as JSON text."""
    for key in _COMMANDS:
        value = _unpacked(data.get(key))
        if isinstance(value, str) and value:
            yield value
        elif isinstance(value, list):
            texts = [one if isinstance(one, str) else _first(_mapping(one), _COMMANDS) for one in value]
            if key == "command":  # an argument vector
                yield _joined(text for text in texts if text)
            else:
                yield from (text for text in texts if text)


def _joined(words: Iterable[str]) -> str:
    import shlex  # no agent measured sends a vector

    return shlex.join(words)


def _edits(kind: str, data: Mapping[str, Any]) -> Iterator[Edit]:
    for one in _records(data):
        path = _first(one, _PATHS) or _first(data, _PATHS)
        if not path:
            continue
        if kind == DELETE:
            yield Edit(path, deleted=True)
        elif kind == WRITE:
            yield Edit(path, after=_first(one, _WHOLE), whole=True)
        else:
            yield Edit(path, before=_first(one, _BEFORE), after=_first(one, _AFTER))


def _records(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield each record of a call that brings several, else the call itself."""
    several = [value for key in _SEVERAL if isinstance(value := _unpacked(data.get(key)), list) and value]
    if not several:
        yield data
    for value in several:
        yield from ({"path": one} if isinstance(one, str) else _mapping(one) for one in value)


def _unpacked(value: object) -> object:
    """Return what a JSON text holds: Cline sends lists so. A command may begin like a list and stays a text."""
    if isinstance(value, str) and value[:1] == "[":
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _mapping(given: object) -> Mapping[str, Any]:
    if isinstance(given, Mapping):
        return given
    if isinstance(given, str):
        try:
            found = json.loads(given)
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}
    return {}


def _first(data: Mapping[str, Any], keys: Iterable[str]) -> str | None:
    return next((value for key in keys if isinstance(value := data.get(key), str)), None)


def text(payload: Mapping[str, Any], *keys: str) -> str:
    """Return the first of `keys` that is a text and not empty, else an empty text."""
    return next((value for key in keys if isinstance(value := payload.get(key), str) and value), "")


def listed(payload: Mapping[str, Any], key: str) -> str:
    """Return the first text of the list at `key`, else an empty text."""
    value = payload.get(key)
    return next((one for one in value if isinstance(one, str)), "") if isinstance(value, list) else ""


def inner(payload: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the mapping at `key`, empty if there is none."""
    value = payload.get(key)
    return value if isinstance(value, dict) else {}


def action(agent: str, event: str, tool: str, cwd: str, done: Done = Done(), prompt: str = "") -> Action:  # noqa: B008
    """Return the Action of one call."""
    return Action(agent, event, tool, cwd, done.edits, done.reads, done.commands, prompt)
