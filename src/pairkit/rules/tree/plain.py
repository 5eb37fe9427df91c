"""Looks as plain values for JSON: for the pipe to another process, and for the cache."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pairkit.change.everything import Tracked
from pairkit.rules.finding import Found
from pairkit.rules.tree.sweep import Look, Wanted


def from_look(look: Look) -> list[Any]:
    """Return a look as plain values, secrets included: whoever keeps it must see to them."""
    found = [[n, *one._replace(facts=dict(one.facts))] for n, one in look.found]
    return [look.binary, look.generated, look.lines, found]


def to_look(value: Sequence[Any]) -> Look:
    """Return the look that `from_look` made plain. Raises ValueError or TypeError for anything else."""
    binary, generated, lines, found = value
    looks = tuple((number, Found(*one)) for number, *one in found)
    if not all(isinstance(number, int) and isinstance(one.facts, dict) for number, one in looks):
        raise ValueError(value)
    return Look(bool(binary), generated, int(lines), looks)


def from_wanted(wanted: Wanted) -> list[Any]:
    """Return what is to be looked at as plain values."""
    return [*wanted.file, wanted.rendered, wanted.attributes]


def to_wanted(value: Sequence[Any]) -> Wanted:
    """Return what `from_wanted` made plain."""
    path, mode, blob, size, rendered, attributes = value
    return Wanted(Tracked(path, mode, blob, size), rendered, tuple((name, said) for name, said in attributes))
