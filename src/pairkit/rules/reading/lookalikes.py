"""Names that look like a well-known package and are not it: typing mistakes, inventions, and traps made for both.

The lists in `rules/ranks/` hold the most downloaded names of PyPI and npm (November 2026), the most downloaded first.
"""

from __future__ import annotations

import os
import re
from functools import cache

_TARGETS = 1000
"""Only the best-known names are worth an imitation, and only they are looked for."""
_SHORTEST, _LONGEST = 6, 60


def lookalike(name: str, ecosystem: str) -> str | None:
    """Return the well-known package that `name` can be mistaken for, or None. Knows "pypi" and "npm"."""
    if ecosystem not in {"pypi", "npm"} or name.startswith("@") or "/" in name:
        return None
    known = _known(ecosystem)
    name = name.lower()
    if not _SHORTEST <= len(name) <= _LONGEST or name in known:
        return None
    same = _shapes(ecosystem).get(_shape(name))
    if same:
        return same[0]
    near = (other for other in _near(name) if known.get(other, _TARGETS) < _TARGETS and len(other) >= _SHORTEST - 1)
    return min(near, key=known.__getitem__, default=None)


@cache
def _known(ecosystem: str) -> dict[str, int]:
    """Return the rank of each well-known name."""
    path = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "ranks", f"{ecosystem}.txt")
    with open(path, encoding="utf-8") as file:
        return {name: rank for rank, name in enumerate(file.read().split())}


def _shape(name: str) -> str:
    """Return a name as the eye takes it in: without marks between words, 0 as o and 1 as l."""
    return re.sub(r"[-_.]", "", name).replace("0", "o").replace("1", "l").replace("rn", "m").replace("vv", "w")


@cache
def _shapes(ecosystem: str) -> dict[str, list[str]]:
    shapes: dict[str, list[str]] = {}
    for name, rank in _known(ecosystem).items():
        if rank < _TARGETS and len(name) >= _SHORTEST:
            shapes.setdefault(_shape(name), []).append(name)
    return shapes


def _near(name: str) -> set[str]:
    """Return all names one slip of the finger away: a letter left out, doubled, swapped or wrong."""
    parts = [(name[:at], name[at:]) for at in range(len(name) + 1)]
    letters = "abcdefghijklmnopqrstuvwxyz-"
    left_out = {a + letter + b for a, b in parts for letter in letters}
    too_many = {a + b[1:] for a, b in parts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    wrong = {a + letter + b[1:] for a, b in parts[1:] if b for letter in letters}
    if name[-1].isdigit():  # `pypdf4` beside `pypdf`: a later one of the same people
        return left_out | swapped
    return left_out | too_many | swapped | wrong
