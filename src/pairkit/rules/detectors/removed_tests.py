"""Tests that are gone and have nothing in their place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pairkit.change.model import DELETED, NEW, OLD, Change, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_test

_NAMES = {
    "py": r"^[ \t]*(?:async[ \t]+)?def[ \t]+(?P<name>test\w*)",
    "js": r"^[ \t]*(?:(?:void|await|return)[ \t]+)?(?:it|test|specify|Deno\.test)(?:\.\w+){0,3}"
    r"(?:\([^\n]{0,300}\)|`[^`]{0,2000}`)?[ \t]*"
    r"\(\s{0,80}(?P<quote>[\"'`])(?P<name>.{1,200}?)(?P=quote)",
    "go": r"^func[ \t]+(?P<name>(?:Test|Fuzz|Example)\w+)[ \t]*\("
    r"|^[ \t]+\w{1,20}\.Run\([ \t]*\"(?P<sub>[^\"\n]{1,200})\""
    r"|^[ \t]+(?:It|Specify|Entry)\([ \t]*\"(?P<spec>[^\"\n]{1,200})\"",
    "rb": r"^[ \t]*(?:it|specify|scenario|test|example|should)"
    r"[ \t]*\(?[ \t]*(?P<quote>[\"'])(?P<name>.{1,200}?)(?P=quote)"
    r"|^[ \t]*def[ \t]+(?P<sub>test_\w+)",
    "java": r"@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property)\b[^{;]{0,400}?"
    r"\b(?:void|fun|[A-Z][\w<>?]*)[ \t]+(?P<name>\w+|`[^`\n]+`)[ \t]*\(",
    "cs": r"\[(?:Test|TestCase|Fact|Theory|TestMethod)\b[^{;]{0,400}?\b(?:void|Task)[ \t]+(?P<name>\w+)[ \t]*\(",
    "rs": r"#\[(?:\w+::)?test[^\]]{0,60}\]\s{0,20}(?:async[ \t]+)?fn[ \t]+(?P<name>\w+)",
    "php": r"^[ \t]*(?:public[ \t]+)?function[ \t]+(?P<name>test\w+)"
    r"|(?:@test\b|#\[Test\])[^{;]{0,200}?\bfunction[ \t]+(?P<sub>\w+)"
    r"|^[ \t]*(?:it|test)\([ \t]*(?P<quote>[\"'])(?P<pest>.{1,200}?)(?P=quote)",
    "ex": r"^[ \t]*test[ \t]+\"(?P<name>[^\"\n]{1,200})\"",
}
_LANGUAGES = {
    "py": "py",
    **dict.fromkeys(("js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts", "vue", "svelte"), "js"),
    "go": "go",
    "rb": "rb",
    **dict.fromkeys(("java", "kt", "kts", "scala"), "java"),
    "cs": "cs",
    "exs": "ex",
    "rs": "rs",
    "php": "php",
}
_AFFIX = pattern_of(r"^test_?(?=[a-z0-9])|(?:_?(?:tests?|spec)|Tests?|Spec|IT)$")
_FUNCTION = pattern_of(r"\b(?:def|func|function|fn|fun|class|const)\s+(?:\([^)\n]{0,60}\)\s*)?(?P<name>\w+)")
_PART = pattern_of(r"[A-Z]?[a-z]{2,40}|[A-Z]{2,40}|\d{1,9}")
_SMALL = frozenset(
    (
        "test",
        "tests",
        "should",
        "when",
        "with",
        "the",
        "and",
        "for",
        "it",
        "is",
        "in",
        "to",
        "of",
        "on",
        "if",
        "not",
        "an",
    )
)
_LINE = 60
"""How long a list of names may be in a sentence that should be read at a glance."""
_TELLING = 6
"""From how many signs on a function's name says which test is about it."""
_ANY = {"", "index", "main", "init", "test", "tests", "app"}
"""Names that say nothing of what a file is about."""


