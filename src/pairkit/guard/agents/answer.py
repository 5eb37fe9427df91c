"""What goes back to an agent: bytes on its two channels and an exit code, in its one dialect."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple


class Answer(NamedTuple):
    """Texts for standard output and standard error, and the exit code."""

    stdout: str = ""
    stderr: str = ""
    code: int = 0


SILENT = Answer()
"""For most agents this is a yes."""


def in_json(value: Mapping[str, object]) -> Answer:
    """Return `value` as one line of JSON on standard output."""
    return Answer(stdout=json.dumps(value, ensure_ascii=False) + "\n")


def by_exit_code(text: str) -> Answer:
    """Return the refusal of those agents that know only exit code 2 and standard error."""
    return Answer(stderr=text + "\n", code=2)
