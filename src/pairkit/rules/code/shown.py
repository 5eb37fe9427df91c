"""Judge a place where text becomes a part of a page."""

from __future__ import annotations

import re

from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.expressions import variable
from pairkit.rules.code.flow import Names, take_apart

_SAFE_HTML = pattern_of(
    r"(?i)sanitiz|purif|escape|encode|htmlspecialchars|JSON\.stringify"
    r"|\bt\(|i18n|trans\(|json_encode|number_format|nonce|highlight|\bicon"
)


def html(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    """Return whether a stranger sent what is shown, with the line, or None where nothing of theirs can be in it."""
    whole = args if "Fprint" in sink or "Sprintf" in sink else one
    if sink.endswith("html_safe") and _OWN_TAGS.search(one):
        return None
    if _SAFE_HTML.search(whole) and not _others(whole, language):
        return None
    text = take_apart(whole, language)
    if not variable(text):
        return None
    called = sink.rpartition(".")[2]
    sent = names.is_sent(whole)
    inside = bool(text.filled) or "+" in text.code or (language == "php" and "." in text.code)
    tags = any("<" in literal for literal in text.literals)
    if called in _ANSWERS or sink.startswith("<?") or "Fprint" in sink:
        inside = inside or "Fprint" in sink or bool(re.search(r"%\s|\.format\(", text.code))
        return (sent, False, line) if sent and (inside or language == "php") and (tags or language == "php") else None
    if called in ("append", "prepend", "after", "before"):
        return (sent, False, line) if tags and inside else None
    return sent, False, line


def _others(one: str, language: str) -> bool:
    """Tell whether a variable is added to what is safe."""
    parts = [part for part in re.split(r"(?<=[\w)\]\"'])\s*\+\s*(?=[\w$\"'(])", one) if not _SAFE_HTML.search(part)]
    return language == "js" and any(variable(take_apart(part, language)) for part in parts if part != one)


_OWN_TAGS = pattern_of(
    r"\b(?:link_to|content_tag|tag|t|translate|image_tag|render|join|raw|safe_join|I18n\.t|number_to\w+"
    r"|to_json)\b[\s(.]|^\s*[\"'][^#]*$|[})\]]\s*$|^\W*$|\bend$"
)
"""What a Rails program makes of its own, and ends of blocks, whose content stands elsewhere."""
_ANSWERS = {
    "HttpResponse",
    "HTMLResponse",
    "make_response",
    "return",
    "send",
    "write",
    "end",
    "echo",
    "print",
    "println",
    "Write",
}
"""What answers a request: everyday code, unless a stranger's text stands between tags."""
