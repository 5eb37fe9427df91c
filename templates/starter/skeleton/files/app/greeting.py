"""Greet somebody in the words of content/greeting.txt."""

from pathlib import Path

CONTENT = Path(__file__).resolve().parents[1] / "content"


def greet(name: str) -> str:
    """Return the greeting for one person."""
    words = (CONTENT / "greeting.txt").read_text(encoding="utf-8").strip()
    return words.replace("NAME", name)
