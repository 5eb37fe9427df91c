"""What a whole change says, worked out once: rules ask for it again for each of its files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pairkit.change.model import Change

Said = TypeVar("Said")


def once(work_out: Callable[[Change], Said]) -> Callable[[Change], Said]:
    """Return a function that gives the same answer and remembers it for the change it was last asked about."""
    last: list[tuple[Change, Said]] = []

    def of(change: Change) -> Said:
        if not last or last[0][0] is not change:
            last[:] = [(change, work_out(change))]
        return last[0][1]

    of.__doc__ = work_out.__doc__
    return of
