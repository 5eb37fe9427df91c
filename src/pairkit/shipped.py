"""Where the playbooks and templates are: inside an installed package, or at the top of a checkout."""

from __future__ import annotations

import os

_HERE = os.path.dirname(os.path.abspath(__file__))


def shipped(kind: str) -> str:
    """Return the folder of `kind` ("playbooks" or "templates").

    A wheel carries both in `pairkit/_shipped/`; an editable install and a checkout use the repository's own folders.
    """
    inside = os.path.join(_HERE, "_shipped", kind)
    if os.path.isdir(inside):
        return inside
    return os.path.join(os.path.dirname(os.path.dirname(_HERE)), kind)
