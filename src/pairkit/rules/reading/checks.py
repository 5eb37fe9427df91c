"""Statements that check something in a test file, and the test in which each stands. Shared by the detectors here."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pairkit.change.model import NEW, OLD, Block, FileChange, Hunk
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.paths import is_test

CHECK = pattern_of(
    r"^[ \t]*(?:\}\s*)?(?:(?:await|return|async[ \t]+with|with)[ \t]+)?"
    r"(?:[\w\])\"'(\[]{1,80}\.){0,6}(?:\$\w{1,40}->(?:\w{1,40}->){0,2}|(?:self|static)::)?"
    r"(?:assert(?:[ \t]+(?!\w+[ \t]*=[^=])|\()|[Aa]ssert(?:\.\w+)+\("
    r"|(?:debug_)?assert(?:_\w+)?!\(|[Aa]ssert[A-Z_]\w*(?:\(|[ \t]+(?!=))"
    r"|expect(?:\.\w+)?[ \t]*[({]|is_expected\b|refute\w*[ (]|verify\(|andExpect\(|raises\(|warns\(|must_\w+"
    r"|should(?:\.|\(|_not\b|[ \t])|(?:assert|require)\.\w+\(|to(?:Be|Equal|Have|Match|Throw|Contain)\w*\("
    r"|is(?:Equal|Close|Null|NotNull|True|False|Empty)\w*\(|has(?:Size|Message)\w*\()"
    r"|^[ \t]*(?:[tb]\.(?:Error|Fatal|Fail)\w*|(?:pytest\.|self\.|Assert\.|Assertions\.)?fail)\("
)
_LIKE = pattern_of(
    r"assert|expect|verif|check|should|raises|refute|ensure|validat|compare|snapshot|\bt\.(?:Error|Fatal|Fail)|throw",
    re.IGNORECASE,
)
_SCOPES = {
    "py": r"^[ \t]*(?:async[ \t]+)?def[ \t]+(?P<name>\w+)",
    "js": r"^[ \t]*(?:(?:void|await)[ \t]+)?(?:it|test"
    r"|specify)(?:\.\w+){0,3}[ \t]*\([ \t]*(?P<quote>[\"'`])(?P<name>[^\n]{1,200}?)(?P=quote)"
    r"|^(?:export[ \t]+)?(?:async[ \t]+)?function[ \t]+(?P<other>\w+)",
    "go": r"^func[ \t]+(?:\([^)\n]{1,80}\)[ \t]*)?(?P<name>\w+)[ \t]*[\[(]",
    "rb": r"^[ \t]*(?:it|specify|scenario|example"
    r"|test)[ \t]*\(?[ \t]*(?P<quote>[\"'])(?P<name>[^\n]{1,200}?)(?P=quote)"
    r"|^[ \t]*def[ \t]+(?P<other>[\w.?!]+)",
    "java": r"^[ \t]*(?:@Test[ \t]+)?(?:(?:public|private|protected|static|final|suspend)[ \t]+){0,4}(?:void"
    r"|fun)[ \t]+"
    r"(?P<name>\w+|`[^`\n]+`)[ \t]*\(",
    "rs": r"^[ \t]*(?:pub[ \t]+)?(?:async[ \t]+)?fn[ \t]+(?P<name>\w+)",
    "php": r"^[ \t]*(?:(?:public|private|protected|static)[ \t]+){0,3}function[ \t]+(?P<name>\w+)[ \t]*\(",
}
_LANGUAGES = {
    **dict.fromkeys(("js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "cts", "vue", "svelte"), "js"),
    **dict.fromkeys(("java", "kt", "kts", "scala", "cs"), "java"),
}
TABLE = pattern_of(
    r"parametri[sz]e\(|\.each[(\[`]|^\s*+\w{0,60}(?:tests|[cC]ases|CASES|TESTS)\w{0,60}\s*+(?::=|=|:\s)|@(?:CsvSource"
    r"|ValueSource|MethodSource)"
)
"""What opens a table of cases that one test is run with."""
_COMMENTS = ("#", "//", "/*", "*", "--", "<!--")
_LONGEST = 25
_WIDEST = 1000
_BIGGEST = 2_000_000


class Statement(NamedTuple):
    """One check: the line where it begins, its text on one line, its test's name ("" where nothing shows it)."""

    number: int
    text: str
    test: str

    @property
    def bare(self) -> str:
        """Return the text without blanks, to compare."""
        return re.sub(r"[\s,;]+", "", self.text)


def readable_test(file: FileChange) -> bool:
    """Tell whether a file is a test that stays, and that people write."""
    return (
        bool(file.hunks) and file.old is not None and file.new is not None and not file.generated and is_test(file.path)
    )


def is_comment(line: str) -> bool:
    """Tell whether a line is empty or only a comment."""
    bare = line.strip()
    return not bare or bare.startswith(_COMMENTS)


def is_check_like(line: str) -> bool:
    """Tell whether a line may check something, a helper's call included."""
    return not is_comment(line) and bool(_LIKE.search(line))


