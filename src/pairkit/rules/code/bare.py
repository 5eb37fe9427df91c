"""Code without its comments and doc texts."""

from __future__ import annotations

import re

from pairkit.rules.code.parsed import parsed
from pairkit.rules.code.text import COMMENT

_KINDS = {
    "py": ("comment",),
    "js": ("comment",),
    "php": ("comment",),
    "rb": ("comment",),
    "go": ("comment",),
    "java": ("line_comment", "block_comment"),
}
_BY_LINES = ("vue", "svelte", "kt")


def bare(text: str, path: str, language: str) -> str:
    """Return code with comments and doc texts as spaces; `language` is one of `flow.LANGUAGES`."""
    from pairkit.rules.structure import language_of

    if path.rpartition(".")[2].lower() in _BY_LINES or (language == "php" and "<?" not in text):
        return "\n".join("" if COMMENT.match(line) else line for line in text.split("\n"))
    root = parsed(text, str(language_of(path)))
    wanted: list[object] = [{"kind": kind} for kind in _KINDS[language]]
    if language == "py":
        wanted.append({"kind": "string", "inside": {"kind": "expression_statement"}})
    spans = [node.range() for node in root.find_all({"rule": {"any": wanted}})]
    out, at = [], 0
    for start, end in sorted((span.start.index, span.end.index) for span in spans):
        if start >= at:
            out += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
            at = end
    return "".join([*out, text[at:]])
