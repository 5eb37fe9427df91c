"""A text from the network that is run unread: `curl … | sh`, `bash <(curl …)`, `eval "$(wget -qO- …)"`."""

from __future__ import annotations

from collections.abc import Mapping

from pairkit.action.line import UNKNOWN, Simple
from pairkit.action.wrappers import SHELLS
from pairkit.rules.around import Around

_FETCHES = frozenset(("curl", "wget", "fetch", "http", "https", "iwr", "irm", "invoke-webrequest", "invoke-restmethod"))
_CODE = ("-c", "-e", "-m", "-r")


def check(command: Simple, _around: Around) -> Mapping[str, object] | None:
    """Return which program runs what was fetched."""
    name = command.argv[0].lower()
    fetched = next((one for one in command.sources if one.lower() in _FETCHES), None)
    if fetched is None:
        return None
    if name in ("source", "."):
        return {"what": f"{fetched} … | {name}"} if UNKNOWN in command.argv[1:2] else None
    words = command.argv[1:]
    plain = [word for word in words if not word.startswith("-")]
    runs = not plain or UNKNOWN in plain[0] or "-s" in words or "-" in words
    if name not in SHELLS and any(word in _CODE for word in words) and UNKNOWN not in words:
        return None  # `curl … | python -c CODE` reads data
    return {"what": f"{fetched} … | {name}"} if runs else None
