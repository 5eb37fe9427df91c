"""A look at the bare text of a command that is too long or nested too deep to be taken apart."""

from __future__ import annotations

import re

_LONGEST = 2_000_000
_PLAIN = (
    r"\bgit\s+push\s+(?:[\w./:@-]+\s+){0,4}(?:--force(?!-)|-f)\b",
    r"\brm\s+-[a-zA-Z]*[rR][a-zA-Z]*\s+(?:-\S+\s+){0,3}(?:/|~/?|\$HOME/?|\.git/?)(?=\s|$|[;&|\"'])",
    r"\bgit\s+commit\s+(?:-\S+\s+){0,4}--no-verify\b",
    r"\b(?:curl|wget)\s[^\n|]{1,300}\|\s*(?:sudo\s+)?(?:ba|z|da)?sh\b",
    r"\bcat\s+(?:\S*/)?\.env(?=\s|$)",
    r"\bterraform\s+destroy\b|\bdropdb\s+\w|\bgit\s+filter-branch\b|\bprisma\s+migrate\s+reset\b",
)


def plainly_dangerous(text: str) -> str:
    """Return the first words that are dangerous however they are meant, or an empty text."""
    text = text[:_LONGEST]
    for one in _PLAIN:
        found = re.search(one, text)
        if found:
            return " ".join(found[0].split())[:60]
    return ""
