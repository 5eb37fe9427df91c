"""The files for a forge: made from the agreement, written beside what a person wrote, and held against every file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pairkit.guard.kept import kept
from pairkit.guard.server.owners import Owners, owner_of, owners
from pairkit.project.agreement import Agreement
from pairkit.project.zones import SHARED

MARKS = ("# >>> pairkit: made from pairkit.yaml by `pairkit guard server`", "# <<< pairkit")


class Apply(NamedTuple):
    """One command that puts a file into force, and the words' key of what that does and where it can."""

    command: str
    about: str


class Server(NamedTuple):
    """What a forge takes. `head` is a line above the owners; `files` are payloads by path."""

    forge: str
    owners_path: str
    head: str
    files: Mapping[str, object]
    applies: tuple[Apply, ...]


class Made(NamedTuple):
    """The files as they should be, by path; `owners` says what could not be said, `differ` what GitHub sees else."""

    server: Server
    files: Mapping[str, str]
    owners: Owners
    differ: tuple[str, ...]


def make(root: str, agreement: Agreement, server: Server, paths: Iterable[str]) -> Made:
    """Return the files for a forge. `paths` are the project's: owners are held against the zones for each of them."""
    found = owners(agreement, server.forge)
    place = os.path.join(root, *server.owners_path.split("/"))
    before = _text(place)
    lines = [server.head, *found.lines] if server.head else list(found.lines)
    files = {path: json.dumps(data, indent=2) + "\n" for path, data in server.files.items()}
    text = kept(before, "\n".join(lines), MARKS)
    zones = agreement.make_zones()
    accounts = {zone: _owner(agreement, server.forge, zone) for zone in ("maker", "developer", "closed", SHARED)}
    differ = [path for path in paths if (owner_of(found.lines, path) or "") != accounts[zones.of(path)]]
    return Made(server, {server.owners_path: text, **files}, found, tuple(differ))


def write(root: str, made: Made) -> list[str]:
    """Write what is not so yet and return the paths. Raises OSError."""
    changed = [path for path, text in made.files.items() if _text(os.path.join(root, *path.split("/"))) != text]
    for path in changed:
        place = os.path.join(root, *path.split("/"))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        part = f"{place}.{os.getpid()}.part"
        with open(part, "w", encoding="utf-8", newline="") as file:
            file.write(made.files[path])
        os.replace(part, place)
    return changed


def _owner(agreement: Agreement, forge: str, zone: str) -> str:
    one = owners(Agreement(agreement.people, {zone: ("/x",)}), forge)
    return owner_of(one.lines, "x") or ""


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return ""
