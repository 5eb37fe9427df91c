"""Checksums that vendors build into their keys. One that does not fit was made up, or mistyped."""

from __future__ import annotations

from binascii import crc32
from collections.abc import Callable

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_LENGTH = 6


def _github(key: str) -> bool:
    """The last six signs are the CRC32 of those between prefix and them, in base 62 (GitHub's blog, April 2021)."""
    body = key.partition("_")[2]
    number, digits = crc32(body[:-_LENGTH].encode()), ""
    while number:
        number, digit = divmod(number, 62)
        digits = _DIGITS[digit] + digits
    return body[-_LENGTH:] == digits.rjust(_LENGTH, "0")


CHECKSUMS: dict[str, Callable[[str], bool]] = {"github": _github}
