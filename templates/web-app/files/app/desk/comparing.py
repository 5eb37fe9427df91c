"""Two versions of a text, word by word: what went, what came, what stayed."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from app.models import Translation

# A word, the space between words, or a single sign.
TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Stretch:
    """A stretch of text; `changed` means that the other side does not have it."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class Comparison:
    """The two sides, each cut where they begin and end to differ."""

    before: list[Stretch]
    after: list[Stretch]


@dataclass(frozen=True)
class Version:
    """A text as it stood; who wrote it, if somebody of the desk did, and when."""

    number: int
    text: str
    name: str = ""
    at: datetime | None = None


def compare(before: str, after: str) -> Comparison:
    """Compare two texts by words."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    left: list[Stretch] = []
    right: list[Stretch] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        changed = what != "equal"
        if i1 < i2:
            left.append(Stretch("".join(old[i1:i2]), changed))
        if j1 < j2:
            right.append(Stretch("".join(new[j1:j2]), changed))
    return Comparison(left, right)


def versions_of(translation: Translation) -> list[Version]:
    """Return every text the translation has had, the first one first."""
    edits = [one for one in reversed(translation.events) if one.text_before is not None]
    texts = [str(one.text_before) for one in edits] + [translation.target]
    versions = [Version(1, texts[0])]
    for number, (edit, text) in enumerate(zip(edits, texts[1:], strict=True), start=2):
        versions.append(Version(number, text, edit.person.name if edit.person else "", edit.at))
    return versions
