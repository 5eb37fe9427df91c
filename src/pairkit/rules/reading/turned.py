"""Lines that came back as they were, but for one part: what it was before, and what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pairkit.change.model import Hunk
from pairkit.rules.reading.lost import COMMENT

_WIDE = 400


def turned(
    hunk: Hunk, before: re.Pattern[str], after: re.Pattern[str], dull: re.Pattern[str], least: int = 1
) -> Iterator[tuple[int, str, str]]:
    """Yield (line number, line, what `after` found in it) of each added line that had `before` there.

    What `dull` matches makes no difference; the rest of a line must be `least` signs long to tell it from others.
    """
    went = {_rest(line, before, dull) for _, line in hunk.removed.lines()} if hunk.removed else set()
    went = {rest for rest in went if len(rest) >= least}
    for number, line in hunk.added.lines() if went and hunk.added else ():
        match = after.search(line) if len(line) < _WIDE else None
        if match and _rest(line, after, dull) in went:
            yield number, line, match[0]


def _rest(line: str, part: re.Pattern[str], dull: re.Pattern[str]) -> str:
    """Return a line without the part, or an empty text where it has none."""
    if len(line) >= _WIDE or COMMENT.match(line) or not part.search(line):
        return ""
    return dull.sub("", part.sub("@", line, count=1).strip())
