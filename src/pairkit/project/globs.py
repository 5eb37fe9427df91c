"""Path patterns as people write them: `content/**`, `*.md`, `app/pages/`.

As in `.gitignore`, a pattern without a slash matches at any depth, one that ends in a slash means all below it, and a
leading slash pins it to the top. `*` and `?` stay within one name; `**` crosses folders. Paths and patterns are
compared in one Unicode form, since macOS hands out Hangul in pieces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

Match = Callable[[str], bool]
_WILD = re.compile(r"[*?\[]")
_MORE_THAN_STARS = re.compile(r"[?\[/]|\*\*")
_REST, _ANY, _FOLDERS = _STARS = ("[^/]*", ".*", "(?:[^/]+/)*")
"""What stars become: the rest of a name, anything, whole folders."""
_FEW = 3
"""So many stars go into one expression; over more of them `re` could try every way to share a path out."""
_LONG = 256
"""From so many letters on, even over few stars."""
_LONGEST = 4096
"""No system has a longer path, so a longer pattern with wild cards fits none."""


def normal(path: str) -> str:
    """Return `path` in the form in which paths are compared (NFC)."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


@lru_cache(maxsize=2048)
def matcher(pattern: str) -> Match:
    """Return a function that tells whether a path (in `normal` form) fits `pattern`."""
    glob = anchored(pattern)
    if not _WILD.search(glob):
        return glob.__eq__
    return _wild(glob) if len(glob) <= _LONGEST else lambda _: False


def _wild(glob: str) -> Match:
    """Return a match for an anchored pattern: a pattern of `re` only where nothing simpler will do."""
    head, tail = glob[:-3], glob[3:]
    if glob.startswith("**/") and glob.endswith("/**") and not _WILD.search(glob[3:-3]):
        folder = glob[3:-2]
        return lambda path: path.startswith(folder) or "/" + folder in path
    if glob.endswith("/**") and not _WILD.search(head):
        prefix = head + "/"
        return lambda path: path.startswith(prefix)
    if glob.startswith("**/") and not _WILD.search(tail):
        inner = "/" + tail
        return lambda path: path == tail or path.endswith(inner)
    if glob.startswith("**/*") and not _WILD.search(glob[4:]) and "/" not in glob[4:]:
        suffix = glob[4:]
        return lambda path: path.endswith(suffix)
    if glob.startswith("**/") and glob.isascii() and not _MORE_THAN_STARS.search(glob[3:]):
        return _starred(glob[3:].split("*"))
    return _expressed(_pieces(glob))


def _starred(parts: list[str]) -> Match:
    """Return a match for a file's name with stars between `parts`: many at each commit, so none is worth compiling."""
    first, *between, last = parts

    def match(path: str) -> bool:
        name = path[path.rfind("/") + 1 :]
        if not name.startswith(first) or not name.endswith(last):
            return False
        at, end = len(first), len(name) - len(last)
        for part in between:
            at = name.find(part, at, end)
            if at < 0:
                return False
            at += len(part)
        return at <= end

    return match


def any_matches(patterns: Iterable[str], path: str) -> bool:
    """Tell whether `path` (in `normal` form) fits one of `patterns`."""
    return any(matcher(pattern)(path) for pattern in patterns)


def specificity(pattern: str) -> tuple[int, int, int, int]:
    """Return how exactly a pattern names its files; the greater wins.

    Whole names count first, then letters, then how few `**` there are, then how deep it goes.
    """
    parts = anchored(pattern).split("/")
    names = [name for name in parts if name != "**"]
    exact = sum(1 for name in names if not _WILD.search(name))
    return exact, sum(len(_WILD.sub("", name)) for name in names), len(names) - len(parts), len(names)


def anchored(pattern: str) -> str:
    """Return a pattern as it is compared: from the top of the project, a folder as all that is below it."""
    glob = normal(pattern.strip()).removeprefix("./")
    below = "/**" if glob.endswith("/") else ""
    glob = glob.rstrip("/")
    if glob.startswith("/"):
        return glob[1:] + below
    return (glob if "/" in glob else "**/" + glob) + below


def _pieces(glob: str) -> list[str]:
    """Return a pattern as expressions to be put together: one for each run of stars, one for what stands between."""
    out: list[str] = []
    between: list[str] = []
    at = 0
    while at < len(glob):
        star, length = _star_at(glob, at)
        if star:
            out += ["".join(between), star]
            between = []
            at += length
        elif glob[at] == "[" and (end := glob.find("]", at + 2)) > 0 and glob[at + 1 : end] not in ("!", "^"):
            between.append(_set(glob[at + 1 : end]))
            at = end + 1
        else:
            between.append("[^/]" if glob[at] == "?" else re.escape(glob[at]))
            at += 1
    return [*out, "".join(between)]


def _star_at(glob: str, at: int) -> tuple[str, int]:
    """Return what a run of stars at a place becomes, and its length; "" where none is."""
    if glob.startswith("**/", at) and (at == 0 or glob[at - 1] == "/"):
        return _FOLDERS, 3
    if glob.startswith("**", at):
        return _ANY, 2
    return (_REST, 1) if glob[at] == "*" else ("", 0)


def _expressed(pieces: list[str]) -> Match:
    slowly = _step_by_step(pieces)
    if sum(piece in _STARS for piece in pieces) > _FEW:
        return slowly
    compiled = re.compile("".join(pieces), re.DOTALL)
    return lambda path: compiled.fullmatch(path) is not None if len(path) < _LONG else slowly(path)


def _step_by_step(pieces: list[str]) -> Match:
    """Return what the expression would say, in a time that grows with path times pattern and no faster.

    After each piece it holds all places that the path can be read up to.
    """

    def fits(path: str) -> bool:
        places = {0}
        for piece in pieces:
            if piece in _STARS:
                places = _reached(path, places, piece)
            elif piece:
                step = re.compile(piece, re.DOTALL)
                places = {found.end() for at in places if (found := step.match(path, at))}
        return len(path) in places

    return fits


def _reached(path: str, places: set[int], stars: str) -> set[int]:
    """Return where a path can be read up to after stars that begin at one of `places`."""
    first = min(places, default=len(path))
    if stars == _ANY and places:
        return set(range(first, len(path) + 1))
    found, slash = set(places), -1
    for at in range(first, len(path)):
        if at not in found:
            continue
        if slash < at:
            slash = path.find("/", at)
            slash = len(path) if slash < 0 else slash
        if stars == _REST and at < slash:
            found.add(at + 1)
        elif stars == _FOLDERS and at < slash < len(path):
            found.add(slash + 1)
    return found


def _set(inside: str) -> str:
    """Return the expression for one letter among some: `[abc]`, `[a-c]`, `[!abc]`. A slash is never among them."""
    negated = inside[0] in "!^"
    letters = inside[1:] if negated else inside
    if len(letters) == 3 and letters[1] == "-":
        if letters[0] > letters[2]:
            return "[^/]" if negated else "(?!)"
        among = f"{re.escape(letters[0])}-{re.escape(letters[2])}"
    else:
        among = "".join(re.escape(letter) for letter in letters)
    return f"(?!/)[{'^' if negated else ''}{among}]"
