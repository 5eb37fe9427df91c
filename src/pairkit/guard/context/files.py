"""Keep the files that agents read up to date, in a folder or in a rendering that is not written yet.

`init` and `pairkit guard sync` go the same way, so they make the same text. What a person wrote around a block stays to
the letter; a file that is somebody else's altogether is left alone and told.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pairkit.guard import jsonc
from pairkit.guard.agent_settings import agents, leads_away, write_text
from pairkit.guard.context import guide, skills
from pairkit.guard.kept import NoEnd, kept, taken
from pairkit.project.agreement import Agreement

GUIDE, CLAUDE, GEMINI = "AGENTS.md", "CLAUDE.md", ".gemini/settings.json"
IMPORT = "@AGENTS.md"
_FILE_NAME = ("context", "fileName")
_NAMES = ["AGENTS.md", "GEMINI.md"]
_SKILLED = ("codex", "gemini", "qwen", "opencode", "copilot", "other")
"""Agents that look into `.agents/skills` (measured), and those of no name; Claude Code looks into `.claude/skills`."""


class Done(NamedTuple):
    """What happened to a file.

    `what` is "written", "changed", "removed", or why it stays: "foreign", "no-end", "not-json", "not-text", "link",
    "unwritable".
    """

    path: str
    what: str

    @property
    def left(self) -> bool:
        """Tell whether the file stays as it is although it should change."""
        return self.what not in ("written", "changed", "removed")


class Foreign(Exception):
    """A file of this name is a person's own."""


def used(has: Callable[[str], bool]) -> list[str]:
    """Return the agents whose folder or file is there; "other" where there are skills for any agent."""
    names = [agent.name for agent in agents() if any(has(name) for name in agent.found_by)]
    return [*names, "other"] if has(".agents/skills") else names


def paths(names: Iterable[str]) -> list[str]:
    """Return the files that these agents need."""
    names = set(names)
    folders = [".claude/skills"] if "claude" in names else []
    folders += [".agents/skills"] if names & set(_SKILLED) else []
    own = [path for path, name in ((CLAUDE, "claude"), (GEMINI, "gemini")) if name in names]
    return [GUIDE, *own, *(f"{folder}/{skill.name}/SKILL.md" for folder in folders for skill in skills.SKILLS)]


def filled(path: str, old: str | None, agreement: Agreement) -> str:
    """Return the text that a file should have. Raises NoEnd, Foreign or NotJson where it must stay as it is."""
    if path == GUIDE:
        return kept(old or "", guide.guide(agreement), guide.MARKS)
    if path == CLAUDE:
        return _with_import(old)
    if path == GEMINI:
        return _with_names(old)
    skill = _skill(path)
    if old is None or not old.strip():
        return skill.file(agreement)
    if skills.MARKS[0] not in old:
        raise Foreign
    return kept(old, skill.inner(agreement), skills.MARKS)


def rendered(files: Mapping[str, bytes], agreement: Agreement, names: Iterable[str] | None = None) -> dict[str, bytes]:
    """Return the files of a new project that agents read, by path; `files` are the others that it will have."""
    there = {part for path in files for part in (path, *_folders(path))}
    chosen = used(there.__contains__) if names is None else names
    found = {}
    for path in paths(chosen):
        old = files.get(path)
        found[path] = filled(path, old.decode("utf-8") if old is not None else None, agreement).encode("utf-8")
    return found


def in_use(root: str) -> bool:
    """Tell whether the project has our guide: then the developer wanted it, and it is kept up to date."""
    try:
        return guide.MARKS[0] in (_read(os.path.join(root, GUIDE)) or "")
    except (OSError, UnicodeDecodeError):
        return True  # it is there, and `sync` tells what is wrong with it


def sync(root: str, agreement: Agreement, *, dry: bool = False, maker: bool = False) -> list[Done]:
    """Bring the files below `root` up to date and return what changed or must stay; `dry` changes nothing.

    `maker` leaves out the agents' settings, which only the developer changes.
    """
    chosen = used(lambda name: os.path.exists(os.path.join(root, *name.split("/"))))
    wanted = [path for path in paths(chosen) if not (maker and path == GEMINI)]
    done = [_each(root, path, lambda path, old: filled(path, old, agreement), dry=dry) for path in wanted]
    return [one for one in done if one is not None]


def remove(root: str) -> list[Done]:
    """Take every block and every file of ours away again; what a person wrote stays."""
    every = paths(["claude", *_SKILLED])
    done = [_each(root, path, _without, dry=False) for path in every]
    return [one for one in done if one is not None]


def _each(root: str, path: str, step: Callable[[str, str | None], str | None], *, dry: bool) -> Done | None:
    place = os.path.join(root, *path.split("/"))
    if leads_away(root, place):
        return Done(path, "link")
    try:
        old = _read(place)
        new = step(path, old)
        if new == old:
            return None
        if not dry:
            write_text(place, new)
    except (NoEnd, Foreign, jsonc.NotJson, UnicodeDecodeError, OSError) as error:
        return Done(path, _reason(error))
    return Done(path, "removed" if new is None else "written" if old is None else "changed")


def _reason(error: Exception) -> str:
    reasons = {NoEnd: "no-end", Foreign: "foreign", jsonc.NotJson: "not-json", UnicodeDecodeError: "not-text"}
    return reasons.get(type(error), "unwritable")


def _without(path: str, old: str | None) -> str | None:
    if old is None:
        return None
    if path == CLAUDE:
        return None if old == IMPORT + "\n" else old.removesuffix(f"\n{IMPORT}\n")
    if path == GEMINI:
        return _without_names(old)
    marks = guide.MARKS if path == GUIDE else skills.MARKS
    text = taken(old, marks)
    if path != GUIDE and text.startswith("---\n") and not text.partition("\n---\n")[2].strip():
        return None  # only the head that we wrote is left
    return text if text.strip() else None


def _with_import(old: str | None) -> str:
    """Claude Code reads `CLAUDE.md` alone where there is one, and what it imports."""
    if old is None or not old.strip():
        return IMPORT + "\n"
    if any(line.strip() == IMPORT for line in old.splitlines()):
        return old
    return f"{old}\n{IMPORT}\n"


def _with_names(old: str | None) -> str:
    if old is None or not old.strip():
        return jsonc.fresh({"context": {"fileName": _NAMES}})
    context = jsonc.parse(old).child("context")
    name = context.child("fileName") if context else None
    if name is not None and name.value == GUIDE:
        return old
    present = jsonc.members(old, _FILE_NAME)
    if GUIDE in present:
        return old
    return jsonc.insert(old, _FILE_NAME, [GUIDE] if present else _NAMES)


def _without_names(old: str) -> str | None:
    if old == jsonc.fresh({"context": {"fileName": _NAMES}}):
        return None
    context = jsonc.parse(old).child("context")
    name = context.child("fileName") if context else None
    if name is None or name.value != _NAMES:
        return old  # a list with other names is a person's, and stays
    return jsonc.remove(old, _FILE_NAME, 0, len(_NAMES))


def _skill(path: str) -> skills.Skill:
    return next(one for one in skills.SKILLS if path.endswith(f"/{one.name}/SKILL.md"))


def _folders(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts))]


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
