"""Regular expressions that are compiled when first used.

Compiling costs more than matching: a hook that compiled every pattern of every detector it loads would take half as
long again, and most commits use few of them.
"""

from __future__ import annotations

import re
from typing import Any


class _Lazy:
    """Looks like the compiled pattern; each of its methods is kept once it was asked for."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what `re.compile` would return, made when it is first needed. A broken pattern shows only then."""
    made: Any = _Lazy(text, flags)
    return made  # type: ignore[no-any-return]
