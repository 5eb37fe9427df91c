"""Say an error: what happened, and what to do."""

from __future__ import annotations

from pairkit.errors import PairkitError
from pairkit.words.catalogue import has, say
from pairkit.words.layout import clean, wrap


def explain(error: PairkitError, language: str) -> str:
    """Return an error as a person reads it, wrapped for a terminal."""
    facts = {
        name: clean(value) if isinstance(value, str) and "\n" not in value else value
        for name, value in error.facts.items()
    }
    key = error.key
    if has(language, f"errors.{key}.problem"):
        facts["problem"] = say(language, f"errors.{key}.problem", **facts)
        key = "broken"
    what = say(language, f"errors.{key}.what", **facts)
    do = say(language, f"errors.{key}.do", **facts)
    return f"{wrap(what)}\n{wrap(do)}"
