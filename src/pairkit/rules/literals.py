"""Look for many literals in one pass over a text's bytes."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from pairkit.playbook.stride import stride

_Name = tuple[str, bytes, int]
"""A literal, its bytes, and how many bytes after one place the next is looked for."""
_LARGE = 200_000  # bytes from which the larger and quicker automaton pays for being built


def places(text: bytes, literals: Collection[str]) -> dict[str, list[int]]:
    """Return the places of each literal that stands in `text`, those of one at least its `stride` apart."""
    names = _names(frozenset(literals))
    automaton = _automaton(names, len(text) >= _LARGE)
    found_of: list[list[int]] = [[] for _ in names]
    keep = [own.append for own in found_of]
    for number, start, _ in automaton.find_matches_as_indexes(text, overlapping=True):
        keep[number](start)
    return {
        name: _apart(own, step) if _repeats(raw) else own
        for (name, raw, step), own in zip(names, found_of, strict=True)
        if own
    }


def _repeats(raw: bytes) -> bool:
    """Tell whether two places of some bytes may overlap: of most literals they cannot."""
    return any(raw.startswith(raw[at:]) for at in range(1, len(raw)))


def _apart(places: list[int], step: int) -> list[int]:
    kept = places[:1]
    for place in places[1:]:
        if place >= kept[-1] + step:
            kept.append(place)
    return kept


@lru_cache(maxsize=256)
def _names(literals: frozenset[str]) -> tuple[_Name, ...]:
    return tuple((name, raw := name.encode("utf-8", "surrogatepass"), _bytes(name, raw)) for name in sorted(literals))


def _bytes(name: str, raw: bytes) -> int:
    """Return a literal's stride in bytes."""
    return len(raw) if len(raw) != len(name) else stride(name)


@lru_cache(maxsize=256)
def _automaton(names: tuple[_Name, ...], large: bool) -> Any:
    from ahocorasick_rs import BytesAhoCorasick, Implementation  # only for large texts: a commit seldom needs it

    kind = Implementation.DFA if large else Implementation.ContiguousNFA
    return BytesAhoCorasick([raw for _, raw, _ in names], implementation=kind)
