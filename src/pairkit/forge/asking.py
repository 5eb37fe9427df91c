"""What asking a forge may come to."""

from __future__ import annotations


class NoAnswer(Exception):
    """The forge did not answer, or not with what was asked for. Its text is one line without any token."""
