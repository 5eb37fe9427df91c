"""Read YAML strictly against a described form, so that a slip becomes one clear sentence with a line number.

YAML's surprises are refused instead of guessed at: a key given twice, `no` that means false, a key nobody knows.
A form is data: `Text`, `Whole`, `Truth`, `Items`, `Table` and `Record`; reading returns plain Python values.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml

from pairkit.errors import BrokenFile

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 20
_PLAIN_NUMBER = re.compile(r"0|[1-9]\d{0,8}")
_SURPRISING = {"yes", "no", "on", "off", "y", "n"}
_TEXT, _NULL, _TRUTH, _WHOLE = (f"tag:yaml.org,2002:{name}" for name in ("str", "null", "bool", "int"))


@dataclass(frozen=True, slots=True)
class Text:
    """A text; `choices` limits it, `empty` allows the empty one."""

    choices: tuple[str, ...] = ()
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` on."""

    least: int = 0


@dataclass(frozen=True, slots=True)
class Truth:
    """true or false, and no other spelling."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list of `of`."""

    of: Form


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping whose keys the writer chooses, each with a value of form `of`."""

    of: Form


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys. `needs` must be there, `may` can be, `defaults` fill what is not."""

    needs: Mapping[str, Form] = field(default_factory=dict)
    may: Mapping[str, Form] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Either:
    """The first form that fits the kind of the node (a text or a list, say)."""

    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Scalar:
    """Any single plain value: text, whole number, truth."""


@dataclass(frozen=True, slots=True)
class Anything:
    """Plain values of any form, for what another program defines (ast-grep's rules)."""


Form = Anything | Text | Whole | Truth | Items | Table | Record | Either | Scalar


def read(text: str, path: str, form: Form) -> Any:
    """Return the document in `text` as plain values of `form`.

    `path` is only for the words. Raises BrokenFile with `path`, `line` and what is wrong.
    """
    return _Reading(path).value(_document(text, path), form, "")


def read_all(text: str, path: str, form: Form) -> tuple[Any, list[BrokenFile]]:
    """Return what `read` returns and every slip in the document, for whoever writes it; a broken value is left out."""
    try:
        node = _document(text, path)
    except BrokenFile as error:
        return None, [error]
    reading = _Reading(path, every=True)
    return reading.value(node, form, ""), sorted(reading.found, key=lambda one: int(str(one.facts["line"])))


def line_of(text: str, where: str) -> int:
    """Return the line of a value in a document that was read, by the name that errors give it: `questions[2].when`."""
    node = _composed(text)
    line = 1
    for part in re.findall(r"[^.\[\]]+", where):
        if isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) <= len(node.value):
            node = node.value[int(part) - 1]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == part), None)
        else:
            node = None
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


@lru_cache(maxsize=1)
def _composed(text: str) -> Any:
    """Return the nodes of a document; one with many slips is asked for the line of each."""
    return yaml.compose(text, Loader=_Loader)


def _document(text: str, path: str) -> Any:
    try:
        _refuse_bombs(text, path)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line, text.removesuffix("\n").count("\n")) + 1 if mark else 1
        raise BrokenFile("yaml-broken", path=path, line=line, problem=str(error.problem or "")) from None
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise BrokenFile("yaml-unreadable", path=path, line=line) from None
    if node is None:
        raise BrokenFile("yaml-empty", path=path, line=1)
    return node


