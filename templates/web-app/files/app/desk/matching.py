"""Find glossary terms in a source text, and see whether the translation uses them.

Pure functions over text, so that the golden examples can check them without a database.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import Protocol

# A Latin word ends where no further Latin letter follows; a Korean particle may follow.
LATIN = "0-9A-Za-z_À-ɏ"

Span = tuple[int, int]
# How many letters of a term are looked up before anything is compared.
STEM = 3


class AnyTerm(Protocol):
    """A term from the database, or as light as that of the index."""

    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True)
class TermUse:
    """A glossary term that the source text holds."""

    term: AnyTerm
    in_source: tuple[Span, ...]
    in_target: tuple[Span, ...]

    @property
    def used(self) -> bool:
        """Whether the translation says the term as the glossary expects it."""
        return bool(self.in_target)


class TermIndex:
    """The terms by their first letters, so that a large glossary costs a text no more."""

    def __init__(self, terms: Iterable[AnyTerm]) -> None:
        self._by_stem: dict[str, list[tuple[int, AnyTerm]]] = {}
        for number, term in enumerate(terms):
            self._by_stem.setdefault(_first_word(term)[:STEM], []).append((number, term))

    def likely(self, text: str) -> list[AnyTerm]:
        """Return the terms whose first word may stand in the text, in their own order."""
        folded = text.casefold()
        stems = {folded[at : at + size] for size in range(STEM + 1) for at in range(len(folded))}
        found = sorted(
            (one for stem in stems for one in self._by_stem.get(stem, ())), key=itemgetter(0)
        )
        return [term for _, term in found if _first_word(term) in folded]


def find_terms(source: str, target: str, terms: Iterable[AnyTerm] | TermIndex) -> list[TermUse]:
    """Return the terms found in the source, in the order of their first appearance.

    Where terms overlap the longest wins: in "shared folder" there is no "folder".
    """
    index = terms if isinstance(terms, TermIndex) else TermIndex(terms)
    likely = index.likely(source)
    found: dict[int, list[Span]] = {}
    for match in _any_of(likely).finditer(source) if likely else ():
        found.setdefault(int((match.lastgroup or "")[1:]), []).append(match.span())
    return [
        TermUse(likely[number], tuple(spans), find_spans(target, likely[number].target))
        for number, spans in found.items()
    ]


def find_spans(text: str, wanted: str) -> tuple[Span, ...]:
    """Return every place where the text holds the wanted words."""
    pattern = re.compile(_pattern(wanted), re.IGNORECASE)
    return tuple(match.span() for match in pattern.finditer(text))


def _first_word(term: AnyTerm) -> str:
    """Return what the text must hold in any case: a last y becomes ies in the plural."""
    return re.split(r"[\s-]+", term.source.casefold())[0].rstrip("y")


def _any_of(terms: list[AnyTerm]) -> re.Pattern[str]:
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
