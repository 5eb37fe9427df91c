"""How to cut a change that is too big: by who answers for what, and by which file needs which."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.checklist.document import NOBODY, Part, Touched
from pairkit.project.zones import CLOSED, DEVELOPER, MAKER
from pairkit.rules.paths import is_document, is_test

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<py>\.{0,3}[\w.]*)[ \t]+import[ \t]+(?P<names>[^\n]{0,200})|import[ \t]+(?P<plain>[\w.]+))"
    r"|(?:from|require\(|import\(|import)[ \t]*[\"'](?P<js>[./@~][^\"'\n]{0,200})[\"']"
    r"|\{%-?[ \t]*(?:extends|include|import|from)[ \t]+[\"'](?P<page>[^\"'\n]{1,200})[\"']"
    r"|(?:TemplateResponse|render_template|render)\([^\n\"']{0,80}[\"'](?P<shown>[^\"'\n]{1,200}\.html)[\"']",
    re.MULTILINE,
)
_ENDINGS = ("", ".py", "/__init__.py", ".ts", ".tsx", ".js", ".jsx", ".vue", "/index.ts", "/index.tsx", "/index.js")
_ORDER = {CLOSED: 0, DEVELOPER: 1, "": 2, "shared": 2, MAKER: 3}
_LONGEST = 200_000
_MOST = 400
_TEST_NAME = re.compile(r"^(?:test_)?(.+?)(?:_test|[._-](?:test|spec))?$")


def split(files: Sequence[FileChange], touched: Sequence[Touched], limit: int) -> tuple[Part, ...]:
    """Return the parts, in an order in which each can be merged; none where one part is all there is.

    `limit` is how many changed lines can be looked at with care. Files of one owner that need each other stay
    together, a test goes with what it tests, and a part grows up to the limit.
    """
    counted = {one.path: one for one in touched if one.reading != NOBODY}
    if len(counted) < 2 or len(counted) > _MOST:
        return ()
    needs = _needs([file for file in files if file.path in counted])
    groups = _joined(counted, needs)
    parts = _filled(groups, counted, needs, limit)
    return _numbered(parts, counted, needs) if len(parts) > 1 else ()


def _needs(files: Sequence[FileChange]) -> dict[str, set[str]]:
    """Return, for each file, the others of the change that it imports, includes or tests."""
    known = {file.path for file in files}
    stems = {posixpath.splitext(posixpath.basename(path))[0]: path for path in known if not is_test(path)}
    return {file.path: _needed_by(file, known, stems) - {file.path} for file in files}


def _needed_by(file: FileChange, known: set[str], stems: Mapping[str, str]) -> set[str]:
    found: set[str] = set()
    for text in _texts(file):
        for match in _IMPORT.finditer(text):
            found.update(_targets(file.path, match, known))
    if is_test(file.path):
        name = posixpath.splitext(posixpath.basename(file.path))[0]
        tested = stems.get((_TEST_NAME.match(name) or [name, name])[1])
        if tested:
            found.add(tested)
    return found


def _texts(file: FileChange) -> Iterable[str]:
    side, name = (file.old, OLD) if file.new is None else (file.new, NEW)
    blocks = side.parts() if side is not None and side.complete else file.blocks(name)
    return [block.text[:_LONGEST] for block in blocks]


def _targets(path: str, match: re.Match[str], known: set[str]) -> Iterable[str]:
    folder = posixpath.dirname(path)
    if match["js"]:
        relative = match["js"].lstrip("@~/") if match["js"][0] in "@~/" else posixpath.join(folder, match["js"])
        return _ending(posixpath.normpath(relative), known, inside=match["js"][0] in "@~/")
    if match["page"] or match["shown"]:
        name = match["page"] or match["shown"]
        return [one for one in known if one == name or one.endswith("/" + name)]
    module = match["py"] if match["py"] is not None else match["plain"]
    dots = len(module) - len(module.lstrip("."))
    top = folder
    for _ in range(dots - 1):
        top = posixpath.dirname(top)
    place = posixpath.join(top if dots else "", *module.lstrip(".").split("."))
    names = re.findall(r"\w+", match["names"] or "")
    found = [one for name in names for one in _ending(posixpath.join(place, name), known, inside=not dots)]
    return [*found, *_ending(place, known, inside=not dots)]


def _ending(place: str, known: set[str], *, inside: bool) -> list[str]:
    if not place:
        return []
    exact = [place + ending for ending in _ENDINGS if place + ending in known]
    if exact or not inside:
        return exact
    return [one for ending in _ENDINGS if ending for one in known if one.endswith(f"/{place}{ending}")]


def _kind(file: Touched) -> str:
    """Return what a file is, for the part it goes into: an owner's area, or words, or the rest."""
    if file.zone in (CLOSED, DEVELOPER):
        return file.zone
    if file.zone == MAKER or is_document(file.path):
        return "words"
    return "code"


def _joined(counted: Mapping[str, Touched], needs: Mapping[str, set[str]]) -> list[set[str]]:
    """Put files of one kind that need each other into one group."""
    group = {path: {path} for path in counted}
    for path, others in needs.items():
        for other in others:
            if _kind(counted[path]) == _kind(counted[other]) and group[path] is not group[other]:
                merged = group[path] | group[other]
                group.update(dict.fromkeys(merged, merged))
    unique = {id(one): one for one in group.values()}
    return list(unique.values())


def _filled(
    groups: list[set[str]], counted: Mapping[str, Touched], needs: Mapping[str, set[str]], limit: int
) -> list[set[str]]:
    """Fill parts with groups of one kind, near folders together, up to the limit; a group is never torn."""
    order = {"closed": 0, "developer": 1, "code": 2, "words": 3}
    groups.sort(key=lambda group: (order[_kind(counted[min(group)])], min(group)))
    parts: list[set[str]] = []
    kinds: list[str] = []
    for group in groups:
        kind = _kind(counted[min(group)])
        if kinds and kinds[-1] == kind and _lines(parts[-1] | group, counted) <= limit:
            parts[-1] |= group
        else:
            parts.append(set(group))
            kinds.append(kind)
    return _in_order(parts, needs)


def _in_order(parts: list[set[str]], needs: Mapping[str, set[str]]) -> list[set[str]]:
    """Put a part behind the parts it needs; where two need each other, the order of kinds stands."""
    left, done = list(parts), list[set[str]]()
    while left:
        ready = next((part for part in left if not (_needed(part, needs) & set().union(*left) - part)), left[0])
        done.append(ready)
        left.remove(ready)
    return done


def _needed(part: set[str], needs: Mapping[str, set[str]]) -> set[str]:
    return set().union(*(needs[path] for path in part)) - part


def _numbered(parts: list[set[str]], counted: Mapping[str, Touched], needs: Mapping[str, set[str]]) -> tuple[Part, ...]:
    made = []
    for number, part in enumerate(parts):
        wanted = _needed(part, needs)
        after = tuple(n for n in range(number) if parts[n] & wanted)
        made.append(Part(_kind(counted[min(part)]), tuple(sorted(part)), _lines(part, counted), after))
    return tuple(made)


def _lines(paths: Iterable[str], counted: Mapping[str, Touched]) -> int:
    return sum(counted[path].added + counted[path].removed for path in paths)
