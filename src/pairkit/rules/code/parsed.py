"""Parsed code, each text once: many rules ask for the same file, one after the other.

The parser takes a time that grows with the square of what it cannot make sense of, nothing can interrupt it, and over
a few texts it ends the whole program. So what is no code in its language is told by a look here and there, and left.
"""

from __future__ import annotations

from typing import Any

from pairkit.lazy import pattern as pattern_of

_MOST = 2_000_000
"""Signs of text whose trees are kept at once; a tree takes some ten times as many bytes."""
_STEP, _WINDOW, _SOUP = 4000, 600, 70
"""Each so many signs, so many are parsed; with so many errors they are no code. Lists of data reach 60, cut in two."""
_DEEPEST = 150
"""Levels of a YAML file; the scanner of ast-grep 0.51 fails an assertion beyond 240."""
_INDENTED = pattern_of(r"(?m)^ *+(?=\S)")
_NESTED = pattern_of(r"(?:[-?] ){20,}")
_HEREDOC = pattern_of(r"<<[~-]?(?:\w{100}|(?P<quote>[\"'`])(?:(?!(?P=quote))[\s\S]){100})")
"""A word that ends a text in Ruby, too long for its scanner; between quotes it may hold any sign."""

_kept: dict[tuple[str, str], Any] = {}
_size = [0]


def parsed(text: str, language: str) -> Any | None:
    """Return the root node of `text` in a language that ast-grep knows, or None where it is no code in it."""
    from ast_grep_py import SgRoot

    key = (text, language)
    if key not in _kept:
        if _size[0] + len(text) > _MOST:
            _kept.clear()
            _size[0] = 0
        _size[0] += len(text)
        _kept[key] = SgRoot(text, language) if _is_code(text, language) else None
    root = _kept[key]
    return root.root() if root is not None else None


def _is_code(text: str, language: str) -> bool:
    if language == "yaml" and _levels(text) > _DEEPEST:
        return False
    if language == "ruby" and _HEREDOC.search(text):
        return False
    starts = range(0, len(text), _STEP) if len(text) > _STEP else ()
    return not any(_is_soup(text, at, language) and _is_soup(text, at + _WINDOW // 2, language) for at in starts)


def _levels(text: str) -> int:
    """Return how deep a YAML file may go at most: each depth of a line may open a list and a mapping."""
    if len(text) < _DEEPEST:
        return 0
    widths = {len(indent) for indent in _INDENTED.findall(text)}
    return 2 * len(widths) + max((len(run) // 2 for run in _NESTED.findall(text)), default=0)


def _is_soup(text: str, at: int, language: str) -> bool:
    from ast_grep_py import SgRoot

    root = SgRoot(text[at : at + _WINDOW], language).root()
    return len(root.find_all({"rule": {"kind": "ERROR"}})) >= _SOUP
