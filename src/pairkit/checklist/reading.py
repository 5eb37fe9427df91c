"""How to read the files of a change: which deserve every line, which may be skimmed, which nobody reads."""

from __future__ import annotations

from collections.abc import Container, Iterable
from math import ceil

from pairkit.change.model import FileChange
from pairkit.checklist.document import EVERY_LINE, NOBODY, SKIM, Touched
from pairkit.project.zones import CLOSED, DEVELOPER, MAKER
from pairkit.rules.paths import is_document, is_test

LINES_AN_HOUR = 400
"""How fast people read code and still find mistakes (Cisco's study of 2,500 reviews, in "Best Kept Secrets of Peer Code
Review", SmartBear 2006: below 500 lines an hour)."""
_SKIMMED = 4
"""How many times quicker one skims than reads; our own guess, to be held against experience."""
_STYLES = (".css", ".scss", ".less", ".svg")


def rough(minutes: float) -> int:
    """Return a time in steps that do not pretend to be exact, whole hours above an hour and a half."""
    return next(
        (step for step in (1, 2, 5, 10, 15, 20, 25, 30, 45, 60, 90) if minutes <= step), 60 * ceil(minutes / 60)
    )


def touched(file: FileChange, zone: str, found: Container[str | None]) -> Touched:
    """Return how to read one file; `found` are the files in which there is something to look at."""
    why = file.generated or ("binary" if file.binary else None)
    reading = NOBODY if why else _reading(file, zone, file.path in found)
    lines = file.added + file.removed
    minutes = 0.0 if why else 60 * lines / LINES_AN_HOUR / (_SKIMMED if reading == SKIM else 1)
    return Touched(file.path, file.added, file.removed, zone, why, reading, minutes)


def _reading(file: FileChange, zone: str, found: bool) -> str:
    gone = file.new is None
    if (found and not gone) or zone in (DEVELOPER, CLOSED):
        return EVERY_LINE
    moved = file.old_path is not None and file.added + file.removed == 0
    new_test = is_test(file.path) and not file.removed
    quiet = zone == MAKER or is_document(file.path) or file.path.endswith(_STYLES)
    return SKIM if gone or moved or new_test or quiet else EVERY_LINE


def in_order(files: Iterable[Touched]) -> tuple[Touched, ...]:
    """Return the files in the order to read them: the developer's own first, then code, then what may be skimmed."""
    zones = {CLOSED: 0, DEVELOPER: 1}
    readings = {EVERY_LINE: 0, SKIM: 1, NOBODY: 2}
    return tuple(
        sorted(files, key=lambda file: (readings[file.reading], zones.get(file.zone, 2), -(file.added + file.removed)))
    )
