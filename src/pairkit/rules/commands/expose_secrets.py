"""Secrets that a command would print, copy or send: whatever is printed goes to the model and into its log."""

from __future__ import annotations

from collections.abc import Mapping

from pairkit.action.line import UNKNOWN, Simple
from pairkit.rules.around import Around

_NARROW = frozenset(("grep", "egrep", "rg", "cut", "wc", "awk", "sed", "head"))


def check(command: Simple, _around: Around) -> Mapping[str, object] | None:
    """Return the command, where it prints every variable of the environment."""
    name, *words = command.argv
    if command.sinks and command.sinks[0] in _NARROW:
        return None
    if name == "printenv":
        plain = [word for word in words if not word.startswith("-")]
        return {"what": "printenv"} if not plain else None
    if name == "set" and not words:
        return {"what": "set"}
    if name == "env":
        return {"what": "env"} if all(word in ("-0", "--null") for word in words) and UNKNOWN not in words else None
    if name in ("export", "declare") and words == ["-p"]:
        return {"what": name}
    return None
