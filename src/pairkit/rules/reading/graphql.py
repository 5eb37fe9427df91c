"""Read the fields of a GraphQL schema, one line each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from pairkit.change.model import NEW, FileChange
from pairkit.lazy import pattern as pattern_of

_HEAD = pattern_of(r"^\s*(?:extend\s+)?(?P<kind>type|interface|input|enum|union)\s+(?P<name>\w+)")
_FIELD = pattern_of(
    r"^\s*(?P<name>\w+)\s{0,3}(?:\((?P<args>[^()]{0,1000})\))?\s{0,3}:\s{0,3}(?P<type>[\w\[\]!]{1,100})(?P<rest>.*)$"
)
_ARGUMENT = pattern_of(r"\b(?P<name>\w++)\s{0,3}:\s{0,3}(?P<type>[\w\[\]!]{1,100})(?P<default>\s{0,3}=)?")


class Field(NamedTuple):
    """A field: what it is, and by name what may or must be given with it. `asks` tells that it must be given itself."""

    name: str
    type: str
    args: dict[str, str]
    needed: frozenset[str]
    asks: bool


def field(line: str) -> Field | None:
    """Return the field of a line, or None where it has none or is not whole."""
    match = _FIELD.match(line.split("#", maxsplit=1)[0])
    if match is None:
        return None
    given = list(_ARGUMENT.finditer(match["args"] or ""))
    needed = frozenset(one["name"] for one in given if one["type"].endswith("!") and not one["default"])
    asks = match["type"].endswith("!") and not re.match(r"\s*=", match["rest"])
    return Field(match["name"], match["type"], {one["name"]: one["type"] for one in given}, needed, asks)


def headings(file: FileChange, side: str) -> Callable[[int], tuple[str, str, int] | None]:
    """Return what tells kind, name and line of what a line stands in ("type", "input", …), None if that is not seen."""
    half = file.new if side == NEW else file.old
    begins: list[int] = []
    heads: list[tuple[str, str, int] | None] = []
    for block in half.parts() if half else ():
        begins.append(block.start)
        heads.append(None)
        for number, line in block.lines():
            head = _HEAD.match(line)
            if head:
                begins.append(number)
                heads.append((head["kind"], head["name"], number))

    def of(line: int) -> tuple[str, str, int] | None:
        at = bisect_right(begins, line)
        return heads[at - 1] if at else None

    return of


def breaks(old: Field, new: Field, kind: str | None) -> bool:
    """Tell whether users of a field must change, apart from what it asks anew. `kind` is that of its heading."""
    if kind == "input":
        same = old.type.rstrip("!") == new.type.rstrip("!")
    else:
        same = new.type == old.type or (kind is not None and _loose(new.type, old.type))
    return not same or any(new.args.get(name, "").rstrip("!") != of.rstrip("!") for name, of in old.args.items())


def _loose(new: str, old: str) -> bool:
    """Tell whether an answer only became surer: `String` is `String!` now."""
    return new.replace("!", "") == old.replace("!", "") and _marks(new) >= _marks(old)


def _marks(kind: str) -> set[int]:
    """Return where a type says that something is always there, counted in its other signs."""
    bare = 0
    found = set()
    for sign in kind:
        if sign == "!":
            found.add(bare)
        else:
            bare += 1
    return found
