"""Tell from the text alone whether an ast-grep rule can match: parsing costs a hundred times as much.

A node's text is a piece of the file's. So a regular expression that a node must fit fits somewhere in the file, once
its anchors are taken off; where it does not, there is nothing to parse for. Whatever is not understood here counts as a
match that may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

Test = Callable[[str], bool]
_RELATED = ("inside", "has", "precedes", "follows")
_ANCHOR = re.compile(r"\\[bBAzZ]|\\.|\[\^?\]?(?:\\.|[^\]\\]){0,300}\]|[$^]", re.DOTALL)
_OPTIONAL = re.compile(r"^\(\?:[^()|]*\)\?")  # what may be missing at the beginning need not be looked for
_OPAQUE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\]){0,300}\]", re.DOTALL)
_PLAIN = re.compile(r"\(\?:\w{2,}(?:\|\w{2,})+\)")
_RUN = re.compile(r"[A-Za-z_]{4,}(?![?*{\w])")
_kept: dict[int, tuple[Mapping[str, Any], list[Test]]] = {}


def may_match(rule: Mapping[str, Any], text: str) -> bool:
    """Tell whether `rule` (the part under ast-grep's `rule`) can match anywhere in `text`."""
    kept = _kept.get(id(rule))
    if kept is None or kept[0] is not rule:
        tests = [_test(rule, _says_word), _test(rule, _fits)]  # the quick one first
        kept = _kept[id(rule)] = (rule, [test for test in tests if test is not None])
    return all(test(text) for test in kept[1])


def _test(rule: Mapping[str, Any], leaf: Callable[[str], Test | None]) -> Test | None:
    """Return a test that every text with a match passes, or None if nothing can be said."""
    parts = [*rule.get("all", ()), *(rule[key] for key in _RELATED if isinstance(rule.get(key), Mapping))]
    tests = [leaf(rule["regex"])] if isinstance(rule.get("regex"), str) else []
    tests += [_test(part, leaf) for part in parts]
    if rule.get("any"):
        tests.append(_either([_test(part, leaf) for part in rule["any"]]))
    known = [test for test in tests if test is not None]
    return (lambda text: all(test(text) for test in known)) if known else None


def _either(tests: list[Test | None]) -> Test | None:
    known = [test for test in tests if test is not None]
    return (lambda text: any(test(text) for test in known)) if len(known) == len(tests) else None


@lru_cache(maxsize=256)
def _fits(regex: str) -> Test | None:
    try:
        pattern = re.compile(_OPTIONAL.sub("", _ANCHOR.sub(_loosened, regex)))
    except re.error:  # ast-grep speaks Rust's dialect
        return None
    return lambda text: pattern.search(text) is not None


@lru_cache(maxsize=256)
def _says_word(regex: str) -> Test | None:
    words = words_of(_ANCHOR.sub(_loosened, regex))
    return (lambda text: any(word in text for word in words)) if words else None


def words_of(regex: str) -> tuple[str, ...]:
    """Return words of which one stands in every match, as far as that is easily seen; none if it is not.

    They are those of a group `(?:one|two)` that cannot be left out, or a word outside of any group.
    """
    bare = _OPAQUE.sub(".", regex)
    if "(?i" in bare:
        return ()
    depth, start, outside = 0, 0, ""
    groups = []
    for at, sign in enumerate(bare):
        if sign == "(":
            start = at if depth == 0 else start
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                outside += "."
                if bare[at + 1 : at + 2] not in ("?", "*", "{"):
                    groups.append(bare[start : at + 1])
        elif depth == 0:
            outside += sign
    if "|" in outside:
        return ()
    choices = [tuple(group[3:-1].split("|")) for group in groups if _PLAIN.fullmatch(group)]
    choices += [(run,) for run in _RUN.findall(outside)]
    return max(choices, key=lambda words: min(map(len, words)), default=())


def _loosened(found: re.Match[str]) -> str:
    """Take an anchor off; leave escapes and sets as they are."""
    return "" if found[0] in ("^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z") else found[0]
