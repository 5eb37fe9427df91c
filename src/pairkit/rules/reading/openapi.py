"""Read what a changed OpenAPI description asks of its users that it did not ask before, from YAML or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pairkit.change.model import NEW, Block, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of

_KEY = pattern_of(
    r"^(?P<indent>\s*)(?P<item>- +)?[\"']?(?P<key>[\w/{}$.:*-]{1,200}?)[\"']?\s*:(?:\s+(?P<value>.*?))?,?\s*$"
)
_ITEM = pattern_of(r"^(?P<indent>\s*)(?:- +)?[\"']?(?P<value>[^\"'\s:\[\]{},]{1,120})[\"']?,?\s*$")
_LIST = pattern_of(r"[\"']?([\w.-]{1,120})[\"']?")
_FRAME = {"parameters", "requestBody", "content", "schema", "properties", "required", "items", "allOf", "enum"}
"""Keys that stand around what an interface asks, and name nothing themselves."""
_WIDENED = {("integer", "number")}
_LOWER = {"maxLength", "maximum", "maxItems", "exclusiveMaximum"}
_HIGHER = {"minLength", "minimum", "minItems", "exclusiveMinimum"}

_HIGHEST = 500
"""So many lines above are looked at: a longer list says nothing that a person would read."""

Asked = tuple[int, str]
"""A line of the new side, and what it asks for."""


def demands(file: FileChange) -> Iterator[Asked]:
    """Yield what must be given now, and what is taken in fewer forms than before."""
    changed = {number for block in file.blocks(NEW) for number, _ in block.lines()}
    for block in file.new.parts() if file.new else ():
        lines = block.text.split("\n")
        for at in range(len(lines)):
            if block.start + at in changed:
                name = _needed(lines, at, block, changed, file)
                if name:
                    yield block.start + at, name
    for hunk in file.hunks:
        if hunk.removed and hunk.added:
            yield from _narrowed(hunk)


def _needed(lines: list[str], at: int, block: Block, changed: set[int], file: FileChange) -> str | None:
    """Return what a changed line makes necessary, in something that was there already."""
    key, item = _KEY.match(lines[at]), _ITEM.match(lines[at])
    if not item and not (key and key["key"] == "required"):
        return None
    above = list(_above(lines, at))
    fresh = any(block.start + n in changed and name not in _FRAME and not listed for n, name, listed in above)
    if fresh or any(name == "responses" for _, name, _ in above):
        return None
    if key and key["key"] == "required":
        if key["value"] == "true":
            return _named(lines, at) or next((name for _, name, listed in above if not listed), "") or "required"
        now = set(_LIST.findall(key["value"] or ""))
        was = {one for hunk in file.hunks if hunk.removed for one in _listed(hunk.removed.text)}
        return next(iter(sorted(now - was)), None) if (key["value"] or "").startswith("[") else None
    gone = {line.strip().strip("-, \"'") for hunk in file.hunks if hunk.removed for _, line in hunk.removed.lines()}
    if item and above and above[0][1] == "required" and item["value"] not in gone:
        return item["value"]
    return None


def _listed(text: str) -> Iterator[str]:
    for match in re.finditer(r"required[\"']?\s*:\s*\[([^\]\n]*)", text):
        yield from _LIST.findall(match[1])


def _named(lines: list[str], at: int) -> str | None:
    """Return the `name` that stands beside a parameter's `required`."""
    near = (_KEY.match(line) for line in lines[max(0, at - 5) : at + 4])
    return next((key["value"].strip("\"',") for key in near if key and key["key"] == "name" and key["value"]), None)


def _above(lines: list[str], at: int) -> Iterator[tuple[int, str, bool]]:
    """Yield the keys that a line stands under, nearest first: index, name, whether it begins an item of a list.

    In YAML the items of a list may stand as far left as its key.
    """
    depth = len(lines[at]) - len(lines[at].lstrip())
    listed = lines[at].lstrip().startswith("- ")
    for n in range(at - 1, max(-1, at - _HIGHEST), -1):
        key = _KEY.match(lines[n])
        own = len(lines[n]) - len(lines[n].lstrip())
        if not lines[n].strip() or (key is None and not lines[n].lstrip().startswith("- ")):
            continue
        starts = lines[n].lstrip().startswith("- ")
        if own < depth or (own == depth and listed and not starts):
            depth, listed = own, starts
            if key is not None:
                yield n, key["key"], starts


def _narrowed(hunk: Hunk) -> Iterator[Asked]:
    """Yield the values that are taken in fewer forms, where one line took the place of another."""
    if hunk.removed is None or hunk.added is None:
        return
    old, new = _placed(hunk.removed), _placed(hunk.added)
    for place, found in new.items():
        if len(found) != 1 or len(old.get(place, ())) != 1:
            continue  # which of them took whose place cannot be told
        (_, was), (number, now) = old[place][0], found[0]
        if place[-1] == "format" and (*place[:-1], "type") in new:
            continue  # the type says it
        if was and now and was != now and _is_less(place[-1], was, now):
            yield number, f"{place[-1]}: {now}"[:60]


def _placed(block: Block) -> dict[tuple[str, ...], list[tuple[int, str]]]:
    """Return lines and values of a hunk's keys, by their depth and the names that they stand under in it."""
    found: dict[tuple[str, ...], list[tuple[int, str]]] = {}
    above: list[tuple[str, str]] = []
    for number, line in block.lines():
        key = _KEY.match(line)
        if key is None:
            continue
        while above and len(above[-1][0]) >= len(key["indent"]):
            above.pop()
        value = (key["value"] or "").strip("\"',")
        place = (key["indent"], *(name for _, name in above), key["key"])
        found.setdefault(place, []).append((number, value))
        above.append((key["indent"], key["key"]))
    return found


def _is_less(key: str, was: str, now: str) -> bool:
    if key in ("type", "format", "pattern"):
        return (was, now) not in _WIDENED
    if key == "enum":
        return bool(set(_LIST.findall(was)) - set(_LIST.findall(now)))
    if key == "nullable":
        return now == "false"
    if key in _LOWER | _HIGHER:
        numbers = [re.fullmatch(r"-?\d+(?:\.\d+)?", one) for one in (was, now)]
        return all(numbers) and (float(now) < float(was)) == (key in _LOWER)
    return key == "additionalProperties" and (was, now) == ("true", "false")
