"""What looks like a secret and is none: placeholders, samples from documentation, references to somewhere else."""

from __future__ import annotations

import itertools
import math
from collections import Counter

from pairkit.lazy import pattern as pattern_of

_SAMPLE = pattern_of(
    r"(?i)example|placeholder|change_?-?me|your[-_ ]|dummy|redacted|insert[-_ ]|replace[-_ ]"
    r"|(?<![a-z])sample|(?<![a-z])fake|x{4}|\*{3}|\.{3}|•|<[a-z _-]+>|abcdefgh|12345678|deadbeef"
)
_REFERENCE = pattern_of(
    r"(?i)^(?:\$|%|@|\{|<|#|&)|\$\{|\{\{|<%|process\.env|os\.environ|getenv|import\.meta|secrets?\.|config\.|settings\."
    r"|env\.|vault:|arn:|ssm:|^enc\[|^\$ansible_vault|^!vault"
)
_WORDS = pattern_of(r"[A-Za-z]+(?:[-_. /:][A-Za-z]+)*")
_CALL = pattern_of(r"[()\[\]{};,]")
_DJANGO = pattern_of(r"(?:django-insecure-)?[a-z0-9!@#$%^&*(\-_=+)]{50}")
"""What `django-admin startproject` writes: fifty signs, brackets and ampersands among them."""


def is_placeholder(value: str) -> bool:
    """Tell whether a value was written to be replaced, or is too uniform to be a key."""
    if _SAMPLE.search(value):
        return True
    return len(value) >= 12 and len(set(value)) < 5


def is_reference(value: str) -> bool:
    """Tell whether a value names the place of a secret (a variable, a call, a path) rather than holding one."""
    if _DJANGO.fullmatch(value):
        return False
    return bool(_REFERENCE.search(value)) or bool(_CALL.search(value)) or value.startswith(("/", "./", "~/"))


def is_words(value: str) -> bool:
    """Tell whether a value is made of words only: a label, a key of a translation, an identifier."""
    return bool(_WORDS.fullmatch(value)) and not (_mixed(value) and len(value) >= 20)


def _mixed(value: str) -> bool:
    """Random letters change case often; words do not."""
    pairs = itertools.pairwise(value)
    changes = sum(a.isupper() != b.isupper() for a, b in pairs if a.isalpha() and b.isalpha())
    return changes * 3 > len(value)


def looks_random(value: str) -> bool:
    """Tell whether a value is long and mixed enough to be a generated key."""
    if len(value) < 16 or is_words(value):
        return False
    letters = sum(sign.isalpha() for sign in value)
    digits = sum(sign.isdigit() for sign in value)
    if not letters or not digits:
        return False
    hexadecimal = all(sign in "0123456789abcdefABCDEF-" for sign in value)
    return entropy(value) >= (3.0 if hexadecimal else 3.4)


def entropy(value: str) -> float:
    """Return Shannon's entropy in bits a sign."""
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())
