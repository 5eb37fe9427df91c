"""Which files the project itself calls generated or vendored: `linguist-generated`, `linguist-vendored`.

Read from `.gitattributes` as it stood before the change, so that no change can take itself out of sight. git itself
cannot answer for another tree before version 2.40 (`check-attr --source`), so the few lines are read here. `-diff` and
`binary` mean nothing: they hide lines from a diff, never from a check.
Form: https://git-scm.com/docs/gitattributes ; meaning: https://github.com/github-linguist/linguist/blob/main/docs/overrides.md
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pairkit.change.model import Change, FileChange
from pairkit.git.objects import Objects
from pairkit.project.globs import Match, matcher, normal

_FILE = ".gitattributes"
_KINDS = {"linguist-generated": "marked", "linguist-vendored": "vendored"}
_UNDONE = {"linguist-generated": ("marked", "minified", "snapshot"), "linguist-vendored": ("vendored",)}
"""What `-linguist-…` takes back: pairkit's own guess of that kind. A lock file stays one."""
_YES, _NO = ("", "true", "1", "yes"), ("false", "0", "no")


Macros = dict[str, dict[str, bool | None]]


class _Rule(NamedTuple):
    """One line: which files, as seen from the folder `.gitattributes` lies in, and what is said of them."""

    matches: Match
    values: dict[str, bool | None]


def with_attributes(change: Change, before: str, objects: Objects) -> Change:
    """Return the change with its files marked as the tree of `before` (a revision) tells."""
    read = _Reader(before, objects)
    folders = _known_folders(change) if change.source == "all" else None
    files = tuple(marked(file, read.values(file.path, folders)) for file in change.files)
    return change._replace(files=files)


def _known_folders(change: Change) -> set[str]:
    """Among all files the index names every `.gitattributes`: nothing else need be asked for."""
    return {file.path.rpartition("/")[0] for file in change.files if file.path.rpartition("/")[2] == _FILE}


def marked(file: FileChange, values: Mapping[str, bool]) -> FileChange:
    """Return a file as what is said of it makes it."""
    file = file._replace(attributes=tuple(values.items())) if values else file
    for name, kind in _KINDS.items():
        if values.get(name) is True and file.generated is None:
            return file._replace(generated=kind)
        if values.get(name) is False and file.generated in _UNDONE[name]:
            return file._replace(generated=None)
    return file


class _Reader:
    """The attributes of one tree; each folder's file is read once."""

    def __init__(self, before: str, objects: Objects) -> None:
        self._before, self._objects = before, objects
        self._rules: dict[str, list[_Rule]] = {}
        self._macros: Macros = {}

    def values(self, path: str, folders: set[str] | None) -> dict[str, bool]:
        """Return what is said of a file; a deeper folder's word counts more, a later line's too."""
        found: dict[str, bool | None] = {}
        for folder in _above(path):
            if folders is None or folder in folders:
                inside = normal(path[len(folder) + 1 :] if folder else path)
                for rule in self._of(folder):
                    if rule.matches(inside):
                        found.update(rule.values)
        return {name: value for name, value in found.items() if value is not None}

    def _of(self, folder: str) -> list[_Rule]:
        if folder not in self._rules and folder:
            self._of("")  # names that stand for several attributes are given only at the top
        if folder not in self._rules:
            raw = self._objects.read(f"{self._before}:{folder}/{_FILE}" if folder else f"{self._before}:{_FILE}")
            self._rules[folder] = list(rules(raw.decode("utf-8", "replace"), self._macros)) if raw else []
        return self._rules[folder]


def _above(path: str) -> Iterator[str]:
    """Yield the folders above a file, the top ("") first."""
    parts = path.split("/")[:-1]
    for depth in range(len(parts) + 1):
        yield "/".join(parts[:depth])


def rules(text: str, macros: Macros) -> Iterator[_Rule]:
    """Yield the rules of a `.gitattributes` that speak of generated or vendored files, in order.

    `macros` has names that stand for several attributes, and takes in those that are given here.
    """
    for line in text.splitlines():
        pattern, words = _split(line.strip())
        values: dict[str, bool | None] = {}
        for word in words:
            values.update(macros.get(word, {}) or _value(word))
        if pattern.startswith("[attr]"):
            macros[pattern.removeprefix("[attr]")] = values
        elif values and _can_match(pattern):
            yield _Rule(matcher(pattern), values)


def _split(line: str) -> tuple[str, list[str]]:
    if line.startswith('"'):
        pattern, _, rest = line[1:].partition('"')
        return pattern, rest.split()
    pattern, *words = line.split() or ("",)
    return pattern, words


def _value(word: str) -> dict[str, bool | None]:
    """Read `name`, `-name`, `!name` (nothing said) or `name=value`."""
    name, _, value = word.lstrip("-!").partition("=")
    if name not in _KINDS:
        return {}
    if word[0] in "-!":
        return {name: False if word[0] == "-" else None}
    return {name: True} if value in _YES else {name: False} if value in _NO else {}


def _can_match(pattern: str) -> bool:
    """Leave out comments, what git refuses (`!`), what names a folder (it matches no file there), and escapes."""
    return bool(pattern) and pattern[0] not in "#!" and not pattern.endswith("/") and "\\" not in pattern
