"""Context for agents (AGENTS.md, CLAUDE.md, README.md) that names a file or a command which this change takes away.

Such a file is read as it stands after the change, whether the change touches it or not; a patch shows only itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, RENAMED, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_PATH = pattern_of(
    r"(?<![\w@.-])[\w@.-]++(?:/[\w@.-]++)++/?|(?<![\w-])[\w-]++\.(?:py|[cm]?[jt]sx?|go|rs|rb|java|sh|sql|ya?ml|toml|json)\b"
)
_RUN = pattern_of(
    r"\b(?P<tool>npm|pnpm|yarn|bun|make|just)\s{1,3}(?:run\s{1,3}|run-script\s{1,3})?(?P<name>[a-z][\w:.-]{0,60})"
)
_SCRIPT = pattern_of(r"^[ \t]*\"(?P<name>[\w:.-]{1,60})\"\s*+:\s*+\"", re.MULTILINE)
_TARGET = pattern_of(r"^(?P<name>[A-Za-z][\w.-]{0,60})\s*(?:[\w=\"' -]{0,60})?:(?![=:])", re.MULTILINE)
_NAMES = ("AGENTS.md", "CLAUDE.md", "GEMINI.md", ".cursorrules", ".windsurfrules", "README.md", "CONTRIBUTING.md")
_FIXED = (".github/copilot-instructions.md",)
_MOST = 40
"""How many files of context are looked at."""


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each line of context that still names what the change takes away."""
    if context.change.source == "all":
        return
    gone = _gone(context)
    if not gone.paths and not gone.commands:
        return
    for path, number, line in islice(_lines(context, gone, files), 20_000):
        lost = gone.named_in(line, path.rpartition("/")[0])
        if lost:
            yield Found(path, number, NEW, line.strip()[:160], {"what": lost}, key=lost)


class _Gone:
    """What is no longer there: paths, and commands as (tool, name)."""

    def __init__(self, context: Context, paths: set[str], commands: set[tuple[str, str]]) -> None:
        self.paths, self.commands = paths, commands
        self._context = context
        self._folders = {folder for path in paths for folder in _parents(path) if folder}

    def named_in(self, line: str, folder: str) -> str | None:
        """Return the first name in a line that stands for nothing any more."""
        for word in _PATH.findall(line):
            bare = word.removeprefix("./").rstrip("/.")
            if any(self._is_gone(one) for one in {bare, f"{folder}/{bare}" if folder else bare}):
                return str(bare)
        for match in _RUN.finditer(line):
            tool = "make" if match["tool"] in {"make", "just"} else "npm"
            if (tool, match["name"].rstrip(".:")) in self.commands:
                return match[0]
        return None

    def _is_gone(self, path: str) -> bool:
        if path in self.paths:
            return True
        there = self._context.listing() if path in self._folders else frozenset()
        return bool(there) and not any(other.startswith(f"{path}/") for other in there)


def _gone(context: Context) -> _Gone:
    there = {file.path for file in context.change.files if file.status != DELETED}
    left = {file.old_path or file.path for file in context.change.files if file.status in (DELETED, RENAMED)}
    commands: set[tuple[str, str]] = set()
    for file in context.change.files:
        tool = _tool(file.path)
        if tool and file.status != DELETED:
            pattern = _SCRIPT if tool == "npm" else _TARGET
            old, new = ({m["name"] for b in file.blocks(side) for m in pattern.finditer(b.text)} for side in (OLD, NEW))
            commands |= {(tool, name) for name in old - new if not _still(context, file, pattern, name)}
    return _Gone(context, left - there, commands)


def _still(context: Context, file: FileChange, pattern: re.Pattern[str], name: str) -> bool:
    """Tell whether a name stands elsewhere in the file, or in another manifest: which one a text means is not known."""
    parts = file.new.parts() if file.new else ()
    if any(match["name"] == name for part in parts for match in pattern.finditer(part.text)):
        return True
    folder = file.path.rpartition("/")[0]
    return bool(folder) and f'"{name}"' in (context.read(file.path.rpartition("/")[2]) or "")


def _tool(path: str) -> str | None:
    name = path.rpartition("/")[2].lower()
    return {"package.json": "npm", "makefile": "make", "justfile": "make"}.get(name)


def _lines(context: Context, gone: _Gone, files: Iterable[FileChange]) -> Iterator[tuple[str, int, str]]:
    """Yield path, number and text of the lines of context: of the files at hand, then of the others."""
    seen = {file.path for file in context.change.files}
    for file in context.change.files:
        if file.new is not None and (file.path.rpartition("/")[2] in _NAMES or _is_rule(file.path)):
            for block in file.new.parts():
                yield from ((file.path, number, line) for number, line in block.lines())
    folders = sorted({folder for path in gone.paths for folder in _parents(path)} | {""}, key=len)
    names = [f"{folder}/{name}".lstrip("/") for folder in folders for name in _NAMES]
    for path in [*_FIXED, *names][:_MOST]:
        text = context.read(path) if path not in seen else None
        for number, line in enumerate((text or "").split("\n"), 1):
            if line:
                yield path, number, line


def _is_rule(path: str) -> bool:
    return path in _FIXED or bool(
        re.search(r"(?:^|/)\.(?:cursor/rules|claude|github/instructions)/[^\n]*\.md[c]?$", path)
    )


def _parents(path: str) -> Iterator[str]:
    while path:
        path = path.rpartition("/")[0]
        yield path
