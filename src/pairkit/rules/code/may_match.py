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
_ANCHOR = re.compile(r"\\[bBAzZ]|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[$^]", re.DOTALL)
_OPTIONAL = re.compile(r"^\(\?:[^()|]*\)\?(?![^()]*\|)")  # what may stand first need not be looked for
_kept: dict[int, tuple[Mapping[str, Any], Test | None]] = {}


def may_match(rule: Mapping[str, Any], text: str) -> bool:
    """Tell whether `rule` (the part under ast-grep's `rule`) can match anywhere in `text`."""
    kept = _kept.get(id(rule))
    if kept is None or kept[0] is not rule:
        kept = _kept[id(rule)] = (rule, _test(rule))
    return kept[1] is None or kept[1](text)


def _test(rule: Mapping[str, Any]) -> Test | None:
    """Return a test that every text with a match passes, or None if nothing can be said."""
    parts = [*rule.get("all", ()), *(rule[key] for key in _RELATED if isinstance(rule.get(key), Mapping))]
    tests = [_expression(rule["regex"])] if isinstance(rule.get("regex"), str) else []
    tests += [_test(part) for part in parts]
    if rule.get("any"):
        tests.append(_either([_test(part) for part in rule["any"]]))
    known = [test for test in tests if test is not None]
    return (lambda text: all(test(text) for test in known)) if known else None


def _either(tests: list[Test | None]) -> Test | None:
    known = [test for test in tests if test is not None]
    return (lambda text: any(test(text) for test in known)) if len(known) == len(tests) else None


@lru_cache(maxsize=256)
def _expression(regex: str) -> Test | None:
    loose = _OPTIONAL.sub("", _ANCHOR.sub(_loosened, regex))
    try:
        pattern = re.compile(loose)
    except re.error:  # ast-grep speaks Rust's dialect
        return None
    return lambda text: pattern.search(text) is not None


def _loosened(found: re.Match[str]) -> str:
    """Take an anchor off; leave escapes and sets as they are."""
    return "" if found[0] in ("^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z") else found[0]
