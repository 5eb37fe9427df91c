"""Where a template's file may go: inside the project, and nowhere near git's own folder."""

from __future__ import annotations

import re

from pairkit.errors import PairkitError

_RESERVED = re.compile(r"(?i)^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


class Escape(PairkitError):
    """A template that wants to write where it must not."""


def checked(path: str, template: str) -> str:
    """Return `path` (relative, with slashes) if it may be written on every system. Raises Escape."""
    parts = path.split("/")
    bad = (
        not path
        or path.startswith(("/", "~"))
        or "\\" in path
        or ":" in path
        or any(part in ("", ".", "..") or _RESERVED.match(part) or part != part.rstrip(" .") for part in parts)
        or parts[0].lower() == ".git"
        or any(ord(sign) < 32 for sign in path)
    )
    if bad:
        raise Escape("template-escapes", template=template, path=path)
    return path