def scopes(file: FileChange, side: str) -> list[str]:
    """Return the names of the tests and functions that begin on changed lines of a side."""
    pattern = scope_pattern(file.path)
    return [_name(match) for block in file.blocks(side) for match in pattern.finditer(block.text)]


@lru_cache(maxsize=32)
def scope_pattern(path: str) -> re.Pattern[str]:
    """Return what begins a test or a function in a file of this name, the name being a group."""
    ending = path.rpartition(".")[2].lower()
    return re.compile(_SCOPES.get(_LANGUAGES.get(ending, ending), r"(?!)(?P<name>)"), re.MULTILINE)


class View:
    """One side of a test file: what is shown of it, and where tests begin."""

    def __init__(self, file: FileChange, name: str) -> None:
        side = file.old if name == OLD else file.new
        parts = side.parts() if side is not None else ()
        self._side = name
        self._parts = [part for part in parts if len(part.text) <= _BIGGEST]
        self._hunks = file.hunks
        self._pattern = scope_pattern(file.path)

    def line(self, number: int) -> str:
        """Return a line's text, or an empty one where it is not shown."""
        part = self._part(number)
        return _lines(part)[number - part.start] if part else ""

    def above(self, number: int, most: int = 40) -> Iterator[str]:
        """Yield the lines above one, the nearest first."""
        part = self._part(number)
        if part:
            lines, at = _lines(part), number - part.start
            yield from (line[:_WIDEST] for line in reversed(lines[max(0, at - most) : at]))

    def is_cut_off(self, number: int, reach: int) -> bool:
        """Tell whether a patch hides what stands `reach` lines above a line."""
        part = self._part(number)
        return part is None or (part.start > 1 and number - part.start < reach)

    def test_at(self, number: int) -> str:
        """Return the name of the test or function in which a line stands."""
        part = self._part(number)
        if part:
            starts, names = _starts(part, self._pattern)
            n = bisect_right(starts, number) - 1
            if n >= 0:
                return names[n]
        for hunk in self._hunks:
            block = hunk.removed if self._side == OLD else hunk.added
            if block and block.start <= number < block.start + block.length:
                match = self._pattern.search(hunk.section)
                return _name(match) if match else ""
        return ""

    def shown_of(self, test: str) -> Iterator[str]:
        """Yield the lines shown of a test, from its name on, and of what decorates it."""
        for part in self._parts:
            lines = _lines(part)
            starts, names = _starts(part, self._pattern)
            for n, start in enumerate(starts):
                if names[n] == test:
                    end = starts[n + 1] if n + 1 < len(starts) else part.start + len(lines)
                    yield from lines[start - part.start : end - part.start]
                    yield from (line for line in self.above(start, 12) if line.lstrip().startswith("@"))

    def test_below(self, number: int) -> str:
        """Return the name of the test that a decorator in this line belongs to."""
        part = self._part(number)
        if part:
            starts, names = _starts(part, self._pattern)
            n = bisect_right(starts, number)
            if n < len(names):
                return names[n]
        return ""

    def checks(self, block: Block | None) -> list[Statement]:
        """Return the checks that begin on the lines of a block of this side."""
        if block is None:
            return []
        found: list[Statement] = []
        until = 0
        for number, text in block.lines():
            if number <= until or len(text) > _WIDEST or is_comment(text) or not CHECK.match(text):
                continue
            whole, until = self._statement(number, text)
            found.append(Statement(number, whole, self.test_at(number)))
        return found

    def _statement(self, number: int, text: str) -> tuple[str, int]:
        part = self._part(number)
        lines = _lines(part)[number - part.start :][:_LONGEST] if part else [text]
        taken: list[str] = []
        depth = 0
        for line in lines:
            taken.append(line.strip())
            depth += sum(map(line.count, "([{")) - sum(map(line.count, ")]}"))
            if depth <= 0:
                break
        return " ".join(taken)[:_WIDEST], number + len(taken) - 1

    def _part(self, number: int) -> Block | None:
        return next((p for p in self._parts if p.start <= number < p.start + len(_lines(p))), None)


class Pair(NamedTuple):
    """What went and what came at one place."""

    hunk: Hunk
    old: list[Statement]
    new: list[Statement]


def pairs(file: FileChange) -> list[Pair]:
    """Return the checks that went and came, place by place."""
    old, new = View(file, OLD), View(file, NEW)
    return [Pair(hunk, old.checks(hunk.removed), new.checks(hunk.added)) for hunk in file.hunks]


@lru_cache(maxsize=64)
def _lines(block: Block) -> list[str]:
    return block.text.split("\n")


@lru_cache(maxsize=64)
def _starts(block: Block, pattern: re.Pattern[str]) -> tuple[list[int], list[str]]:
    found = [(block.line_at(match.start()), _name(match)) for match in pattern.finditer(block.text)]
    return [line for line, _ in found], [name for _, name in found]


def _name(match: re.Match[str]) -> str:
    groups = match.groupdict()
    return groups.get("name") or groups.get("other") or ""
