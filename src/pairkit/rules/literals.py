"""Look for many literals in one pass over a text's bytes, with the accelerator where it is there.

`pip install pairkit[fast]` brings it; the result is the same without.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

_LARGE = 200_000  # bytes from which the larger and quicker automaton pays for being built


def places(text: bytes, literals: Collection[str]) -> dict[str, list[int]]:
    """Return the places of each literal that stands in `text`; places of one do not overlap."""
    names = _names(frozenset(literals))
    found: dict[str, list[int]] = {}
    automaton = _automaton(names, len(text) >= _LARGE)
    if automaton is None:
        for name, raw in names:
            own = list(_each(text, raw))
            if own:
                found[name] = own
        return found
    found_of: list[list[int]] = [[] for _ in names]
    ends = [0] * len(names)
    for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if start >= ends[number]:
            ends[number] = end
            found_of[number].append(start)
    return {names[n][0]: own for n, own in enumerate(found_of) if own}


@lru_cache(maxsize=256)
def _names(literals: frozenset[str]) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, name.encode("utf-8", "surrogatepass")) for name in sorted(literals))


@lru_cache(maxsize=256)
def _automaton(names: tuple[tuple[str, bytes], ...], large: bool) -> Any | None:
    """Return the accelerator for some literals, or None without it (`pip install pairkit[fast]`)."""
    try:
        from ahocorasick_rs import BytesAhoCorasick, Implementation
    except ImportError:
        return None
    kind = Implementation.DFA if large else Implementation.ContiguousNFA
    return BytesAhoCorasick([raw for _, raw in names], implementation=kind)


def _each(text: bytes, literal: bytes) -> Iterator[int]:
    at = text.find(literal)
    while at >= 0:
        yield at
        at = text.find(literal, at + len(literal))


def is_quick() -> bool:
    """Tell whether the accelerator is there."""
    return _automaton((("a", b"a"),), large=False) is not None
