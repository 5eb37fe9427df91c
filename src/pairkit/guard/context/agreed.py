"""The agreement as it lies in the folder: files are made from it, nothing is judged by it."""

from __future__ import annotations

import os

from pairkit.project import store
from pairkit.project.agreement import Agreement, from_plain


def agreed(root: str) -> Agreement:
    """Return the agreement of the folder `root`, an empty one where there is none. Raises BrokenFile."""
    try:
        with open(os.path.join(root, store.FILE), "rb") as file:
            return of_text(file.read())
    except (FileNotFoundError, NotADirectoryError):
        return store.none()


def of_text(raw: bytes) -> Agreement:
    """Return the agreement in the content of a `pairkit.yaml`. Raises BrokenFile."""
    from pairkit.project.reading import read_agreement

    return from_plain(read_agreement(store.text_of(raw, store.FILE), store.FILE))
