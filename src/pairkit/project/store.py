"""Get the agreement that judges a change: the committed one, never the one the change brings along.

Reading YAML costs more than the rest of a hook together, so what was read once is kept as JSON under git's own hash of
its content.
"""

from __future__ import annotations

from pairkit import __version__, cache
from pairkit.project.agreement import Agreement, from_plain

FILE = "pairkit.yaml"


def parse(blob: str, raw: bytes, path: str = FILE) -> Agreement:
    """Return the agreement in `raw`, the content of the object `blob`. Raises BrokenFile."""
    key = f"agreement-{__version__}-{blob}"
    data = cache.read(key)
    if data is None:
        from pairkit.project.reading import read_agreement

        data = read_agreement(raw.decode("utf-8-sig", "replace"), path)
        cache.write(key, data)
    return from_plain(data)


def none() -> Agreement:
    """Return what holds where there is no agreement: every check, no zones."""
    return Agreement()
