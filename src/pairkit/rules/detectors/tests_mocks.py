"""Stand-ins that took the place of the real thing in a test that was there before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.checks import View, is_comment, readable_test, scopes

_MOCK = pattern_of(
    r"(?<![\w.])(?:mock\.|mocker\.)?patch(?:\.(?:object|dict"
    r"|multiple))?\((?!.{0,160}[.\"'][A-Z][A-Z0-9_]{2,}[\"'])|\b(?:Magic|Async"
    r"|NonCallable\w{0,8})?Mock\("
    r"|\bcreate_autospec\(|\bmonkeypatch\.setattr\((?!.{0,160}[.\"'][A-Z][A-Z0-9_]{2,}[\"'])|\bmocker\.(?:patch"
    r"|stub|Mock|MagicMock)"
    r"|\b(?:jest|vi)\.(?:mock|doMock|fn)\("
    r"|\bsinon\.(?:stub|fake|mock)\w*\("
    r"|\bpage\.route\(|\bcontext\.route\(|\bcy\.intercept\(.{1,200}[{]|\ballow(?:_any_instance_of)?\(.{1,200}receive"
    r"|(?<![\w.])(?:instance_|class_)?double\(|\bMockito\.mock\(|(?<![\w.])mock\(\w+(?:\.class"
    r"|::class)|@MockBean\b|@Mock\b"
    r"|\bNewMock\w+\(|\bnew\(?[Mm]ock\w+|&[Mm]ock\w+\{|\brespx\.|\bresponses\.add\(|\brequests_mock\b|\bnock\("
)
_MODULE = pattern_of(r"^\s*(?:jest|vi)\.(?:mock|doMock)\(\s*[\"'`][.@~/]")
_TARGET = pattern_of(
    r"^\s*(?:(?:const|let|var|val|final|async with"
    r"|with)\s+)?(?:[A-Z]\w*\s+)?(?P<name>[\w.]+)(?:,\s*\w+)?\s*(?::=|=(?!=)|\()"
)
_CALL = pattern_of(r"[\w\])]\(|\bnew\s+\w")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a test file: at the first stand-in that a test got which had none before."""
    touched = {region.file.path for region in regions}
    for file in files:
        if file.path not in touched or not readable_test(file):
            continue
        places = list(_places(file))
        if places:
            line, text, test = places[0]
            names = list(dict.fromkeys(name for _, _, name in places if name))
            facts = {
                "count": len(places),
                "names": ", ".join(names[:3]) + (" …" if len(names) > 3 else ""),
                "what": text[:80],
            }
            facts["variant"] = "named" if names else "unnamed"
            yield Found(file.path, line, NEW, text[:160], facts, key=f"{test} {text}")


def _places(file: FileChange) -> Iterator[tuple[int, str, str]]:
    """Yield line, text and test of each stand-in that is new in a test which is not."""
    new = View(file, NEW)
    young = set(scopes(file, NEW)) - set(scopes(file, OLD))
    bare = _Bare(file)
    for hunk in file.hunks:
        went, came = _mocks(hunk, OLD), _mocks(hunk, NEW)
        if len(came) <= len(went):
            continue
        for number, line in came:
            test = new.test_below(number) if line.lstrip().startswith("@") else new.test_at(number)
            if _MODULE.match(line):
                if not young and not any(_MODULE.match(gone) for gone in _shown(file)):
                    yield number, line.strip(), ""
            elif test not in young and (_stands_in(hunk, line) or bare.had_none(test)):
                yield number, line.strip(), test


class _Bare:
    """Which tests of a file had no stand-in before."""

    def __init__(self, file: FileChange) -> None:
        self._file, self._old = file, View(file, OLD)
        self._known: dict[str, bool] = {}

    def had_none(self, test: str) -> bool:
        if not test or not _is_test(test, self._file.path):
            return False
        if test not in self._known:
            lines = list(self._old.shown_of(test))
            self._known[test] = bool(lines) and not any(_MOCK.search(line) for line in lines)
        return self._known[test]


def _stands_in(hunk: Hunk, line: str) -> bool:
    """Tell whether a name that held the real thing now holds a stand-in."""
    target = _TARGET.match(line)
    if not target or hunk.removed is None or "=" not in line:
        return False
    for was in hunk.removed.text.split("\n", 200)[:200]:
        old = _TARGET.match(was)
        if old and old["name"] == target["name"] and "=" in was and _CALL.search(was) and not _MOCK.search(was):
            return not is_comment(was)
    return False


def _mocks(hunk: Hunk, side: str) -> list[tuple[int, str]]:
    block = hunk.removed if side == OLD else hunk.added
    if block is None:
        return []
    return [
        (n, line) for n, line in block.lines() if _MOCK.search(line) and not is_comment(line) and "import" not in line
    ]


def _shown(file: FileChange) -> Iterator[str]:
    for block in file.blocks(OLD):
        yield from block.text.split("\n")


def _is_test(name: str, path: str) -> bool:
    return name.lower().startswith(("test", "fuzz", "example")) or not path.endswith((".py", ".go", ".rs", ".php"))
