"""How near two places of a literal can be to each other."""

from __future__ import annotations


def stride(literal: str) -> int:
    """Return how many signs after one place of `literal` the next is looked for.

    That is where it can stand again at the earliest ("akia" in "akiakia"), but not less than half its length: a row of
    dashes would be a place at each of them.
    """
    border = next((at for at in range(1, len(literal)) if literal.startswith(literal[at:])), len(literal))
    return border if 2 * border >= len(literal) else len(literal)


def is_found_everywhere(literal: str) -> bool:
    """Tell whether no place of `literal` is passed over by going on at its `stride`."""
    return not any(literal.startswith(literal[at:]) for at in range(1, stride(literal)))
