"""Keep an unexpected error in a file that a person can send: nothing prints a traceback at a user."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback

from pairkit import __version__


def keep() -> str:
    """Write the current exception to a file and return its path.

    Only places in code and the kind of error are kept: a message or a variable could hold a secret.
    """
    kind, _, trace = sys.exc_info()
    frames = "".join(traceback.format_list(traceback.extract_tb(trace)))
    name = kind.__name__ if kind else "?"
    text = f"pairkit {__version__}, Python {platform.python_version()}, {platform.platform()}\n{frames}{name}\n"
    try:
        handle, path = tempfile.mkstemp(prefix="pairkit-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError:  # a full disk: the sentence must come out all the same
        return "-"
    return path
