"""Questions and answers: a suggestion may use earlier answers, and all are checked before anything is written."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pairkit.errors import WrongUse
from pairkit.scaffold.render import fill

Question = Mapping[str, Any]
Ask = Callable[[Question, str], str]


def answer(
    questions: Sequence[Question], given: Mapping[str, str], facts: Mapping[str, Any], language: str, ask: Ask | None
) -> dict[str, Any]:
    """Return an answer for every question, in order.

    `given` are answers by key; `facts` is what suggestions may use; `ask` is called with a question and its suggestion
    where nothing is given, or the suggestion stands if it is None. Raises WrongUse for an unknown key or an answer that
    does not fit.
    """
    known = [question["key"] for question in questions]
    for key in given:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            raise WrongUse(
                "answer-unknown-close" if close else "answer-unknown",
                name=key,
                close="".join(close),
                known=", ".join(known),
            )
    answers: dict[str, Any] = {}
    for question in questions:
        key = question["key"]
        suggestion = fill(str(question["default"]), {**facts, **answers})
        if key in given:
            raw = given[key]
        elif ask is not None and question["asked"]:
            raw = ask(question, suggestion)
        else:
            raw = suggestion
        answers[key] = check(question, raw, language)
    return answers


def check(question: Question, raw: str, language: str) -> str | int:
    """Return the answer as a value. Raises WrongUse, saying what is expected."""
    raw = raw.strip()
    expected = question["expected"][language]
    fits = bool(raw) or question["empty"]
    if question["choices"]:
        fits, expected = raw in question["choices"], ", ".join(question["choices"])
    elif fits and question["pattern"]:
        fits = re.fullmatch(question["pattern"], raw) is not None
    if question["kind"] == "whole":
        fits = fits and raw.isdecimal()
    if not fits:
        raise WrongUse("answer-bad", name=question["key"], value=raw, expected=expected or "…")
    return int(raw) if question["kind"] == "whole" else raw


def slug(name: str) -> str:
    """Return a name for commands and packages made from what people call the project; "project" if nothing is left."""
    parts = re.findall(r"[a-z0-9]+", name.lower())
    made = "-".join(parts[:10])
    return made if made[:1].isalpha() else "-".join(["project", *parts[:9]])
