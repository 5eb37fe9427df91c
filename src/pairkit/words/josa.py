"""Korean particles that depend on how the word before them ends: 을/를, 이/가, 은/는, 과/와, 으로/로.

Names of files and people are filled into Korean sentences at run time, so the particle cannot be written beforehand.
A word that ends in Latin letters or digits is judged by how a Korean reader says its last sign ("py" → 파이, "sql" → 엘);
where that cannot be told, both forms are written, as Korean software does: 을(를).
"""

from __future__ import annotations

import unicodedata

_PAIRS = {
    "을": "를",
    "이": "가",
    "은": "는",
    "과": "와",
    "으로": "로",
    "이에요": "예요",
    "이라": "라",
    "이나": "나",
    "아": "야",
}
_CLOSED_DIGITS = {"0": 21, "1": 8, "3": 16, "6": 1, "7": 8, "8": 8}
"""Digits whose Korean reading ends in a consonant, with that consonant's index (영, 일, 삼, 육, 칠, 팔)."""
_CLOSED_LETTERS = {"l": 8, "m": 16, "n": 4, "r": 8}
"""Letters whose Korean names end in a consonant: 엘, 엠, 엔, 알."""
_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RIEUL = 8
_WORDS = {"git": 19, "commit": 19, "pairkit": 19, "copilot": 19, "cline": 4, "hook": 1, "lefthook": 1, "prek": 1}
"""English words of this trade that Koreans say as words and not letter by letter, with their final consonant."""


def forms(particle: str) -> tuple[str, str] | None:
    """Return (after a consonant, after a vowel) for either form of a particle, or None for any other text."""
    for closed, open_ in _PAIRS.items():
        if particle in (closed, open_):
            return closed, open_
    return None


def with_particle(word: str, particle: str) -> str:
    """Return `word` followed by the right form of `particle`."""
    pair = forms(particle)
    if pair is None:
        return word + particle
    closed, open_ = pair
    final = _final(word)
    if final is None:
        return f"{word}{closed}({open_})"
    if final == 0 or (closed == "으로" and final == _RIEUL):
        return word + open_
    return word + closed


def _final(word: str) -> int | None:
    """Return the index of the final consonant of the last syllable as spoken, 0 for none, None if unknown."""
    said = unicodedata.normalize("NFC", word[-16:]).rstrip("\"'”’)]}»⟧` ")
    latin = said[len(said.rstrip(_LATIN)) :].lower()
    if latin in _WORDS:
        return _WORDS[latin]
    if len(latin) > 2 and latin.endswith(("er", "or")):  # 서버, 커서: said without the r
        return 0
    last = said[-1:]
    if "가" <= last <= "힣":
        return (ord(last) - ord("가")) % 28
    if last.isascii() and last.isdigit():
        return _CLOSED_DIGITS.get(last, 0)
    if last.isascii() and last.isalpha():
        return _CLOSED_LETTERS.get(last.lower(), 0)
    return None
