"""Say an error: what happened, and what to do."""

from __future__ import annotations

from pairkit.errors import PairkitError
from pairkit.words.catalogue import has, say
from pairkit.words.layout import clean, wrap


def _harmless(value: object) -> object:
    """Only git's own words may have several lines; each is made safe for a terminal."""
    if not isinstance(value, str):
        return value
    return (
        "\n".join(clean(line) for line in value.split("\n"))
        if value.startswith(("fatal:", "stderr:"))
        else clean(value)
    )


def explain(error: PairkitError, language: str) -> str:
    """Return an error as a person reads it, wrapped for a terminal."""
    facts = {name: _harmless(value) for name, value in error.facts.items()}
    key = error.key
    if has(language, f"errors.{key}.problem"):
        facts["problem"] = say(language, f"errors.{key}.problem", **facts)
        key = "broken"
    what = say(language, f"errors.{key}.what", **facts)
    do = say(language, f"errors.{key}.do", **facts)
    return f"{wrap(what)}\n{wrap(do)}"
