"""What made a stranger's text harmless and is gone: escapes, cleaners, checks of where a path or an address leads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import files_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.escapes import cleaned
from pairkit.rules.reading.goes_on import TARGET, goes_on, stands_for, was_own
from pairkit.rules.reading.lost import COMMENT
from pairkit.rules.reading.refusals import refusals_lost
from pairkit.rules.reading.unwrapped import unwrapped, without

_PAIRS = (
    (pattern_of(r"\.text\((?=\s*\S)(?!\s*\))"), ".html("),
    (pattern_of(r"\bv-text="), "v-html="),
    (pattern_of(r"\bth:text="), "th:utext="),
    (pattern_of(r"\.createTextNode\("), ".createContextualFragment("),
)
_OWN_CLEANER = pattern_of(
    r"\s*(?:export\s+|public\s+|private\s+|protected\s+|static\s+|final\s+|async\s+|pub\s+)*"
    r"(?:def|function|func|fn|const|let|String|CharSequence|Object)\s+"
    r"(?P<name>(?:_|\w{0,20}?)(?:[sS]anit[iz]\w{2,40}|[eE]scape\w{0,40}|[dD]efang\w{0,40}"
    r"|[nN]eutrali[sz]e\w{0,40}))\b"
)
_ANY_CLEANER = pattern_of(r"(?i)saniti[sz]|escape|defang|neutrali[sz]e|purify")
_TRIES = 60
"""So many values of one file are looked for where lines came."""


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file: at the first value that is used as before, without what cleaned it."""
    for file in files_of(regions):
        if file.status in (DELETED, ADDED):
            continue
        lost = next(_lost(file), None)
        if lost:
            line, name, text = lost
            yield Found(file.path, line, OLD, text[:160], {"name": name}, key=text)


def _lost(file: FileChange) -> Iterator[tuple[int, str, str]]:
    came = Counter(name for block in file.blocks(NEW) for line in block.text.split("\n") for name, _ in cleaned(line))
    tries = _TRIES
    for hunk in file.hunks:
        for number, line in hunk.removed.lines() if hunk.removed else ():
            for name, value in cleaned(line) if tries > 0 else ():
                if came[name]:
                    came[name] -= 1
                    continue
                tries -= 1
                if goes_on(number, line, value, hunk, file):
                    yield number, name, line.strip()
    yield from unwrapped(file)
    yield from _put_elsewhere(file)
    yield from _in_place(file)
    yield from refusals_lost(file)
    yield from _with_its_function(file)
    yield from _the_other_way(file)


def _the_other_way(file: FileChange) -> Iterator[tuple[int, str, str]]:
    """Yield a line that set a text and whose place is now taken by one that sets HTML with the same value."""
    for hunk in file.hunks:
        if hunk.removed is None or hunk.added is None:
            continue
        came = hunk.added.text
        for number, line in hunk.removed.lines():
            for safe, unsafe in _PAIRS:
                match = safe.search(line) if len(line) <= 1000 and not COMMENT.match(line) else None
                if match and unsafe in came and line.replace(match[0], unsafe, 1).strip() in came:
                    yield number, match[0].strip("=("), line.strip()


def _with_its_function(file: FileChange) -> Iterator[tuple[int, str, str]]:
    """Yield the first use of a cleaner whose own function went too, where something came in place of its uses."""
    removed = [(number, line) for block in file.blocks(OLD) for number, line in block.lines()]
    new = "\n".join(block.text for block in file.blocks(NEW))
    for _, line in removed:
        own = _OWN_CLEANER.match(line) if len(line) <= 1000 else None
        if own is None or _ANY_CLEANER.search(new):
            continue
        uses = [one for one in removed if own["name"] in one[1] and one[1] != line and not COMMENT.match(one[1])]
        hunks = (hunk for hunk in file.hunks if hunk.added and hunk.removed and own["name"] in hunk.removed.text)
        if uses and any(True for _ in hunks):
            yield uses[0][0], own["name"], uses[0][1].strip()
            return


def _put_elsewhere(file: FileChange) -> Iterator[tuple[int, str, str]]:
    """Yield `b = a.cleaned()` that went, where `a` stands now in a line that had `b`."""
    tries = _TRIES
    for hunk in file.hunks:
        for number, line in hunk.removed.lines() if hunk.removed and hunk.added else ():
            target = TARGET.match(line) if len(line) <= 1000 and not COMMENT.match(line) else None
            for name, less in without(line) if target and tries > 0 else ():
                tries -= 1
                value = less[target.end() :].strip(" ;") if target else ""
                if target and target["name"] != value.lstrip("$") and stands_for(target["name"], value, file):
                    yield number, name, line.strip()
                    break


def _in_place(file: FileChange) -> Iterator[tuple[int, str, str]]:
    """Yield `a = a.replace(unsafe, "")` that went, where nothing gives `a` a new value and it is used as before."""
    tries = _TRIES
    new = "\n".join(block.text for block in file.blocks(NEW))
    for hunk in file.hunks:
        for number, line in hunk.removed.lines() if hunk.removed else ():
            target = TARGET.match(line) if len(line) <= 1000 and not COMMENT.match(line) else None
            for name, less in without(line) if target and tries > 0 else ():
                tries -= 1
                own = target and less[target.end() :].strip(" ;") in (target["name"], f"${target['name']}")
                if (
                    target
                    and own
                    and not re.search(rf"(?m)^[ \t]*\$?{target['name']}\s*:?=", new)
                    and was_own(line, file)
                ):
                    yield number, name, line.strip()
