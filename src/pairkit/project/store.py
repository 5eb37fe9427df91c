"""Get the agreement that judges a change: the committed one, never the one the change brings along.

Reading YAML costs more than the rest of a hook together, so what was read once is kept as JSON under git's own hash of
its content.
"""

from __future__ import annotations

from typing import Any

from pairkit import __version__, cache
from pairkit.errors import BrokenFile
from pairkit.project.agreement import Agreement, from_plain

FILE = "pairkit.yaml"
EXCEPTIONS = ".pairkit/allow.yaml"


def parse(blob: str, raw: bytes, path: str = FILE) -> Agreement:
    """Return the agreement in `raw`, the content of the object `blob`. Raises BrokenFile."""
    key = f"agreement-{__version__}-{blob}"
    data: Any = cache.read(key)
    if not _whole(data):
        from pairkit.project.reading import read_agreement

        data = read_agreement(text_of(raw, path), path)
        cache.write(key, data)
    return from_plain(data)


def text_of(raw: bytes, path: str) -> str:
    """Return the agreement's text. Raises BrokenFile unless it is UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenFile("yaml-not-utf8", path=path, line=raw.count(b"\n", 0, error.start) + 1) from None


def _whole(data: Any) -> bool:
    """Tell whether kept values have the form that was written; a damaged cache is the same as none."""
    if not isinstance(data, dict) or data.get("version") != 1:
        return False
    people, zones = data.get("people", []), data.get("zones", {})
    texts = [*(data.get("playbooks") or ()), *(data.get("protected") or ())]
    return (
        isinstance(people, list)
        and all(isinstance(one, dict) and {"name", "role"} <= one.keys() for one in people)
        and all(isinstance(data.get(key, {}), dict) for key in ("zones", "size", "run", "rules"))
        and all(isinstance(text, str) for patterns in zones.values() for text in (*patterns, *texts))
    )


def none() -> Agreement:
    """Return what holds where there is no agreement: every check, no zones."""
    return Agreement()
