"""Look for secrets in files that are too long for the other rules, piece by piece.

What else a rule sees in such a file would have to be read by a person, and nobody reads eight megabytes. A key in it
opens the same door as one in a short file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pairkit.change.model import NEW, OLD, Block, FileChange, Hunk
from pairkit.playbook.index import Index
from pairkit.rules.context import Context
from pairkit.rules.engine import entry_finds, is_left_out
from pairkit.rules.finding import Found
from pairkit.rules.haystack import both

_CLASS = "secret-added"


class _Entry(NamedTuple):
    number: int
    rule: dict[str, Any]
    detect: Mapping[str, Any]


def in_long_files(context: Context, files: Iterable[FileChange]) -> Iterator[tuple[int, Found]]:
    """Yield the secrets in those of `files` that are read in pieces, each with the number of its entry.

    Entries are counted over all rules of the index, as `engine.numbered` does.
    """
    long = [file for file in files if file.pieces]
    entries = _entries(context) if long else []
    context = context._replace(playbooks=_only(context, entries))
    for file in long:
        yield from _of_now(file, [pair for piece in _pieces(file) for pair in _in_piece(context, entries, piece)])


def _entries(context: Context) -> list[_Entry]:
    every = ((rule, detect) for rule in context.playbooks.rules for detect in rule["detect"])
    return [
        _Entry(n, rule, detect)
        for n, (rule, detect) in enumerate(every)
        if rule["class"] == _CLASS and not is_left_out(context, rule)
    ]


def _only(context: Context, entries: list[_Entry]) -> Index:
    """Return the index with the rules of `entries` alone: the literals of no other are looked for."""
    rules = {entry.rule["id"]: entry.rule for entry in entries}
    return context.playbooks._replace(rules=list(rules.values()))


def _pieces(file: FileChange) -> Iterator[FileChange]:
    """Yield a long file as short ones, each with the lines of one piece."""
    for block in file.pieces(NEW) if file.pieces else ():
        yield file._replace(binary=False, hunks=(Hunk(None, block),), pieces=None)


def _in_piece(context: Context, entries: list[_Entry], piece: FileChange) -> Iterator[tuple[int, Found]]:
    context = context._replace(change=context.change._replace(files=(piece,)))
    hay = both(context.change, context.playbooks.literals)
    for entry in entries:
        for found in entry_finds(context, entry.rule, entry.detect, hay):
            yield entry.number, found


def _of_now(file: FileChange, found: list[tuple[int, Found]]) -> list[tuple[int, Found]]:
    """Leave out what stood in the file before: nobody compares two long files line by line."""
    fresh = {one.secret for _, one in found if one.secret}
    before: Iterable[Block] = file.pieces(OLD) if fresh and file.pieces else ()
    for block in before:
        fresh -= {secret for secret in fresh if secret in block.text}
    return [(n, one) for n, one in found if not one.secret or one.secret in fresh]
