"""Tests that are gone and have nothing in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, FileChange
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_test

_NAMES = {
    "py": r"^[ \t]*(?:async[ \t]+)?def[ \t]+(?P<name>test\w*)",
    "js": r"^[ \t]*(?:(?:void|await|return)[ \t]+)?(?:it|test|specify|Deno\.test)(?:\.\w+){0,3}"
    r"(?:\([^\n]{0,300}\)|`[^`]{0,2000}`)?[ \t]*"
    r"\([ \t]*(?P<quote>[\"'`])(?P<name>.{1,200}?)(?P=quote)",
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


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file with lost tests; each is named. Moved tests and tests renamed in place are none."""
    came = {name for file in context.change.files for _, name in _tests(file, NEW)}
    for path in dict.fromkeys(region.file.path for region in regions):
        file = next(file for file in files if file.path == path)
        if not (is_test(path) or is_test(file.old_path or path)):
            continue
        lost = [(line, name) for line, name in _tests(file, OLD) if name not in came]
        lost = lost[_renamed(file, lost) :]
        if lost:
            yield _found(file, lost)


def _found(file: FileChange, lost: list[tuple[int, str]]) -> Found:
    names = [name for _, name in lost]
    facts = {
        "count": len(names),
        "names": ", ".join(names[:3]) + (" …" if len(names) > 3 else ""),
        "all_names": names,
        "variant": "file" if file.status == DELETED else "tests",
    }
    return Found(file.path, lost[0][0], OLD, names[0], facts, key=" ".join(names))


def _renamed(file: FileChange, lost: list[tuple[int, str]]) -> int:
    """How many of the lost tests have a new one in the same file, which then stands in their place."""
    if file.status == DELETED:
        return 0
    old = {name for _, name in _tests(file, OLD)}
    return min(len(lost), sum(1 for _, name in _tests(file, NEW) if name not in old))


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
