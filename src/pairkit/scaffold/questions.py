"""Questions and answers: a suggestion may use earlier answers, and all are checked before anything is written."""

from __future__ import annotations

import difflib
import keyword
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pairkit.errors import BrokenFile, WrongUse
from pairkit.scaffold.destination import is_reserved
from pairkit.scaffold.expression import BrokenExpression, fill, holds
from pairkit.scaffold.template import Question

Answer = str | int | bool | list[str]
Ask = Callable[[Question, str], str]
Fits = Callable[[str, str], bool]
_YES = {"yes", "y", "true", "네", "예"}
_NO = {"no", "n", "false", "아니요", "아니오"}
_LONGEST = 1000


def fits(pattern: str, text: str) -> bool:
    """Tell whether an answer is of the form that a shipped template wants."""
    return re.fullmatch(pattern, text) is not None


def answer(
    questions: Sequence[Question],
    given: Mapping[str, str],
    facts: Mapping[str, Any],
    language: str,
    ask: Ask | None,
    fits: Fits = fits,
) -> dict[str, Answer]:
    """Return an answer for every question, in order.

    `given` are answers by key; `facts` is what suggestions may use; `ask` is called with a question and its suggestion
    where nothing is given, or the suggestion stands if it is None. A question whose condition does not hold is not
    asked, and its suggestion stands. Raises WrongUse for an unknown key or an answer that does not fit.
    """
    _refuse_unknown(given, [question["key"] for question in questions])
    answers: dict[str, Answer] = {}
    for question in questions:
        key = question["key"]
        suggestion = suggest(question, {**facts, **answers})
        if key in given:
            raw = given[key]
        elif ask is not None and question["asked"] and _wanted(question, answers):
            raw = ask(question, suggestion)
        else:
            raw = suggestion
        answers[key] = check(question, raw, language, fits)
    return answers


def suggest(question: Question, known: Mapping[str, Any]) -> str:
    """Return what a question suggests, as one would type it."""
    default = question["default"]
    if isinstance(default, list):
        return ", ".join(default)
    if isinstance(default, bool):
        return "yes" if default else "no"
    try:
        return fill("" if default is None else str(default), known)
    except BrokenExpression as error:
        raise _misplaced(question, "default", error) from None


def _wanted(question: Question, answers: Mapping[str, Any]) -> bool:
    try:
        return all(holds(when, answers) for when in question["whens"])
    except BrokenExpression as error:
        raise _misplaced(question, "when", error) from None


def _misplaced(question: Question, what: str, error: BrokenExpression) -> BrokenFile:
    part, where = question["place"]
    return BrokenFile(error.key, path=part.path, line=part.line(f"{where}.{what}"), **error.facts)


def _refuse_unknown(given: Mapping[str, str], known: Sequence[str]) -> None:
    for key in given:
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            raise WrongUse(
                "answer-unknown-close" if close else "answer-unknown",
                name=key,
                close="".join(close),
                known=", ".join(known),
            )


def check(question: Question, raw: str, language: str, fits: Fits = fits) -> Answer:
    """Return the answer as a value of the question's kind. Raises WrongUse, saying what is expected."""
    raw = raw.strip()
    match question["kind"]:
        case "choice":
            return _one_of(question, raw)
        case "multi":
            return _some_of(question, raw, language)
        case "truth":
            return _truth(question, raw)
        case _:
            return _typed(question, raw, language, fits)


def _typed(question: Question, raw: str, language: str, fits: Fits) -> str | int:
    whole = question["kind"] == "whole"
    good = (bool(raw) or question["empty"]) and len(raw) <= _LONGEST and (raw.isdecimal() or not whole)
    if good and question["pattern"]:
        good = fits(question["pattern"], raw)
    if not good:
        raise _wrong(question, raw, question["expected"][language])
    if question["reserved"] and _is_taken(raw):
        raise WrongUse("answer-reserved", name=question["key"], value=raw)
    return int(raw) if whole else raw


def _one_of(question: Question, raw: str) -> str:
    values = [choice["value"] for choice in question["choices"]]
    if raw not in values:
        close = difflib.get_close_matches(raw, values, n=1)
        if close:
            raise WrongUse("answer-close", name=question["key"], value=raw, close=close[0], known=", ".join(values))
        raise _wrong(question, raw, ", ".join(values))
    return raw


def _some_of(question: Question, raw: str, language: str) -> list[str]:
    wanted = [part.strip() for part in raw.split(",") if part.strip()]
    for one in wanted:
        _one_of(question, one)
    if not wanted and not question["empty"]:
        raise _wrong(question, raw, question["expected"][language] or ", ".join(_values(question)))
    return [value for value in _values(question) if value in wanted]


def _values(question: Question) -> list[str]:
    return [choice["value"] for choice in question["choices"]]


def _truth(question: Question, raw: str) -> bool:
    if raw.lower() not in _YES | _NO:
        raise _wrong(question, raw, "yes, no")
    return raw.lower() in _YES


def _wrong(question: Question, raw: str, expected: str) -> WrongUse:
    return WrongUse("answer-bad", name=question["key"], value=raw[:100], expected=expected or "…")


def slug(name: str) -> str:
    """Return a name for commands and packages made from what people call the project; "project" if nothing is left.

    A name that Python or Windows keeps for itself gets a word behind it.
    """
    parts = re.findall(r"[a-z0-9]+", name.lower())
    made = "-".join(parts[:9])
    made = made if made[:1].isalpha() else "-".join(["project", *parts[:8]])
    return f"{made}-project" if _is_taken(made) else made


def _is_taken(name: str) -> bool:
    """Tell whether a program of this name would hide one of Python's own, or could not be on a Windows disk."""
    plain = name.lower().replace("-", "_")
    return keyword.iskeyword(plain) or plain in sys.stdlib_module_names or plain in _OTHERS or is_reserved(name)


_OTHERS = ("test", "tests", "pip", "setuptools", "none", "true", "false")
