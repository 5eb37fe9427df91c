"""What pairkit says, in whose language, and how it fits a terminal."""

from pairkit.words.catalogue import LANGUAGES, fill, say

__all__ = ["LANGUAGES", "fill", "say"]
