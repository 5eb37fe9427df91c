"""Checks that went out of a test that stays: taken away, or made looser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.rules.context import Context
from pairkit.rules.detectors.tests_strength import EXACT, looser, same_subject, strength
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_test
from pairkit.rules.reading.checks import Pair, Statement, View, is_check_like, pairs, readable_test, scopes

_MOST = 60
"""How many checks of one place are held against each other."""


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield at most two findings a file: checks that are gone, checks that are looser."""
    touched = {region.file.path for region in regions}
    seen = [file for file in files if file.path in touched and readable_test(file)]
    if not seen:
        return
    came = Counter(check.bare for file in context.change.files for check in _new_checks(file))
    for file in seen:
        places = pairs(file)
        gone = set(scopes(file, OLD)) - set(scopes(file, NEW))  # test-removed speaks of these, or they moved
        loose = [(old, new) for place in places for old, new in _looser(place) if old.test not in gone]
        lost = _lost(file, places, gone, came)
        if lost:
            yield _found(file, lost, "removed", OLD, lost[0].number, lost[0].text)
        if loose:
            yield _found(file, [old for old, _ in loose], "loosened", NEW, loose[0][1].number, loose[0][1].text)


def _found(file: FileChange, lost: list[Statement], variant: str, side: str, line: int, text: str) -> Found:
    tests = list(dict.fromkeys(one.test for one in lost if one.test))
    names = ", ".join(tests[:3]) + (" …" if len(tests) > 3 else "")
    facts = {
        "count": len(lost),
        "names": names or "?",
        "what": text[:80],
        "variant": variant if names else f"{variant}-unnamed",
    }
    return Found(file.path, line, side, text[:160], facts, key=f"{variant} {lost[0].text}")


def _lost(file: FileChange, places: list[Pair], gone: set[str], came: Counter[str]) -> list[Statement]:
    """Return the checks with nothing in their place: neither at their spot nor elsewhere in their test."""
    went: Counter[str] = Counter()
    new: Counter[str] = Counter()
    open_: list[tuple[Pair, Statement]] = []
    left = came.copy()
    for place in places:
        for one in place.new:
            new[one.test] += 1
        for one in place.old:
            if left[one.bare] > 0:
                left[one.bare] -= 1
                new[one.test] -= 1
            elif one.test not in gone:
                went[one.test] += 1
                open_.append((place, one))
    return [
        one
        for place, one in open_
        if went[one.test] > max(0, new[one.test]) and not _replaced(place) and not _weak(one.text)
    ]


def _replaced(place: Pair) -> bool:
    return place.hunk.added is not None and any(is_check_like(line) for line in place.hunk.added.text.split("\n"))


def _weak(text: str) -> bool:
    """Tell whether a check checked nothing of the program: a hint for the type checker, a file written."""
    return bool(
        re.match(r"assert[ (]+(?:isinstance\(|[\w.]+ is not None\)?$)|assert True\b", text)
        or re.match(r"(?:require|assert)\.NoError\(t, (?:afero|os|ioutil)\.", text)
    )


def _looser(place: Pair) -> Iterator[tuple[Statement, Statement]]:
    """Yield checks with the looser one in their place, unless an exact check of the same thing came too."""
    rest = list(place.new[:_MOST])
    for old in place.old[:_MOST]:
        if any(old.bare == new.bare for new in rest):
            continue
        new = next((new for new in rest if looser(old.text, new.text)), None)
        if new is None:
            continue
        others = [one for one in place.new if one is not new and strength(one.text) == EXACT]
        if len(place.new) > len(place.old) and any(same_subject(old.text, one.text) for one in others):
            continue
        rest.remove(new)
        yield old, new


def _new_checks(file: FileChange) -> Iterator[Statement]:
    if file.new is not None and not file.generated and is_test(file.path):
        view = View(file, NEW)
        for block in file.blocks(NEW):
            yield from view.checks(block)
