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


def scripts_of(text: str, part: bool = False) -> str:
    """Return a page's programs, all else being spaces: every sign stays at its place.

    `part` tells that the text is a piece from the middle: what stands before its first tag of a script can be one.
    """
    out: list[str] = []
    at = _begun(text) if part else 0
    if at:
        out.append(
            "\n".join(_spaces(line) if line.lstrip().startswith("<") else line for line in text[:at].split("\n"))
        )
    while True:
        match = _SCRIPT.search(text, at)
        if match is None:
            return "".join([*out, _spaces(text[at:])])
        end = text.find("</script", match.end())
        end = end if end >= 0 else len(text)
        out += [_spaces(text[at : match.end()]), text[match.end() : end]]
        at = end


def _begun(text: str) -> int:
    """Return where a script ends that began above the text, 0 if there is none."""
    begin, end = text.find("<script"), text.find("</script")
    if begin < 0 and end < 0:
        return len(text)
    return end if begin < 0 or -1 < end < begin else 0


def _spaces(text: str) -> str:
    return _NOT_A_LINE.sub(" ", text)
