"""What registries said of new packages, in sentences: what exists, what does not, what nobody could be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pairkit.words.catalogue import say
from pairkit.words.layout import clean

if TYPE_CHECKING:
    from pairkit.rules.registry import Asked

_NAMES = 10


def asked_lines(asked: Iterable[Asked], language: str) -> list[str]:
    """Return one sentence for each kind of answer; never none."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in asked:
        groups.setdefault((one.state, one.reason), []).append(clean(one.name))
    lines = [
        say(language, f"online.{state}{'-' if reason else ''}{reason}", count=len(names), names=_listed(names))
        for (state, reason), names in sorted(groups.items())
    ]
    return lines or [say(language, "online.none")]


def _listed(names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    return ", ".join(names[:_NAMES]) + (" …" if len(names) > _NAMES else "")
