"""Where a template's file may go: inside the project, and nowhere near git's own folder."""

from __future__ import annotations

import re

from pairkit.errors import PairkitError

_RESERVED = re.compile(r"(?i)^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]) *(?:\.|$)")
_FORBIDDEN = '<>"|?*:\\'
_GITS_OWN = (".git", "git~1")


class Escape(PairkitError):
    """A template that wants to write where it must not."""


def checked(path: str, template: str) -> str:
    """Return `path` (relative, with slashes) if it may be written on every system. Raises Escape."""
    parts = path.split("/")
    bad = path.startswith(("/", "~")) or any(sign in _FORBIDDEN or ord(sign) < 32 for sign in path)
    bad = bad or any(_bad_name(part) for part in parts)
    if bad:
        raise Escape("template-escapes", template=template, path=path)
    return path


def _bad_name(name: str) -> bool:
    """Tell whether a name leads elsewhere, into git's folder (some systems ignore signs), or cannot be on Windows."""
    seen = "".join(sign for sign in name if sign.isprintable()).lower()
    if name in ("", ".", "..") or seen in _GITS_OWN:
        return True
    return bool(_RESERVED.match(name)) or name != name.rstrip(" .")


def is_reserved(name: str) -> bool:
    """Tell whether Windows keeps this name for itself, so that no file or folder there can have it."""
    return _RESERVED.match(name) is not None


def is_gits_own(path: str) -> bool:
    """Tell whether a place lies in a folder that git keeps for itself."""
    return any(part.lower() in _GITS_OWN for part in path.replace("\\", "/").split("/"))


def fits_everywhere(name: str) -> bool:
    """Tell whether a folder can have this name on every system."""
    return name == name.rstrip(" .") and not any(sign in _FORBIDDEN or ord(sign) < 32 for sign in name)
