"""Whether a place where text becomes a command stood in the change's place before: then only its surroundings changed.

A line that comes is compared with the lines that went from the same place. What counts is the call or assignment with
all that goes in, not the line: a class name beside it is no new danger, another value in it is.
"""

from __future__ import annotations

import re

from pairkit.change.model import NEW, FileChange
from pairkit.lazy import pattern as pattern_of

_TAGS = (("{{{", "}}}"), ("{!!", "!!}"), ("{{", "}}"), ("{%", "%}"), ("<%", "%>"), ("<?", "?>"), ("{@", "}"))
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_BEFORE = pattern_of(r"[\w.@$\])]{0,80}\Z")
_NAME = pattern_of(r"[A-Za-z_]\w*")
_WIDEST = 2000


def stood_before(file: FileChange, line: int, what: str) -> bool:
    """Tell whether `what`, found in a line that came, stood there before with the same things in it.

    False where one of the names in it is given another value in the same change.
    """
    hunk = next((one for one in file.hunks if one.added and 0 <= line - one.added.start < one.added.length), None)
    if hunk is None or hunk.added is None or hunk.removed is None:
        return False
    text = hunk.added.text.split("\n")[line - hunk.added.start]
    whole = _extent(text, text.find(what)) if what in text and len(text) <= _WIDEST else ""
    if not whole or _bare(whole) not in _bare(hunk.removed.text):
        return False
    names = set(_NAME.findall(whole))
    gone = {_bare(one) for _, one in hunk.removed.lines()}
    others = (
        (n, one) for block in file.blocks(NEW) for n, one in block.lines() if n != line and _bare(one) not in gone
    )
    return not any(_sets(one, names) for _, one in others)


def _bare(text: str) -> str:
    return "".join(text.split())


def _sets(line: str, names: set[str]) -> bool:
    """Tell whether a line gives one of some names a value."""
    return len(line) > _WIDEST or any(
        match[1] in names
        for match in re.finditer(r"\b([A-Za-z_]\w{0,80})\b\s{0,4}(?::=|=(?![=>])|\+=|\bin\b|:\s)", line)
    )


def _extent(line: str, at: int) -> str:
    """Return a call, an assignment or a template's tag around a position, with what goes in; "" if it goes on below."""
    for opens, closes in _TAGS:
        begin, end = line.rfind(opens, 0, at + len(opens)), line.find(closes, at)
        if begin >= 0 and end >= 0 and closes not in line[begin:at]:
            return line[begin : end + len(closes)]
    before = _BEFORE.search(line[:at])
    return _until(line, before.start() if before else at, at)


def _until(line: str, start: int, at: int) -> str:
    waiting: list[str] = []
    quote = ""
    n = at
    while n < len(line):
        sign = line[n]
        if quote:
            n += sign == "\\"
            quote = "" if sign == quote else quote
            if not quote and not waiting and line[n + 1 : n + 2] in ("", " ", ">", "/"):
                return line[start : n + 1]  # an attribute's value
        elif sign in "\"'`":
            quote = sign
        elif sign in _CLOSING:
            waiting.append(_CLOSING[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
            if not waiting:
                return line[start : n + 1]
        elif sign == ";" and not waiting:
            return line[start:n]
        n += 1
    return "" if waiting or quote else line[start:]
