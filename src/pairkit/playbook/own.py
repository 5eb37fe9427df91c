"""A project's own playbooks: folders in `.pairkit/playbooks/`, named `own/NAME` in `pairkit.yaml`.

A change is judged by the playbook of the commit before it, so files come from git's trees there; a person who writes
one works on the files in the folder. Either way a playbook has an id that its content decides.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pairkit.errors import BrokenFile
from pairkit.git.objects import Objects

PREFIX = "own/"
FOLDER = ".pairkit/playbooks"
KINDS = ("rules", "secrets", "lessons")
_TREE = b"40000"
_LONGEST = 1_000_000

Texts = dict[str, str]
"""A playbook's files: text by path below its folder."""


class Own(NamedTuple):
    """One own playbook. `id` tells this content from any other; `files` reads it, and may raise BrokenFile."""

    name: str
    id: str
    files: Callable[[], Texts]

    @property
    def folder(self) -> str:
        """Return its folder as a person sees it."""
        return f"{FOLDER}/{self.name}"


def in_commit(name: str, revision: str, objects: Objects) -> Own | None:
    """Return the own playbook `name` of a revision, or None if it has none. Costs one question to git."""
    found = objects.find(f"{revision}:{FOLDER}/{name}")
    if found is None or not any(entry == "playbook.yaml" for _, entry, _ in _entries(found)):
        return None
    return Own(name, found[0], lambda: dict(_texts(name, found, objects)))


def by_id(name: str, tree: str, objects: Objects) -> Own:
    """Return the own playbook whose folder is the tree `tree`: the one that another process found in a commit."""
    return Own(name, tree, lambda: dict(_texts(name, objects.find(tree) or ("", b""), objects)))


def on_disk(folder: str) -> Own | None:
    """Return the own playbook in a folder of the work tree, or None if there is none."""
    if not os.path.isfile(os.path.join(folder, "playbook.yaml")):
        return None
    name = os.path.basename(os.path.abspath(folder))
    return Own(name, "", lambda: read_folder(folder, f"{FOLDER}/{name}"))


def all_on_disk(root: str) -> list[Own]:
    """Return every own playbook of the work tree at `root`, by name."""
    top = os.path.join(root, *FOLDER.split("/"))
    names = sorted(os.listdir(top)) if os.path.isdir(top) else []
    return [own for own in (on_disk(os.path.join(top, name)) for name in names) if own]


def read_folder(folder: str, shown: str | None = None) -> Texts:
    """Return the texts of a playbook's folder. Raises BrokenFile, naming the file below `shown`."""
    texts = {}
    for path in _paths(folder):
        try:
            with open(os.path.join(folder, *path.split("/")), encoding="utf-8") as file:
                texts[path] = file.read()
        except (OSError, UnicodeDecodeError) as error:
            where = f"{shown}/{path}" if shown else os.path.join(folder, *path.split("/"))
            raise BrokenFile("file-unreadable", path=where, line=1, said=str(error)) from None
    return texts


def _paths(folder: str) -> Iterator[str]:
    yield "playbook.yaml"
    for kind in KINDS:
        place = os.path.join(folder, kind)
        if os.path.isdir(place):
            yield from (f"{kind}/{name}" for name in sorted(os.listdir(place)) if name.endswith(".yaml"))


def _entries(tree: tuple[str, bytes]) -> Iterator[tuple[bytes, str, str]]:
    """Yield (mode, name, object id) of a tree as git keeps it: names end with a NUL, ids are raw bytes."""
    size, raw = len(tree[0]) // 2, tree[1]
    at = 0
    while at < len(raw):
        space, end = raw.find(b" ", at), raw.find(b"\0", at)
        if space < 0 or end < space:
            return
        name = raw[space + 1 : end].decode("utf-8", "surrogateescape")
        yield raw[at:space], name, raw[end + 1 : end + 1 + size].hex()
        at = end + 1 + size


def _texts(name: str, tree: tuple[str, bytes], objects: Objects) -> Iterator[tuple[str, str]]:
    for mode, entry, blob in _entries(tree):
        if entry == "playbook.yaml":
            yield entry, _text(f"{FOLDER}/{name}/{entry}", blob, objects)
        elif mode == _TREE and entry in KINDS:
            for _, file, inner in _entries(objects.find(blob) or ("", b"")):
                if file.endswith(".yaml"):
                    yield f"{entry}/{file}", _text(f"{FOLDER}/{name}/{entry}/{file}", inner, objects)


def _text(path: str, blob: str, objects: Objects) -> str:
    raw = objects.read(blob)
    if raw is None or len(raw) > _LONGEST:
        raise BrokenFile("file-unreadable", path=path, line=1, said=blob)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BrokenFile("file-unreadable", path=path, line=1, said=str(error)) from None


def split(playbooks: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return (shipped names, own names without their prefix)."""
    names = list(playbooks)
    own = [name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)]
    return [name for name in names if not name.startswith(PREFIX)], own
