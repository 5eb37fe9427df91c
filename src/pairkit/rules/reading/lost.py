"""What others call and rely on, and what of it a change takes away: one finding a file and rule, two if far apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pairkit.change.model import DELETED, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_document, is_test

COMMENT = pattern_of(r"^\s*(?:#|//|\*|/\*|--|<!--)")
JS = ("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts")


_FAR = 40
"""Lines from the first: what goes further away is another thing, read by others."""
_MANY = 12
"""From more on it is one large clearing, told of in one sentence."""


class Lost(NamedTuple):
    """Something that is gone or not what it was."""

    line: int
    side: str
    name: str
    evidence: str


def findings(
    context: Context,
    files: list[FileChange],
    regions: list[Region],
    find: Callable[[Context, FileChange], Iterable[Lost]],
) -> Iterator[Found]:
    """Yield one finding for each file in which `find` sees something lost."""
    touched = {id(region.file) for region in regions}
    for file in files:
        if id(file) not in touched or file.generated or is_test(file.path) or is_document(file.path):
            continue
        lost = list({(one.line, one.side): one for one in find(context, file)}.values())
        if lost:
            near = [one for one in lost if abs(one.line - lost[0].line) <= _FAR]
            far = [one for one in lost if abs(one.line - lost[0].line) > _FAR]
            for part in (near, far) if len(lost) <= _MANY else (lost,):
                if part:
                    yield _found(file, part)


def _found(file: FileChange, lost: list[Lost]) -> Found:
    names = list(dict.fromkeys(one.name for one in lost))
    first = lost[0]
    facts = {
        "name": ", ".join(names[:3]) + (" …" if len(names) > 3 else ""),
        "count": len(names),
        "all_names": names,
        "variant": "file" if file.status == DELETED else "changed",
    }
    return Found(file.path, first.line, first.side, first.evidence, facts, key=" ".join(names))


@lru_cache(maxsize=32)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of which `^` and `$` are a line's ends."""
    return re.compile(pattern, re.MULTILINE)
