"""What the parts of a template say of one another: names that nobody asks for, conditions that never hold, and more."""

from __future__ import annotations

import difflib
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pairkit.project.globs import matcher, normal
from pairkit.scaffold.expression import BrokenExpression, environment, holds, names, text_names
from pairkit.scaffold.form import FACTS
from pairkit.scaffold.problem import Problem
from pairkit.scaffold.render import SUFFIX, walk
from pairkit.scaffold.template import PACKAGES, Part, Question, Template

SUGGESTING = frozenset({"folder", "slug", "git_name", "git_email", "spoken", "exists"})
"""What a suggestion may use besides earlier answers."""
_TOLD = {"facts", "zones", "ignore", "layers", "about", "template", "version", "env", "notes", "demo", "next", "extras"}
_CONDITIONED = ("env", "notes", "demo", "next", "extras", "files", *PACKAGES)


def declared(template: Template, folder: str) -> Iterator[Problem]:
    """Yield what is wrong with a template that is well formed, before anything is rendered."""
    asked: dict[str, Question] = {}
    used: set[str] = set()
    for question in template.questions:
        yield from _question(question, asked, used, folder)
        asked.setdefault(question["key"], question)
    own = template.parts[-1]
    for number, part in enumerate(template.parts, 1):
        yield from _condition(own, f"layers[{number}].when", part.when, asked, used, folder)
        yield from _texts(part, asked, used, folder)
        yield from _paths(part, folder)
        yield from _files(part, asked, used, folder)
    for key in own.data.get("defaults", {}):
        if key not in asked:
            yield _unknown(key, asked, own, folder, own.line(f"defaults.{key}"))
    for question in template.questions:
        part, where = question["place"]
        if question["key"] not in used and _is_own(part, folder):
            yield Problem("question-unused", named(part, folder), part.line(where), (("name", question["key"]),))


def _question(question: Question, asked: Mapping[str, Question], used: set[str], folder: str) -> Iterator[Problem]:
    part, where = question["place"]
    path, line, key = named(part, folder), part.line(where), question["key"]
    if key in asked or key in _TOLD or not re.fullmatch("[a-z][a-z0-9_]*", key):
        yield Problem("question-key", path, line, (("name", key),))
    if bool(question["choices"]) != (question["kind"] in ("choice", "multi")):
        yield Problem("question-choices", path, line, (("name", key), ("kind", question["kind"])))
    if question["pattern"] and not question["expected"]["en"]:
        yield Problem("question-expected", path, line, (("name", key),))
    try:
        re.compile(question["pattern"])
    except re.error as error:
        yield Problem("question-pattern", path, part.line(f"{where}.pattern"), (("name", key), ("said", str(error))))
    yield from _condition(part, f"{where}.when", question["when"], asked, used, folder)
    if isinstance(question["default"], str):
        yield from _short(part, f"{where}.default", question["default"], {*asked, *SUGGESTING}, used, folder)


def _texts(part: Part, asked: Mapping[str, Question], used: set[str], folder: str) -> Iterator[Problem]:
    """Yield what is wrong with facts, steps, and all that stands under a condition."""
    for name, text in part.data.get("facts", {}).items():
        yield from _short(part, f"facts.{name}", text, asked, used, folder)
    for kind in _CONDITIONED:
        for number, one in enumerate(part.data.get(kind, ()), 1):
            if isinstance(one, str):
                continue
            yield from _condition(part, f"{kind}[{number}].when", one.get("when", ""), asked, used, folder)
            if kind == "next":
                yield from _step(part, number, one, {*asked, *FACTS}, used, folder)


def _step(
    part: Part, number: int, step: Mapping[str, str], known: Iterable[str], used: set[str], folder: str
) -> Iterator[Problem]:
    line = part.line(f"next[{number}]")
    if ("en" in step) != ("ko" in step) or not {"en", "run"} & set(step):
        yield Problem("next-words", named(part, folder), line)
    for name in ("run", "windows", "en", "ko"):
        yield from _short(part, f"next[{number}].{name}", step.get(name, ""), known, used, folder)


