"""Help pages: all of them, in the reader's language, in 80 columns."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pairkit.words.layout import WIDTH, columns

_ALL = """
from typer.main import get_command
from pairkit.cli.app import app

def show(command, context):
    print(command.get_help(context))
    for name in getattr(command, "commands", {}):
        inner = command.get_command(context, name)
        show(inner, inner.make_context(name, [], parent=context, resilient_parsing=True))

root = get_command(app)
show(root, root.make_context("pairkit", [], resilient_parsing=True))
"""


def _pages(language: str) -> str:
    words = {"PAIRKIT_LANG": language, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", _ALL], capture_output=True, env=words, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_line_is_wider_than_a_terminal(language: str) -> None:
    """No page has a line of more than 80 columns, Hangul counted as two."""
    pages = _pages(language)
    assert pages.count("--help") > 20
    assert [line for line in pages.split("\n") if columns(line) > WIDTH] == []


def test_the_frame_of_a_korean_page_is_korean() -> None:
    """Typer's own English words do not show on a Korean page."""
    pages = _pages("ko")
    assert "사용법: pairkit check [옵션]" in pages
    for word in ("Usage", "Options:", "Arguments:", "Commands:", "Show this", "[default", "[required"):
        assert word not in pages
