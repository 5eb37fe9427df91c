"""Refuse patterns that can take forever: repeats inside repeats, and too many open ones in a row.

Python's `re` tries every way to share a text among repeats. Over the two thousand signs that a pattern may see, `(a+)+`
has more ways than there is time. That cannot be told exactly, so what is refused is a little more than what is harmful:
a repeat with a small limit, `{0,8}`, is always let through.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PARSER: Any = import_module("re._parser")  # `re` reads its patterns with it; there is no public door to it
_SMALL = 16
_OPEN = 3
"""So many repeats without a small limit may stand in one pattern: three over two thousand signs are still quick."""


def too_slow(pattern: str) -> bool:
    """Tell whether `pattern` (a valid one) could take very long on some text."""
    opened = [0]
    return _nested(_PARSER.parse(pattern), inside=False, opened=opened) or opened[0] > _OPEN


def _nested(items: Any, *, inside: bool, opened: list[int]) -> bool:
    for item in items:
        name, value = str(item[0]), item[1]
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, body = value
            wide = int(most) > _SMALL and most != least
            if wide and inside:
                return True
            opened[0] += wide
            if _nested(body, inside=inside or wide, opened=opened):
                return True
        elif any(_nested(part, inside=inside, opened=opened) for part in _parts(value)):
            return True
    return False


def _parts(value: Any) -> list[Any]:
    """Return the patterns inside a group, a look-around, a branch or a condition."""
    if isinstance(value, _PARSER.SubPattern):
        return [value]
    if isinstance(value, tuple | list):
        return [part for one in value for part in _parts(one)]
    return []