def _paths(part: Part, folder: str) -> Iterator[Problem]:
    """Yield patterns of conditioned files that fit no file of the part."""
    paths = [normal(path.removesuffix(SUFFIX)) for path, _ in walk(part.folder, part.name)]
    for number, one in enumerate(part.data.get("files", ()), 1):
        for at, pattern in enumerate(one["paths"], 1):
            if not any(map(matcher(pattern), paths)):
                line = part.line(f"files[{number}].paths[{at}]")
                yield Problem("files-empty", named(part, folder), line, (("pattern", pattern),))


def _condition(
    part: Part, where: str, when: str, asked: Mapping[str, Question], used: set[str], folder: str
) -> Iterator[Problem]:
    if not when:
        return
    line = part.line(where)
    try:
        needed = names(when)
    except BrokenExpression as error:
        yield Problem(error.key, named(part, folder), line, tuple((k, str(v)) for k, v in error.facts.items()))
        return
    used |= needed
    unknown = sorted(needed - set(asked))
    yield from (_unknown(name, asked, part, folder, line) for name in unknown)
    if not unknown and not _may_hold(when, [asked[name] for name in sorted(needed)]):
        yield Problem("condition-never", named(part, folder), line, (("expression", when),))


def _may_hold(when: str, questions: Sequence[Question]) -> bool:
    """Tell whether any answers let a condition hold; where a question has no list of answers, it may."""
    values = [_values(question) for question in questions]
    if any(value is None for value in values):
        return True
    known = [question["key"] for question in questions]
    try:
        ways = itertools.islice(itertools.product(*(value or [] for value in values)), 20_000)
        return any(holds(when, dict(zip(known, way, strict=True))) for way in ways)
    except BrokenExpression:
        return False


def _values(question: Question) -> list[Any] | None:
    choices = [choice["value"] for choice in question["choices"]]
    match question["kind"]:
        case "choice":
            return choices
        case "truth":
            return [True, False]
        case "multi":
            return [[], choices, *([one] for one in choices)]
        case _:
            return None


def _short(part: Part, where: str, text: str, known: Iterable[str], used: set[str], folder: str) -> Iterator[Problem]:
    try:
        needed = text_names(text)
    except BrokenExpression as error:
        facts = tuple((k, str(v)) for k, v in error.facts.items())
        yield Problem(error.key, named(part, folder), part.line(where), facts)
        return
    used |= needed
    known = set(known)
    yield from (_unknown(name, known, part, folder, part.line(where)) for name in sorted(needed - known))


def _files(part: Part, asked: Mapping[str, Question], used: set[str], folder: str) -> Iterator[Problem]:
    """Yield what is wrong with the names that a part's files use, and files that are no templates at all."""
    import jinja2
    from jinja2 import meta

    known = {*asked, *_TOLD, *PACKAGES}
    for path, place in walk(part.folder, part.name):
        if not path.endswith(SUFFIX):
            continue
        told = os.path.relpath(place, folder) if _is_own(part, folder) else f"pairkit: layers/{part.name}/files/{path}"
        told = told.replace(os.sep, "/")
        try:
            with open(place, encoding="utf-8") as file:
                tree = environment().parse(file.read())
        except jinja2.TemplateSyntaxError as error:
            yield Problem("file-syntax", told, error.lineno, (("said", str(error.message)),))
            continue
        except UnicodeDecodeError:
            yield Problem("file-encoding", told)
            continue
        needed = meta.find_undeclared_variables(tree)
        used |= needed
        for name in sorted(needed - known):
            if name not in environment().globals:
                yield _unknown(name, known, part, folder, _line(tree, name), told)


def _line(tree: Any, name: str) -> int:
    from jinja2 import nodes

    return min((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), default=0)


def _unknown(name: str, known: Iterable[str], part: Part, folder: str, line: int, path: str = "") -> Problem:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    facts = (("name", name), ("close", close[0])) if close else (("name", name),)
    return Problem("name-unknown-close" if close else "name-unknown", path or named(part, folder), line, facts)


def _is_own(part: Part, folder: str) -> bool:
    return part.path.startswith(folder + os.sep)


def named(part: Part, folder: str) -> str:
    """Return how to name a part's YAML file: from the template's folder on, or as one that comes with pairkit."""
    if _is_own(part, folder):
        return os.path.relpath(part.path, folder).replace(os.sep, "/")
    return f"pairkit: layers/{part.name}/layer.yaml"
