"""Find the places in code where text becomes a command, each with what goes in.

A place is looked for in three steps, each many times dearer than the one before: by the names that the code mentions,
by the patterns of its language, and by these again in code without comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pairkit.change.model import Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.flow import LANGUAGES, Names
from pairkit.rules.code.handed import Elsewhere, handing, leading_to
from pairkit.rules.code.put_in import ASSIGNED, CONDITIONS, WHOLE, Hit, judge
from pairkit.rules.code.put_in import assigned as assigned_at
from pairkit.rules.code.reading import Piece, Reading, reading
from pairkit.rules.code.sink_words import LOOSE, WORDS
from pairkit.rules.code.sinks import SINKS
from pairkit.rules.paths import ending

_WIDE = 2000
_AROUND = 40  # signs that a pattern may reach beyond the word that must stand in it
_REACH = 500
_LEAST_NAME = 5
_SQL_WORD = pattern_of(
    r"(?i)\b(?:select|insert|update|delete|where|drop|alter|create|pragma"
    r"|truncate|replace|call|grant|with|exec|order\s+by)\b"
)
_SETS = {"sql": ("sql", "query", "stmt", "statement", "where"), "shell": ("cmd", "command")}

_ALONE = pattern_of(r"\s{0,9}\$?[A-Za-z_][\w.]{0,60}\s{0,9}[,)]")

_Place = tuple[int, re.Match[str], str]


def hits(read: Reading, kinds: tuple[str, ...], sent: bool, others: Sequence[FileChange] = ()) -> list[tuple[Hit, str]]:
    """Return each place of some kinds that touches a changed line, with that line.

    With `sent`, only those are wanted into which a stranger's value goes. `others` may hand such values to this file.
    """
    if kinds not in read.known:
        elsewhere = _elsewhere(read, others)
        if sent and not elsewhere and not any(piece.hears for piece in read.pieces):
            return []
        pieces = (piece for piece in read.pieces if piece.readable)
        read.known[kinds] = [hit for piece in pieces for hit in _in_piece(piece, read, kinds, elsewhere)]
    known: list[tuple[Hit, str]] = read.known[kinds]
    return known


def _elsewhere(read: Reading, others: Sequence[FileChange]) -> Elsewhere:
    """Return the code that hears a stranger and names this file as one does before a dot."""
    stem = read.file.path.rpartition("/")[2].rpartition(".")[0]
    name = "".join(sign for sign in stem if sign.isalnum()).lower()
    kind = LANGUAGES.get(ending(read.file.path))
    if len(name) < _LEAST_NAME or kind is None:
        return []
    alike = (file for file in others if file is not read.file and LANGUAGES.get(ending(file.path)) == kind)
    pieces = (piece for file in alike for piece in reading(file).pieces if piece.readable)
    return [
        (piece.block, frozenset({name})) for piece in pieces if piece.hears and name in piece.lower.replace("_", "")
    ]


def _in_piece(piece: Piece, read: Reading, kinds: tuple[str, ...], elsewhere: Elsewhere) -> Iterator[tuple[Hit, str]]:
    language = piece.language
    named = [kind for kind in kinds if language in SINKS[kind] and piece.mentions(WORDS[kind][language])]
    assigned = {kind: _assigned(kind, piece, read.changed) for kind in kinds if kind in ASSIGNED}
    block = piece.block
    if not any(assigned.values()) and not (named and _maybe(block, language, named, read.changed)):
        return
    places = sorted(_places(block, piece.bare, language, named, read.changed), key=lambda place: place[0])
    if places or any(assigned.values()):
        code = Block(block.side, block.start, piece.bare)
        hears = piece.hears or elsewhere  # where nobody hears a stranger, no caller hands on what one sent
        names = Names(language, handing(code, language, elsewhere) if hears else None)
        yield from _walk(code, names, places, assigned, read.changed)


def _maybe(block: Block, language: str, kinds: Iterable[str], changed: dict[int, str]) -> bool:
    """Tell whether it is worth taking the comments out of a piece."""
    for kind in kinds:
        loose = LOOSE.get((kind, language))
        if (loose and re.search(loose, block.text)) or any(_around(block, language, kind, changed)):
            return True
    return False


def _around(block: Block, language: str, kind: str, changed: dict[int, str]) -> Iterator[bool]:
    """Yield True for each match of a pattern around the words that must stand in it."""
    pattern, text = re.compile(SINKS[kind][language]), block.text
    for word in WORDS[kind][language]:
        at = text.find(word)
        while at >= 0 and word:
            match = pattern.search(text, max(0, at - _AROUND), at + len(word) + _AROUND)
            near = match is not None and _near(block.line_at(match.start()), changed)
            if match and near and _promising((0, match, kind), text, language, 2 * _REACH):
                yield True
            at = text.find(word, at + len(word))


def _places(block: Block, text: str, language: str, kinds: Iterable[str], changed: dict[int, str]) -> Iterator[_Place]:
    for kind in kinds:
        for match in re.compile(SINKS[kind][language]).finditer(text):
            place = (block.line_at(match.start()), match, kind)
            if _near(place[0], changed) and _promising(place, text, language, _REACH):
                yield place


def _promising(place: _Place, text: str, language: str, reach: int) -> bool:
    """Tell whether it is worth reading the code above: most calls named `get` have nothing to do with SQL."""
    end = place[1].end()
    if place[2] == "sql" and _ALONE.match(text, end) and place[1][0].strip(".(") in WHOLE:
        return True
    if place[2] != "sql" or language == "rb" or place[1][0].strip(".(") in CONDITIONS:
        return True
    return _SQL_WORD.search(text, end, end + reach) is not None


def _assigned(kind: str, piece: Piece, changed: dict[int, str]) -> set[int]:
    """Return the changed lines that give a value to a name which speaks of SQL or of a command."""
    block, pattern = piece.block, ASSIGNED[kind]
    found = set()
    for start, end in piece.assigned(_SETS[kind]):
        if end - start < _WIDE and pattern.match(block.text[start:end]):
            number = block.line_at(start)
            if number in changed and (kind != "sql" or _says_sql(block.text, start)):
                found.add(number)
    return found


def _says_sql(text: str, at: int) -> bool:
    end = at
    for _ in range(12):
        end = text.find("\n", end) + 1
        if not end:
            break
    return _SQL_WORD.search(text, at, end or len(text)) is not None


def _near(line: int, changed: dict[int, str]) -> bool:
    return any(number in changed for number in range(line, line + 12))


def _walk(
    block: Block,
    names: Names,
    places: list[tuple[int, re.Match[str], str]],
    assigned: Mapping[str, set[int]],
    changed: dict[int, str],
) -> Iterator[tuple[Hit, str]]:
    language = names.language
    at = 0
    wanted = {place[0] for place in places}.union(*assigned.values())
    for number, line in leading_to(wanted, block, language):
        while at < len(places) and places[at][0] <= number:
            first, match, kind = places[at]
            at += 1
            hit = judge(block, language, names, kind, match, changed) if first == number else None
            if hit is not None:
                yield hit, changed[hit.line].strip()
        names.read(number, line)
        for kind in assigned:
            if number in assigned[kind]:
                hit = assigned_at(number, line, block, names, kind)
                if hit is not None:
                    yield hit, line.strip()
