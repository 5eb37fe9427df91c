"""What reaches a line by way of the function around it: its header, the lines before, and what its callers hand it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from pairkit.change.model import Block
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.brackets import arguments, split
from pairkit.rules.code.flow import Names
from pairkit.rules.code.headers import begins, header

WIDE = 2000
_MOST_CALLS = 6
_MOST_NAMES = 100
"""So many functions of a text are looked up among its calls; what it would take for all grows with the square."""
_LINES_BEFORE = 200
_LINES_OF_HEADER = 12
_OWNER = pattern_of(r"(\w{3,40})(?:\(\))?(?:\.|->|::)$")
_CALL = pattern_of(r"(?<![\w$])[\w$]{1,80}[?!]?(?=\()")
_BEFORE_A_HEADER = pattern_of(r"(?:\bdef|\bfunction|\bfunc|\bnew)\s+&?(?:self\.)?$")


def leading_to(wanted: set[int], block: Block, language: str, most: int | None = None) -> Iterator[tuple[int, str]]:
    """Yield the lines that must be read to judge those of some numbers, up to each, with their numbers.

    What stands above the function before the one that a line is in says nothing of it; the last lines of that one can
    be the marks of a route. A header over several lines comes as one. No more than `most` lines are read for one.
    """
    lines = _lines(block.text)
    done = 0
    for number in sorted(wanted):
        stop = number - block.start + 1
        begun, at = 0, stop - 1
        least = done if most is None else max(done, stop - most)
        while at > least and begun < 2:
            at -= 1
            begun += len(lines[at]) <= WIDE and begins(lines[at], language)
        for n in range(at, stop):
            if len(lines[n]) <= WIDE:
                yield block.start + n, _whole(lines, n)
        done = stop


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    return text.split("\n")


@lru_cache(maxsize=16)
def _places(text: str) -> dict[str, list[int]]:
    """Return where each name stands before a bracket."""
    found: dict[str, list[int]] = {}
    for match in _CALL.finditer(text):
        found.setdefault(match[0], []).append(match.start())
    return found


def _whole(lines: list[str], n: int) -> str:
    """Return a line, with the lines below it that close its brackets where it can be a function's header."""
    line = lines[n]
    if not line.rstrip().endswith(("(", ",")) or line.count("(") <= line.count(")"):
        return line
    if line.lstrip().startswith(("@", "if", "return", "}", ".")):
        return line
    return "\n".join(one for one in lines[n : n + _LINES_OF_HEADER] if len(one) <= WIDE)


Elsewhere = Sequence[tuple[Block, frozenset[str]]]
"""Code of the same change that may call this one, each with what the callers call this one's file."""


def handing(block: Block, language: str, elsewhere: Elsewhere = ()) -> Callable[[str], set[int]]:
    """Return what tells, for a function of this code, which parameters its callers fill with a stranger's values."""
    known: dict[str, set[int]] = {}

    def handed(name: str) -> set[int]:
        if name not in known and len(known) < _MOST_NAMES:
            known[name] = set()  # a function that calls itself hands on what it got
            known[name] = _handed(name, block, language)
            for other, names in elsewhere:
                for call in _calls(name, other, language, names):
                    known[name] |= _at(call, name, other, language)
        return known.get(name, set())

    return handed


def _handed(name: str, block: Block, language: str) -> set[int]:
    found: set[int] = set()
    for call in _calls(name, block, language):
        found |= _at(call, name, block, language)
    return found


def _at(call: int, name: str, block: Block, language: str) -> set[int]:
    args = split(arguments(block.text, call + len(name) + 1))
    return _sent_of(args, block.line_at(call), block, language) if args else set()


def _calls(name: str, block: Block, language: str, of: frozenset[str] = frozenset()) -> list[int]:
    """Return where a function is called; with `of`, only where it is called on something of such a name."""
    text = block.text
    calls: list[int] = []
    for at in _places(text).get(name, ())[: 4 * _MOST_CALLS]:
        line, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        before = text[max(line, at - 60) : at]
        if of:
            owner = _OWNER.search(before)
            if owner and owner[1].replace("_", "").lower() in of:
                calls.append(at)
        elif not _BEFORE_A_HEADER.search(before):
            head = header(text[line : end if end >= 0 else len(text)], language)
            if head is None or head.name != name:
                calls.append(at)
    return calls[:_MOST_CALLS]


def _sent_of(args: list[str], number: int, block: Block, language: str) -> set[int]:
    names = Names(language)
    for line, text in leading_to({number}, block, language, _LINES_BEFORE):
        if line < number or header(text, language):
            names.read(line, text)
    return {n for n, arg in enumerate(args) if names.is_sent(arg)}