def _refuse_bombs(text: str, path: str) -> None:
    """Refuse what would exhaust the reader: aliases make ten lines a billion, nesting overflows its stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise BrokenFile("yaml-alias", path=path, line=line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise BrokenFile("yaml-too-deep", path=path, line=line)


class _Reading:
    """One walk over a document; holds the path for the words, and what was `found` where `every` slip is wanted."""

    def __init__(self, path: str, *, every: bool = False) -> None:
        self.path = path
        self.every = every
        self.found: list[BrokenFile] = []

    def fail(self, key: str, node: Any, where: str, **facts: object) -> BrokenFile:
        place = where or self.path.rpartition("/")[2]  # of the document as a whole its name is said
        return BrokenFile(key, path=self.path, line=node.start_mark.line + 1, where=place, **facts)

    def report(self, error: BrokenFile) -> None:
        """Raise the error, or go on where every slip is wanted."""
        if not self.every:
            raise error
        self.found.append(error)

    def value(self, node: Any, form: Form, where: str) -> Any:
        try:
            return self.formed(node, form, where)
        except BrokenFile as error:
            self.report(error)
            return None

    def formed(self, node: Any, form: Form, where: str) -> Any:
        match form:
            case Record():
                return self.record(node, form, where)
            case Table(of):
                return {key: self.value(value, of, _join(where, key)) for key, _, value in self.pairs(node, where)}
            case Items(of):
                if not isinstance(node, yaml.SequenceNode):
                    raise self.fail("yaml-not-a-list", node, where)
                return [self.value(item, of, f"{where}[{n}]") for n, item in enumerate(node.value, 1)]
            case Anything():
                return self.anything(node, where)
            case Either(forms):
                return self.either(node, forms, where)
            case _:
                return self.scalar(node, form, where)

    def anything(self, node: Any, where: str) -> Any:
        if isinstance(node, yaml.MappingNode):
            return {key: self.anything(value, _join(where, key)) for key, _, value in self.pairs(node, where)}
        if isinstance(node, yaml.SequenceNode):
            return [self.anything(item, where) for item in node.value]
        return self.plain(node, where)

    def either(self, node: Any, forms: tuple[Form, ...], where: str) -> Any:
        kinds = {Items: yaml.SequenceNode, Record: yaml.MappingNode, Table: yaml.MappingNode}
        for form in forms:
            if isinstance(node, kinds.get(type(form), yaml.ScalarNode)):
                return self.value(node, form, where)
        return self.value(node, forms[0], where)

    def pairs(self, node: Any, where: str) -> list[tuple[str, Any, Any]]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail("yaml-not-a-table", node, where)
        seen: dict[str, int] = {}
        pairs = []
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.fail("yaml-odd-key", key, where)
            if key.value in seen:
                raise self.fail("yaml-twice", key, where, name=key.value, first=seen[key.value])
            seen[key.value] = key.start_mark.line + 1
            pairs.append((key.value, key, value))
        return pairs

    def record(self, node: Any, form: Record, where: str) -> dict[str, Any]:
        known = {**form.needs, **form.may}
        result = dict(form.defaults)
        for name, key, value in self.pairs(node, where):
            if name not in known:
                close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
                kind = "yaml-unknown-key-close" if close else "yaml-unknown-key"
                near = close[0] if close else ""
                self.report(self.fail(kind, key, where, name=name, close=near, known=", ".join(known)))
                continue
            result[name] = self.value(value, known[name], _join(where, name))
        for name in form.needs:
            if name not in result:
                self.report(self.fail("yaml-missing-key", node, where, name=name))
        return result

    def scalar(self, node: Any, form: Form, where: str) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            raise self.fail("yaml-not-one-value", node, where)
        plain = not node.style  # None or an empty text, by the reader
        if plain and node.value.lower() in _SURPRISING:
            raise self.fail("yaml-surprising", node, where, value=node.value)
        match form:
            case Truth():
                if not _is_truth(node):
                    raise self.fail("yaml-not-truth", node, where, value=node.value)
                return node.value.lower() == "true"
            case Whole(least):
                return self.whole(node, least, where)
            case Scalar():
                return self.plain(node, where)
            case Text(choices, empty):
                return self.text(node, choices, empty, where)
        raise AssertionError(form)

    def plain(self, node: Any, where: str) -> str | int | bool | None:
        if node.tag == _TRUTH and not _is_truth(node):
            raise self.fail("yaml-not-truth", node, where, value=node.value)
        if _is_truth(node):
            return bool(node.value.lower() == "true")
        if node.tag == _WHOLE and not _is_whole(node):
            raise self.fail("yaml-not-a-number", node, where, value=node.value[:20], least=0)
        if node.tag == _WHOLE:
            return int(node.value)
        return None if node.tag == _NULL else str(node.value)

    def whole(self, node: Any, least: int, where: str) -> int:
        if not _is_whole(node) or int(node.value) < least:
            raise self.fail("yaml-not-a-number", node, where, value=node.value[:20], least=least)
        return int(node.value)

    def text(self, node: Any, choices: tuple[str, ...], empty: bool, where: str) -> str:
        value = "" if node.tag == _NULL else str(node.value)
        if not value and not empty:
            raise self.fail("yaml-empty-text", node, where)
        if choices and value not in choices:
            raise self.fail("yaml-not-a-choice", node, where, value=value, choices=", ".join(choices))
        return value


def _is_whole(node: Any) -> bool:
    """`010` is eight in YAML and ten to a person: only the plain way to write a number is one."""
    return node.tag == _WHOLE and _PLAIN_NUMBER.fullmatch(node.value) is not None


def _is_truth(node: Any) -> bool:
    return node.tag == _TRUTH and node.value.lower() in ("true", "false")


def _join(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
