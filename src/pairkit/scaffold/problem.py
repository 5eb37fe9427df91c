"""One thing that is wrong with a template."""

from __future__ import annotations

from typing import NamedTuple


class Problem(NamedTuple):
    """`path` is told from the template's folder on, `line` is 0 where there is none, `facts` fill the words."""

    key: str
    path: str
    line: int = 0
    facts: tuple[tuple[str, str], ...] = ()
