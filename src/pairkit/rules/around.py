"""What a rule over commands may know of the place where a command is about to run."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


def _no() -> bool:
    return False


class Around(NamedTuple):
    """`root` is the project's folder (empty outside one), `home` the person's.

    `branch` is the current one, `protected` the agreement's patterns. `unsaved` asks git whether anything is changed
    and not committed: it costs time, so it is asked only by a rule that needs it.
    """

    root: str = ""
    home: str = ""
    branch: str | None = None
    protected: tuple[str, ...] = ()
    unsaved: Callable[[], bool] = _no
