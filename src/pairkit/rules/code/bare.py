"""Code without its comments and doc texts."""

from __future__ import annotations

import re

from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.parsed import parsed
from pairkit.rules.code.scripts import PAGES
from pairkit.rules.code.text import COMMENT

_BY_LINES = ("vue", "svelte", "kt")
_COMMENT = r"//[^\n]*|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?"
_QUOTED = r"\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?"
_PIECES = {
    "go": pattern_of(rf"{_COMMENT}|`[^`]*`|{_QUOTED}"),
    "java": pattern_of(rf'{_COMMENT}|"""(?s:\\.|(?!""").)*+(?:""")?|{_QUOTED}'),
    "cs": pattern_of(rf'{_COMMENT}|@"(?:[^"]|"")*+"?|{_QUOTED}'),
}
"""Comments and what may look like one: in these languages a comment is told from all else without a parser."""


def bare(text: str, path: str, language: str) -> str:
    """Return code with comments and doc texts as spaces; `language` is one of `flow.LANGUAGES`."""
    from pairkit.rules.structure import language_of

    ending = path.rpartition(".")[2].lower()
    if ending in _BY_LINES or (language == "js" and ending in PAGES) or (language == "php" and "<?" not in text):
        return _by_lines(text)
    if language in _PIECES:
        return _PIECES[language].sub(lambda piece: _spaces(piece[0]) if piece[0].startswith("/") else piece[0], text)
    root = parsed(text, str(language_of(path)))
    if root is None:
        return _by_lines(text)
    wanted: list[object] = [{"kind": "comment"}]
    if language == "py":
        wanted.append({"kind": "string", "inside": {"kind": "expression_statement"}})
    spans = [node.range() for node in root.find_all({"rule": {"any": wanted}})]
    out, at = [], 0
    for start, end in sorted((span.start.index, span.end.index) for span in spans):
        if start >= at:
            out += [text[at:start], _spaces(text[start:end])]
            at = end
    return "".join([*out, text[at:]])


def _by_lines(text: str) -> str:
    return "\n".join(_spaces(line) if COMMENT.match(line) else line for line in text.split("\n"))


def _spaces(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
