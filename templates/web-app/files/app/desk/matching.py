"""Find glossary terms in a source text, and see whether the translation uses them.

Pure functions over text, so that the golden examples can check them without a database.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.models import Term

# A Latin word ends where no further Latin letter follows; a Korean particle may follow.
LATIN = "0-9A-Za-z_À-ɏ"

Span = tuple[int, int]


@dataclass(frozen=True)
class TermUse:
    """A glossary term that the source text holds."""

    term: Term
    in_source: tuple[Span, ...]
    in_target: tuple[Span, ...]

    @property
    def used(self) -> bool:
        """Whether the translation says the term as the glossary expects it."""
        return bool(self.in_target)


def find_terms(source: str, target: str, terms: Iterable[Term]) -> list[TermUse]:
    """Return the terms found in the source, in the order of their first appearance.

    Where terms overlap the longest wins: in "shared folder" there is no "folder".
    """
    likely = [term for term in terms if _may_hold(source, term.source)]
    found: dict[int, list[Span]] = {}
    for match in _any_of(likely).finditer(source) if likely else ():
        found.setdefault(int((match.lastgroup or "")[1:]), []).append(match.span())
    return [
        TermUse(likely[index], tuple(spans), find_spans(target, likely[index].target))
        for index, spans in found.items()
    ]


def find_spans(text: str, wanted: str) -> tuple[Span, ...]:
    """Return every place where the text holds the wanted words."""
    pattern = re.compile(_pattern(wanted), re.IGNORECASE)
    return tuple(match.span() for match in pattern.finditer(text))


def _may_hold(text: str, wanted: str) -> bool:
    """Rule most terms out cheaply; a large glossary would make one slow pattern."""
    first_word = re.split(r"[\s-]+", wanted.casefold())[0]
    return first_word.rstrip("y") in text.casefold()


def _any_of(terms: list[Term]) -> re.Pattern[str]:
    longest_first = sorted(range(len(terms)), key=lambda index: -len(terms[index].source))
    groups = (f"(?P<t{index}>{_pattern(terms[index].source)})" for index in longest_first)
    return re.compile("|".join(groups), re.IGNORECASE)


def _pattern(wanted: str) -> str:
    """Match the words with any space or hyphen between them, and Latin ones in the plural too."""
    words = [re.escape(word) for word in re.split(r"[\s-]+", wanted) if word]
    pattern = r"[\s-]+".join(words) or re.escape(wanted)
    if re.match(f"[{LATIN}]", wanted):
        pattern = f"(?<![{LATIN}]){pattern}"
    if re.search("[a-z]$", wanted, re.IGNORECASE):
        pattern = f"{_plural(pattern)}(?![{LATIN}])"
    elif re.search(f"[{LATIN}]$", wanted):
        pattern = f"{pattern}(?![{LATIN}])"
    return pattern


def _plural(pattern: str) -> str:
    if re.search("[^aeiou]y$", pattern, re.IGNORECASE):
        return f"{pattern[:-1]}(?:y|ies)"
    return f"{pattern}(?:s|es)?"
