"""Ask a template's questions in a terminal."""

from __future__ import annotations

import sys

import typer

from pairkit.cli.speak import out
from pairkit.errors import WrongUse
from pairkit.scaffold.questions import Ask, Fits, check
from pairkit.scaffold.template import Question
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, pad, wrap
from pairkit.words.trouble import explain


def asking(spoken: str, fits: Fits) -> Ask:
    """Return how to ask. Raises WrongUse where there is nobody to ask."""
    if not sys.stdin.isatty():
        raise WrongUse("no-terminal")

    def ask(question: Question, suggestion: str) -> str:
        for line in choices(question, spoken):
            out(line)
        while True:
            label = clean(question["ask"][spoken])
            reply = str(typer.prompt(label, default=suggestion, show_default=bool(suggestion)))
            try:
                check(question, reply, spoken, fits)
            except WrongUse as error:
                out(explain(error, spoken))
                continue
            return reply

    return ask


def choices(question: Question, spoken: str) -> list[str]:
    """Return a line for each choice: what to type, and what it means."""
    width = max((len(choice["value"]) for choice in question["choices"]), default=0)
    return [f"  {pad(clean(choice['value']), width)}  {clean(choice[spoken])}" for choice in question["choices"]]


def agreed(spoken: str, key: str, *, default: bool) -> bool:
    """Ask a question of yes or no; False where there is nobody to ask."""
    return sys.stdin.isatty() and typer.confirm(wrap(say(spoken, key)), default=default)
