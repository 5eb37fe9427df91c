"""The greeting is what the golden examples say."""

import csv
from pathlib import Path

from app.greeting import greet

EXAMPLES = Path(__file__).resolve().parents[1] / "examples" / "golden.csv"


def test_it_greets_as_in_the_examples() -> None:
    """Each name of the examples stands in its greeting, once."""
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file)]
    assert names
    for name in names:
        assert greet(name).count(name) == 1
