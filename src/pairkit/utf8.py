"""Names of files are UTF-8 in git, whatever the locale says. Under another locale Python would not find them."""

from __future__ import annotations

import os
import sys


def ensure() -> None:
    """Start this program anew in Python's UTF-8 mode if its file names are in another encoding (EUC-KR, say)."""
    if os.name == "posix" and not sys.flags.utf8_mode and sys.getfilesystemencoding().lower() not in ("utf-8", "utf8"):
        os.execv(sys.executable, [sys.orig_argv[0], "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - ourselves
