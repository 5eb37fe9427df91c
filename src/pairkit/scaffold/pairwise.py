"""Few sets of answers among which every two choices meet at least once: most mistakes need no more than two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations as pairs_of

from pairkit.scaffold.template import Question

Level = str | None
"""An answer as one types it; None stands for what the question suggests."""


def levels(question: Question) -> list[Level]:
    """Return the answers of a question that are worth trying."""
    values = [choice["value"] for choice in question["choices"]]
    match question["kind"]:
        case "choice":
            return list(values)
        case "truth":
            return ["yes", "no"]
        case "multi":
            tried: list[Level] = [*values, ", ".join(values)]
            return [*tried, ""] if question["empty"] else tried
        case _:
            return [None, ""] if question["empty"] else [None]


def combinations(questions: Sequence[Question]) -> list[dict[str, str]]:
    """Return sets of answers in which each two answers of two questions stand together somewhere, in a fixed order."""
    ways = {question["key"]: levels(question) for question in questions}
    open_pairs = {
        ((one, a), (other, b)): None for one, other in pairs_of(ways, 2) for a in ways[one] for b in ways[other]
    }
    made: list[dict[str, Level]] = []
    while open_pairs or not made:
        row: dict[str, Level] = dict(next(iter(open_pairs), ()))
        for key, choices in ways.items():
            if key not in row:
                row[key] = max(choices, key=lambda level: _gain(row, key, level, ways, open_pairs))
        for pair in pairs_of(((key, row[key]) for key in ways), 2):
            open_pairs.pop(pair, None)
        made.append(row)
    return [{key: level for key, level in row.items() if level is not None} for row in made]


def _gain(
    row: Mapping[str, Level],
    key: str,
    level: Level,
    order: Mapping[str, object],
    open_pairs: Mapping[tuple[tuple[str, Level], tuple[str, Level]], None],
) -> int:
    """Return how many pairs that are still open this choice would close."""
    places = {name: number for number, name in enumerate(order)}
    count = 0
    for other, chosen in row.items():
        pair = ((other, chosen), (key, level)) if places[other] < places[key] else ((key, level), (other, chosen))
        count += pair in open_pairs
    return count
