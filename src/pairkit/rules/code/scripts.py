"""The programs that stand inside pages."""

from __future__ import annotations

from pairkit.lazy import pattern as pattern_of

PAGES = frozenset(
    (
        "html",
        "htm",
        "xhtml",
        "php",
        "phtml",
        "erb",
        "ejs",
        "hbs",
        "mustache",
        "jinja",
        "jinja2",
        "j2",
        "twig",
        "njk",
        "jsp",
    )
)
"""Endings of files of markup in which a browser's program may stand."""
_SCRIPT = pattern_of(r"<script\b[^>\n]{0,400}>")
_NOT_A_LINE = pattern_of(r"[^\n]")


def scripts_of(text: str) -> str:
    """Return a page's programs, all else being spaces: every sign stays at its place."""
    out: list[str] = []
    at = 0
    while True:
        match = _SCRIPT.search(text, at)
        if match is None:
            return "".join([*out, _NOT_A_LINE.sub(" ", text[at:])])
        end = text.find("</script", match.end())
        end = end if end >= 0 else len(text)
        out += [_NOT_A_LINE.sub(" ", text[at : match.end()]), text[match.end() : end]]
        at = end
