"""A little highlighting for the changed lines of the page: comments, strings and keywords of most languages."""

from __future__ import annotations

import re

from pairkit.words.layout import clean

_KEYWORDS = (
    "def class return if else elif for while try except catch raise throw import from function const let var async"
    " await with new not and or in is None True False null true false func fn pub public private static void"
    " drop table alter create delete update insert select where column"
)
_TOKEN = re.compile(
    r"(?P<comment>(?:#(?![0-9a-fA-F]{3,8}\b)|//|--\s|<!--).*$)"
    r"|(?P<string>\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`)"
    rf"|(?P<keyword>\b(?:{'|'.join(dict.fromkeys((_KEYWORDS + ' ' + _KEYWORDS.upper()).split()))})\b)"
)


def tokens(text: str) -> list[tuple[str, str]]:
    """Return a line as (kind, text) pieces; kind is "comment", "string", "keyword" or empty."""
    text = clean(text)
    made: list[tuple[str, str]] = []
    at = 0
    for match in _TOKEN.finditer(text):
        made += [("", text[at : match.start()]), (match.lastgroup or "", match[0])]
        at = match.end()
    return [piece for piece in (*made, ("", text[at:])) if piece[1]]
