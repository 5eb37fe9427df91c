"""The words a person reads, by language and area, loaded only when there is something to say.

A key is `area.name`; its text lies in `words/<language>/<area>.py` as `TEXTS["name"]`. Texts are filled like
`str.format`, with two additions a translator needs: `{count:file|files}` chooses by number, and `{name:이}` adds the
Korean particle that fits the name (`“{name:”이}` where the name stands in quotation marks).
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pairkit.words.josa import forms, with_particle

LANGUAGES = ("en", "ko")


class _Filling(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            one, many = format_spec.split("|", 1)
            return one if str(value) == "1" else many
        mark, particle = (format_spec[:1], format_spec[1:]) if format_spec[:1] == "”" else ("", format_spec)
        if particle and forms(particle):
            return with_particle(str(value) + mark, particle)
        return str(super().format_field(value, format_spec))

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:  # noqa: ARG002 - its caller decides
        return kwargs.get(key, "") if isinstance(key, str) else ""


_FILLING = _Filling()


def is_known(spec: str) -> bool:
    """Tell whether a field can be filled in the way that is written behind its colon: a particle, or one|many."""
    return not spec or "|" in spec or bool(forms(spec.removeprefix("”")))


def fill(text: str, facts: Mapping[str, object]) -> str:
    """Return `text` with its fields filled from `facts`; a fact that is not there becomes empty, never an error."""
    return _FILLING.vformat(text, (), facts)


def say(language: str, key: str, **facts: object) -> str:
    """Return the text of `key` ("area.name") in `language`, filled."""
    area, _, name = key.partition(".")
    texts: Mapping[str, str] = import_module(f"pairkit.words.{language}.{area}").TEXTS
    return fill(texts[name], facts)


def text(language: str, key: str) -> str:
    """Return the text of `key` as it is written, its fields not filled yet."""
    area, _, name = key.partition(".")
    return str(import_module(f"pairkit.words.{language}.{area}").TEXTS[name])


def has(language: str, key: str) -> bool:
    """Tell whether there is a text for `key`."""
    area, _, name = key.partition(".")
    return name in import_module(f"pairkit.words.{language}.{area}").TEXTS
