"""How text from people is brought into one form before it is kept or compared."""

import unicodedata


def clean_text(text: str) -> str:
    """Return the text in one Unicode form (macOS may send Hangul in pieces), lines ended by \\n."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return composed.replace("\x00", "").strip()


def clean_line(text: str) -> str:
    """Return the text on one line, with single spaces."""
    return " ".join(clean_text(text).split())


def comparison_key(text: str) -> str:
    """Return what makes two terms the same: neither capitals nor spacing count."""
    return clean_line(text).casefold()
