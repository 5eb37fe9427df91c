"""Put entries into a JSON file that others write too, and take them out again, touching no other sign of it.

Comments and trailing commas are read and stay. An entry goes behind the last one of its list; lists that are missing
are made, each on lines of its own (or with a space behind its bracket), while an entry in an empty list that was there
before stands directly behind the bracket: so taking it out gives the file back byte for byte, from the text alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_SPACE = re.compile(r"(?:[ \t\r\n]+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
_DEEPEST = 60


class NotJson(Exception):
    """The text is no JSON, or not of the form that an entry needs. `line` counts from 1."""

    def __init__(self, line: int, where: str = "") -> None:
        super().__init__(f"line {line} {where}")
        self.line = line
        self.where = where


@dataclass(slots=True)
class Node:
    """A value and where it stands. `children` are those of an object or a list, in order.

    `key_start` is where its key begins in an object; `comma` is where the comma behind it stands, or -1.
    """

    value: Any
    start: int
    end: int
    children: list[Node] = field(default_factory=list)
    key: str = ""
    key_start: int = -1
    comma: int = -1

    @property
    def begin(self) -> int:
        """Where it begins, key included."""
        return self.start if self.key_start < 0 else self.key_start

    def child(self, key: str) -> Node | None:
        """Return the member `key` of an object; of two, the last, as every reader does."""
        return next((one for one in reversed(self.children) if one.key == key and one.key_start >= 0), None)


def parse(text: str) -> Node:
    """Return the root of a text. Raises NotJson."""
    reader = _Reader(text)
    root = reader.value(reader.skip(text.startswith("\ufeff")), 0)
    if reader.skip(root.end) != len(text):
        raise reader.wrong(reader.skip(root.end))
    return root


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text

    def wrong(self, at: int) -> NotJson:
        return NotJson(self.text.count("\n", 0, at) + 1)

    def skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def value(self, at: int, depth: int) -> Node:
        if depth > _DEEPEST:
            raise self.wrong(at)
        if self.text[at : at + 1] in ("{", "["):
            return self._several(at, depth)
        found = _STRING.match(self.text, at) or _PLAIN.match(self.text, at)
        if found is None:
            raise self.wrong(at)
        try:
            return Node(json.loads(found.group()), at, found.end())
        except ValueError:
            raise self.wrong(at) from None

    def _several(self, start: int, depth: int) -> Node:
        object_ = self.text[start] == "{"
        closing, node, at = "}" if object_ else "]", Node(None, start, start), self.skip(start + 1)
        while self.text[at : at + 1] != closing:
            child = self._member(at, depth) if object_ else self.value(at, depth + 1)
            node.children.append(child)
            at = self.skip(child.end)
            if self.text[at : at + 1] == ",":
                child.comma = at
                at = self.skip(at + 1)
            elif self.text[at : at + 1] != closing:
                raise self.wrong(at)
        node.end = at + 1
        node.value = {one.key: one.value for one in node.children} if object_ else [one.value for one in node.children]
        return node

    def _member(self, at: int, depth: int) -> Node:
        key = _STRING.match(self.text, at)
        if key is None:
            raise self.wrong(at)
        colon = self.skip(key.end())
        if self.text[colon : colon + 1] != ":":
            raise self.wrong(colon)
        child = self.value(self.skip(colon + 1), depth + 1)
        child.key, child.key_start = json.loads(key.group()), at
        return child


def members(text: str, keys: Sequence[str]) -> list[Any]:
    """Return what stands in the list at `keys`, nothing where there is none. Raises NotJson."""
    node: Node | None = parse(text)
    for n, key in enumerate(keys):
        if node is None:
            return []
        if not isinstance(node.value, dict):
            raise NotJson(_line(text, node), ".".join(keys[:n]))
        node = node.child(key)
    if node is None:
        return []
    if not isinstance(node.value, list):
        raise NotJson(_line(text, node), ".".join(keys))
    return list(node.value)


def insert(text: str, keys: Sequence[str], values: Sequence[Any]) -> str:
    """Return `text` with `values` at the end of the list at `keys`, which is made if it is missing. Raises NotJson."""
    members(text, keys)  # the form must be right before anything is written
    node, missing = parse(text), list(keys)
    while missing and (found := node.child(missing[0])) is not None:
        node = found
        missing.pop(0)
    newline = "\r\n" if "\r\n" in text else "\n"
    if not node.children:
        at = node.start + 1
        return text[:at] + _made(missing, values, None, "", newline) + text[at:]
    last, own_line = node.children[-1], _own_line(text, node.children[-1])
    before = newline + own_line if own_line is not None else " "
    unit = _unit(text)
    made = before + _made(missing, values, own_line, unit, newline)
    if last.comma >= 0:
        return text[: last.comma + 1] + made + "," + text[last.comma + 1 :]
    return text[: last.end] + "," + made + text[last.end :]


def remove(text: str, keys: Sequence[str], first: int, count: int) -> str:
    """Return `text` without `count` values from `first` on of the list at `keys`, and without lists made for them."""
    way = [parse(text)]
    for key in keys:
        found = way[-1].child(key)
        if found is None:
            return text
        way.append(found)
    whole = way.pop()
    begin, end = first, first + count
    while way and (begin, end) == (0, len(whole.children)) and _was_made(text, whole):
        parent = way.pop()
        begin = next(n for n, one in enumerate(parent.children) if one is whole)
        whole, end = parent, begin + 1
    return _without(text, whole, begin, end)


def _without(text: str, node: Node, begin: int, end: int) -> str:
    first, last = node.children[begin], node.children[end - 1]
    start = len(text[: first.begin].rstrip(" \t\r\n"))
    if last.comma >= 0:
        return text[:start] + text[last.comma + 1 :]
    if begin == 0:
        return text[:start] + text[last.end :]
    comma = node.children[begin - 1].comma
    return text[:comma] + text[comma + 1 : start] + text[last.end :]


def _was_made(text: str, node: Node) -> bool:
    """Tell whether a list or object was made together with what is in it, and holds nothing else."""
    inside = text[node.start + 1 : node.children[0].begin]
    after = text[node.children[-1].end : node.end - 1]
    return bool(inside) and not inside.strip() and not after.strip()


def _made(missing: Sequence[str], values: Sequence[Any], indent: str | None, unit: str, newline: str) -> str:
    """Return the text of `values` within new lists and objects for the keys `missing`, in lines or in one line."""
    if not missing:
        return _values(values, indent, unit, newline)
    opening, closing = ("[", "]") if len(missing) == 1 else ("{", "}")
    key = json.dumps(missing[0], ensure_ascii=False)
    deeper = None if indent is None else indent + unit
    inner = _made(missing[1:], values, deeper, unit, newline)
    if indent is None:
        return f"{key}: {opening} {inner} {closing}"
    return f"{key}: {opening}{newline}{deeper}{inner}{newline}{indent}{closing}"


def _values(values: Sequence[Any], indent: str | None, unit: str, newline: str) -> str:
    if indent is None:
        return ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
    texts = [json.dumps(value, ensure_ascii=False, indent=unit).replace("\n", newline + indent) for value in values]
    return f",{newline}{indent}".join(texts)


def _own_line(text: str, node: Node) -> str | None:
    """Return the indentation of a value that begins its line, else None."""
    line = text[text.rfind("\n", 0, node.begin) + 1 : node.begin]
    return line if not line.strip() and "\n" in text[: node.begin] else None


def _unit(text: str) -> str:
    found = re.search(r"\n([ \t]+)\S", text)
    return found.group(1) if found and len(found.group(1)) <= 8 else "  "


def _line(text: str, node: Node) -> int:
    return text.count("\n", 0, node.start) + 1


def fresh(data: Mapping[str, Any]) -> str:
    """Return the text of a new file."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
