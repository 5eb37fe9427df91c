"""Judge an expression: is anything in it ours to choose, is it put together from values, do these stand in quotes."""

from __future__ import annotations

import re

from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.flow import Names, Text, names_in

_HOLE = pattern_of(r"%\(?\w{0,40}\)?[sdrif]|\{[^{}\n]{0,80}\}")
_QUOTED_HOLE = pattern_of(r"['\"]%{0,2}(?:\0|%\(?\w{0,40}\)?[sdr]|\{[^{}\n]{0,80}\})%{0,2}['\"]")
_NOT_OURS = pattern_of(
    r"^(?:[A-Z][A-Z0-9_]*|self|cls|this|str|format|join|f|r|b|len|range"
    r"|tuple|list|sorted|map|if|else|for|in|and|or|not|None"
    r"|null|undefined|True|False|true|false|\w*(?:placeholders?|marks|binds?)\w*|repeat|fill)$"
)
_OWN_NAME = pattern_of(r"(?<![\w.$])(?:format|str|list|map|range|fill|repeat)\b(?!\s{0,3}\()")
"""Names of functions of a language: a variable may be called so as well, and then it is not called."""


def variable(text: Text) -> bool:
    """Tell whether anything but literals and constants stands in an expression."""
    return any(not _NOT_OURS.match(name) for name in names_in(text)) or bool(_OWN_NAME.search(text.code))


def built(text: Text, names: Names) -> bool:
    """Tell whether values are put into a literal: filled, formatted or added."""
    if not text.literals:
        return False
    ours = [name for name in names_in(text) if not _NOT_OURS.match(name)]
    if not ours:
        return False
    if any("\0" in literal for literal in text.literals):
        return any(not _NOT_OURS.match(name) for name in re.findall(r"\$?[A-Za-z_]\w*", text.filled))
    code = text.code.replace("\\\n", "  ")
    if re.search(r'"\d+"\s{0,9}%\s{0,9}[\w(\[{]', code) or re.search(r'"\d+"\)?\s{0,9}\.(?:format|formatted)\(', code):
        return any(_HOLE.search(literal) for literal in text.literals)
    if re.search(r"\b(?:String\.format|Sprintf|sprintf|format)\(", code):
        return True
    sign = r"\." if names.language == "php" else r"\+"
    return bool(re.search(rf'"\d+"\s{{0,40}}{sign}\s{{0,40}}[\w$(]|[\w)\]]\s{{0,40}}{sign}\s{{0,40}}"\d+"', code))


def quoted(text: Text, language: str) -> bool:
    """Tell whether a value stands between quotes in SQL, where a parameter would have none."""
    if any(_QUOTED_HOLE.search(literal) for literal in text.literals):
        return True
    sign = r"\." if language == "php" else r"\+"
    order = [int(n) for n in re.findall(rf'"(\d+)"\s{{0,40}}{sign}', text.code)]
    return any(n < len(text.literals) and re.search(r"['\"]%?$", text.literals[n]) for n in order)