class _Test(NamedTuple):
    """A test: where it begins, its name, its lines without blanks."""

    line: int
    name: str
    body: frozenset[str]


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file with lost tests; each is named. Moved tests and tests renamed in place are none."""
    change = context.change
    came = {name for file in change.files for _, name in _tests(file, NEW)}
    found: list[tuple[FileChange, list[_Test], list[_Test]]] = []
    for path in dict.fromkeys(region.file.path for region in regions):
        file = next(file for file in files if file.path == path)
        if not (is_test(path) or is_test(file.old_path or path)):
            continue
        fresh = _fresh(file)
        lost = _without_heirs([one for one in _bodies(file, OLD) if one.name not in came], fresh)
        if lost:
            found.append((file, lost, fresh))
    more = _elsewhere(change) if found else {}
    fewer = Counter(_folder(file) for file, lost, _ in found for _ in lost)
    for file, lost, fresh in found:
        names = [(one.line, one.name) for one in lost]
        beside = more.get(_folder(file), [])
        enough = len(beside) >= fewer[_folder(file)] and len(_without_heirs(lost, list(beside))) < len(lost)
        replaced = len(fresh) >= len(lost) or enough
        yield _found(file, names, "should" if replaced or _subject_went(change, file, names) else "")


def _without_heirs(lost: list[_Test], fresh: list[_Test]) -> list[_Test]:
    """Return the tests that none of the new ones stands in for; those that do are taken out of `fresh`."""
    left = []
    for one in lost:
        heir = next((other for other in fresh if _stands_in(one, other)), None)
        if heir is None:
            left.append(one)
        else:
            fresh.remove(heir)
    return left


def _stands_in(old: _Test, new: _Test) -> bool:
    """Tell whether a new test may be an old one: a name that says the same, or lines that are the same."""
    before, after = _words(old.name), _words(new.name)
    if before and after and 2 * len(before & after) >= min(len(before), len(after)):
        return True
    if not old.body:
        return True  # only its name went
    return 3 * len(old.body & new.body) >= min(len(old.body), len(new.body)) > 0


def _words(name: str) -> set[str]:
    parts = _PART.findall(name)
    return {part.lower() for part in parts if part.lower() not in _SMALL}


def _bodies(file: FileChange, side: str) -> list[_Test]:
    tests = []
    every = _tests(file, side)
    for block in file.blocks(side):
        starts = [one for one in every if block.start <= one[0] < block.start + block.length]
        lines = block.text.split("\n")
        for n, (line, name) in enumerate(starts):
            end = starts[n + 1][0] if n + 1 < len(starts) else block.start + len(lines)
            body = (one.strip() for one in lines[line - block.start + 1 : end - block.start])
            tests.append(_Test(line, name, frozenset(one for one in body if len(one) > _TELLING)))
    return tests


def _fresh(file: FileChange) -> list[_Test]:
    """Return the tests of a file that it did not have: they may stand in the place of those that went."""
    if file.status == DELETED:
        return []
    old = {name for _, name in _tests(file, OLD)}
    return [one for one in _bodies(file, NEW) if one.name not in old]


def _elsewhere(change: Change) -> dict[str, list[_Test]]:
    """Return the tests that came, by folder."""
    old = {name for file in change.files for _, name in _tests(file, OLD)}
    by_folder: dict[str, list[_Test]] = {}
    for file in change.files:
        if is_test(file.path):
            by_folder.setdefault(_folder(file), []).extend(one for one in _bodies(file, NEW) if one.name not in old)
    return by_folder


def _folder(file: FileChange) -> str:
    return file.path.rpartition("/")[0]


def _subject_went(change: Change, file: FileChange, lost: list[tuple[int, str]]) -> bool:
    """Tell whether what was tested went too: the file a file of tests is named after, or the functions of each test."""
    if file.status != DELETED:
        words = _functions_gone(change)
        return bool(words) and all(any(word in _plain(name) for word in words) for _, name in lost)
    gone = (one for one in change.files if one.status == DELETED and not is_test(one.path))
    subject = _subject(file.path)
    return subject not in _ANY and subject in {_subject(one.path) for one in gone}


def _functions_gone(change: Change) -> set[str]:
    """Return the names of functions that went from the code and came nowhere, in small letters."""
    sides: dict[str, set[str]] = {OLD: set(), NEW: set()}
    for file in change.files:
        if not is_test(file.path) and file.path.rpartition(".")[2].lower() in _LANGUAGES:
            for side, names in sides.items():
                names |= {_plain(one) for block in file.blocks(side) for one in _FUNCTION.findall(block.text)}
    return {name for name in sides[OLD] - sides[NEW] if len(name) >= _TELLING}


def _plain(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())


def _subject(path: str) -> str:
    """Return what a file is about by its name: "cart" for "test_cart.py", "CartTest.php" and "cart.ts"."""
    stem = path.rpartition("/")[2].partition(".")[0].replace("-", "_")
    return _AFFIX.sub("", stem).replace("_", "").lower()


def _found(file: FileChange, lost: list[tuple[int, str]], severity: str) -> Found:
    names = [name for _, name in lost]
    facts = {
        "count": len(names),
        "names": _shown(names),
        "all_names": names,
        "variant": "file" if file.status == DELETED else "tests",
    }
    return Found(file.path, lost[0][0], OLD, names[0], facts, key=" ".join(names), severity=severity)


def _shown(names: list[str]) -> str:
    """Return as many names as fit a line, the first one whatever its length: the whole list is in `all_names`."""
    shown = [name if len(name) <= _LINE else name[: _LINE - 1].rstrip() + "…" for name in names[:3]]
    while len(shown) > 1 and len(", ".join(shown)) > _LINE:
        shown.pop()
    return ", ".join(shown) + (" …" if len(shown) < len(names) else "")


def _tests(file: FileChange, side: str) -> list[tuple[int, str]]:
    language = _LANGUAGES.get(file.path.rpartition(".")[2].lower())
    if language is None:
        return []
    pattern = re.compile(_NAMES[language], re.MULTILINE)
    return [
        (block.line_at(match.start(group)), match[group])
        for block in file.blocks(side)
        for match in pattern.finditer(block.text)
        if (group := _group(match))
    ]


def _group(match: re.Match[str]) -> str:
    return next(name for name, value in match.groupdict().items() if value and name != "quote")
