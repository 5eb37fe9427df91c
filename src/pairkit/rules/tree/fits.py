"""Which entries of the rules a path is for, asked for thousands of paths.

Path by path and entry by entry that would be millions of comparisons. Here every pattern is put where one look finds
it: under the folder's name, the file's name or its ending. Only patterns that are none of these are tried one by one,
once a path. What a path is for is a number with one bit for each entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from pairkit.project.globs import matcher, normal

_WILD = re.compile(r"[*?\[]")


class Fits:
    """The paths of some entries: `of(path)` tells by its bits which of them a path is for."""

    def __init__(self, entries: Sequence[Mapping[str, Any]]) -> None:
        wanted: dict[str, int] = {}
        unwanted: dict[str, int] = {}
        self._any = 0
        for n, entry in enumerate(entries):
            bit = 1 << n
            if "paths" not in entry:
                self._any |= bit
            for pattern in entry.get("paths", ()):
                wanted[pattern] = wanted.get(pattern, 0) | bit
            for pattern in entry.get("not_paths", ()):
                unwanted[pattern] = unwanted.get(pattern, 0) | bit
        self._wanted, self._unwanted = _Table(wanted), _Table(unwanted)

    def of(self, path: str) -> int:
        """Return the bits of the entries that a path is for."""
        path = normal(path)
        return (self._any | self._wanted.of(path)) & ~self._unwanted.of(path)


class _Table:
    """Patterns, each with the bits of the entries that name it."""

    def __init__(self, patterns: Mapping[str, int]) -> None:
        self._folders: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._endings: dict[str, int] = {}
        self._inside: list[tuple[str, str, int]] = []
        self._whole: list[tuple[str, str, int]] = []
        for pattern, bits in patterns.items():
            self._put(pattern, bits)
        self._lengths = sorted({len(ending) for ending in self._endings})
        self._below = lru_cache(maxsize=4096)(self._of_folder)
        self._named = lru_cache(maxsize=65536)(self._of_name)

    def _put(self, pattern: str, bits: int) -> None:
        text = normal(pattern)
        folder = text.removesuffix("/")
        if text.endswith("/") and folder and "/" not in folder and not _WILD.search(folder):
            self._folders[folder] = self._folders.get(folder, 0) | bits
        elif "/" in text or text != text.strip():
            self._whole.append((_sign(text).strip("/ "), pattern, bits))
        elif not _WILD.search(text):
            self._names[text] = self._names.get(text, 0) | bits
        elif text.startswith("*") and not _WILD.search(text[1:]):
            self._endings[text[1:]] = self._endings.get(text[1:], 0) | bits
        else:
            self._inside.append((_sign(text), pattern, bits))

    def of(self, path: str) -> int:
        folder, _, name = path.rpartition("/")
        bits = self._below(folder) | self._named(name)
        for sign, pattern, own in self._whole:
            if sign in path and matcher(pattern)(path):
                bits |= own
        return bits

    def _of_name(self, name: str) -> int:
        bits = self._names.get(name, 0)
        for length in self._lengths:
            if length <= len(name):
                bits |= self._endings.get(name[len(name) - length :], 0)
        for sign, pattern, own in self._inside:
            if sign in name and matcher(pattern)(name):
                bits |= own
        return bits

    def _of_folder(self, folder: str) -> int:
        return _or(self._folders.get(name, 0) for name in folder.split("/"))


def _sign(text: str) -> str:
    """Return the longest text that stands in whatever a pattern matches: looking for it is quicker than to match."""
    return "" if "[" in text else max(_WILD.split(text), key=len)


def _or(bits: Iterable[int]) -> int:
    every = 0
    for own in bits:
        every |= own
    return every
