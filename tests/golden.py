"""Whole texts that a person reads, kept as files; `PAIRKIT_GOLDEN=write pytest` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def same(name: str, text: str) -> None:
    """Fail unless `text` is the golden file `name`, to the letter."""
    path = FOLDER / name
    if os.environ.get("PAIRKIT_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.exists(), f"no golden file {name}; write it with PAIRKIT_GOLDEN=write"
    assert text == path.read_text(encoding="utf-8")
