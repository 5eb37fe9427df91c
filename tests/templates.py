"""Small templates for tests, made from a mapping of files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from repos import write

SMALL = """\
name: small
version: "1"
about: {en: A small one., ko: 작은 것.}
layers: [base]
"""


def small(root: Path, more: str = "", files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Make a template at `root`: the base layer, what `more` adds to template.yaml, and `files`."""
    write(root, {"template.yaml": SMALL + more, **(files or {})})
    return root
