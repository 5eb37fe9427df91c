"""Find values that are given to something whose name speaks of a secret.

The word is looked for first and the name around it afterwards: a pattern that begins with "any name" would be tried at
every sign of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from pairkit.lazy import pattern as pattern_of
from pairkit.rules.haystack import Region, lower

_WORD = (
    r"(?:passw(?:or)?d|passphrase|pwd|secret|token|credential|api[_-]?key|access[_-]?key|auth[_-]?key|private[_-]?key"
    r"|encryption[_-]?key|signing[_-]?key|client[_-]?secret|비밀번호|패스워드|비밀키|암호)"
)
_QUOTED = pattern_of(
    rf"(?i)(?P<name>{_WORD}[\w-]{{0,40}})"
    r"(?:[\"'\]]{0,3}\s{0,6}(?::\s{0,3}[\w.\[\]| ]{1,40}=|:=|=>|[:=])|[\"']\s{0,3},)"  # also get("NAME", "default")
    r"\s{0,6}[rbuf]?(?P<quote>[\"'`])(?P<secret>[^\"'`\s]{4,300})(?P=quote)"
)
_BARE = pattern_of(
    rf"(?im)(?P<name>{_WORD}[\w-]{{0,40}})[ \t]{{0,6}}[:=][ \t]{{0,6}}(?P<secret>[^\s\"'#,;]{{6,300}})[ \t]*$"
)
STARTS = (
    *("passw", "passphrase", "pwd", "secret", "token", "credential", "api", "access", "auth", "private", "encryption"),
    *("signing", "client", "비밀", "패스워드", "암호"),
)
_BEFORE = pattern_of(r"[\w.-]{0,60}\Z")
_LINE_BEFORE = pattern_of(r"(?:^|\n)[ \t]*(?:export[ \t]+|-[ \t]+)?[\w.-]{0,60}\Z")
_LONGEST_BEFORE = 100


class Assignment(NamedTuple):
    """A name, the value it is given, and where the value begins in the block's text."""

    name: str
    value: str
    at: int


def assignments(region: Region, *, bare: bool, words: Sequence[str] = STARTS) -> Iterator[Assignment]:
    """Yield what stands in quotes after a name, and with `bare` what stands without, as in `.env` and INI files.

    `words` are those of STARTS one of which the name must have.
    """
    text, end = region.block.text, region.end
    starts = _starts(text[region.start : end], region.start, words)
    for pattern in (_QUOTED, _BARE) if bare else (_QUOTED,):
        done = 0
        for match in filter(None, map(pattern.match, repeat(text), starts, repeat(end))):
            start = match.start()
            if start < done or match["secret"].endswith("\\"):  # the quote was part of a text
                continue
            before = text[max(0, start - _LONGEST_BEFORE) : start]
            if pattern is _BARE and not _LINE_BEFORE.search("\n" + before if start <= _LONGEST_BEFORE else before):
                continue
            done = match.end()
            lead = _BEFORE.search(before)
            yield Assignment((lead[0] if lead else "") + match["name"], match["secret"], match.start("secret"))


def _starts(text: str, offset: int, words: Iterable[str]) -> list[int]:
    """Return where one of the words may begin: looking for plain text is many times quicker than for a pattern."""
    lowered = lower(text)
    return sorted([offset + match.start() for word in words for match in re.finditer(word, lowered)])
