"""Expected values that changed in the same change as the code they test."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_document, is_setting, is_test
from pairkit.rules.reading.checks import CHECK, TABLE, View, is_comment, readable_test

_CODE = pattern_of(
    r"\.(?:py|[cm]?[jt]sx?|vue|svelte|go|rb|java|kt|kts|scala|cs|php|rs|swift|dart|sql|graphql|c|cc|cpp|h|ex"
    r"|exs|html|j2|erb)$"
)
_LITERAL = pattern_of(
    r"\"(?:[^\"\\\n]|\\.){0,400}\"|'(?:[^'\\\n]|\\.){0,400}'|`(?:[^`\\\n]|\\.){0,400}`"
    r"|(?<![\w.])-?\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?\b|\b(?:True|False|None|true|false|null|nil|undefined)\b"
)
_EXPECTED_NAME = pattern_of(
    r"^\s*[\"']?(?:\w+[._])?(?:expected|want|golden|expect)\w*[\"']?\s*(?::=|=(?!=)|:)|^\s*(?:const|let|var|val"
    r"|final)\s+\w*expected\w*",
    re.IGNORECASE,
)
_ROW = pattern_of(r"(?:pytest\.param\(|[(\[]).*[)\]],?$")
_NAMES = pattern_of(r"[\"'][a-z_]\w{0,60}(?:, ?\w{1,60}){1,20}[\"'],?")  # a table's columns, in one text
_COMPARED = pattern_of(r"^\s*(?:\}\s*else\s+)?if\b.{1,300}(?:!=|==)")
_OPENS = pattern_of(  # a check's first line, after which its expected value stands
    r"(?:==|!=|\bin|\bis)\s*+[\[{(]*+\s*+$|\.(?:to|is)[A-Z]\w{0,60}\([^()]{0,400}[\[{(]{0,9}\s*+$"
    r"|[aA]ssert(?!Raises|Throws|_raises)\w{0,60}\(.{0,400}[\[{(]\s*+$"
    r"|^\s*+assert\s*+\(\s*+$|(?:Equal|JSONEq|ElementsMatch)\w{0,60}\(.{0,400}[\[{(,]\s*+$"
    r"|\beql?\b.{0,400}[\[{(]\s*+$|assertEquals?\($"
)
_SPLITS = (
    pattern_of(r"(?P<left>.{1,300}?)\s(?:==|!=|is|<=|>=|<|>|in|not in)\s(?P<right>.*)"),
    pattern_of(r"(?P<left>.{0,40}expect.{1,300}?\)?)\.(?:not\.)?(?:to|resolves|rejects)(?P<right>.*)"),
    pattern_of(r"(?P<left>.{1,300}?)\.(?:isEqualTo|should|hasSize|contains|containsExactly)(?P<right>.*)"),
)
_FEW = 5
_REACH = 150
_WORD = pattern_of(r"[a-z0-9]{3,}")
_DULL = {
    "test",
    "tests",
    "spec",
    "index",
    "main",
    "app",
    "src",
    "init",
    "utils",
    "util",
    "base",
    "api",
    "views",
    "models",
    "e2e",
    "unit",
}


class _Changed(NamedTuple):
    line: int
    old: str
    new: str
    was: str
    now: str


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a test file whose expected values changed, where the code it tests changed too."""
    code = [file for file in context.change.files if _is_code(file)]
    if not code:
        return
    touched = {region.file.path for region in regions}
    for file in files:
        if file.path not in touched or not readable_test(file):
            continue
        changed = list(_changed(file))
        tested = _tested(file, code) if changed else None
        if changed and tested:
            first = changed[0]
            facts = {
                "count": len(changed),
                "code": tested.path,
                "was": first.was[:40],
                "now": first.now[:40],
                "what": first.new[:80],
            }
            yield Found(file.path, first.line, NEW, first.new[:160], facts, key=first.old)


def _is_code(file: FileChange) -> bool:
    if file.generated or not file.hunks or is_test(file.path) or is_document(file.path) or is_setting(file.path):
        return False
    return bool(_CODE.search(file.path)) and any(
        not is_comment(line) for side in (OLD, NEW) for block in file.blocks(side) for line in block.text.split("\n")
    )


def _tested(test: FileChange, code: list[FileChange]) -> FileChange | None:
    """Return the changed code that a test most likely tests: by name, by import, or because little else changed."""
    name = re.sub(r"^test_|[._-]?(?:test|tests|spec|e2e|cy|it)$", "", _stem(test.path), flags=re.IGNORECASE).lower()
    words = set(_WORD.findall(name)) - _DULL
    for file in code:
        stem = _stem(file.path).lower()
        if stem == name or (words and words & set(_WORD.findall(stem))):
            return file
    imported = _imports(test)
    for file in code:
        stem = _stem(file.path)
        folder = file.path.rpartition("/")[0].rpartition("/")[2]
        wanted = folder if stem in ("__init__", "index", "mod") else stem
        if len(wanted) > 2 and re.search(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])", imported):
            return file
    same_folder = test.path.rpartition("/")[0]
    near = [
        file for file in code if test.path.endswith(("_test.go", ".rs")) and file.path.rpartition("/")[0] == same_folder
    ]
    return near[0] if near else code[0] if len(code) <= _FEW else None


def _imports(test: FileChange) -> str:
    parts = test.new.parts() if test.new else ()
    lines = (line for part in parts for line in part.text[:20_000].split("\n"))
    return "\n".join(
        line for line in lines if re.match(r"\s*(?:import|from|const .{1,80}require|require|use)\b|\} from", line)
    )


def _stem(path: str) -> str:
    return (
        path.rpartition("/")[2].partition(".")[0] if path.count(".") < 2 else path.rpartition("/")[2].rpartition(".")[0]
    )


def _changed(file: FileChange) -> Iterator[_Changed]:
    view = View(file, NEW)
    for hunk in file.hunks:
        if hunk.removed is None or hunk.added is None or hunk.removed.length > 400 or hunk.added.length > 400:
            continue
        old = [(n, line) for n, line in hunk.removed.lines() if _is_readable(line)]
        rest = [(n, line) for n, line in hunk.added.lines() if _is_readable(line)]
        came = {line.strip() for _, line in rest}
        for _, was in old:
            if was.strip() in came:
                continue
            shape = _LITERAL.sub("\0", was.strip())
            at = next((k for k, (_, now) in enumerate(rest) if _LITERAL.sub("\0", now.strip()) == shape), None)
            if at is None:
                continue
            number, now = rest[at]
            rest = rest[at + 1 :]
            if (
                now.strip() != was.strip()
                and not now.lstrip().startswith("@")
                and _expects(view, number, was.strip(), now.strip())
            ):
                before, after = _difference(was, now)
                yield _Changed(number, was.strip(), now.strip(), before, after)


def _is_readable(line: str) -> bool:
    return len(line) <= 1000 and not is_comment(line)


def _expects(view: View, number: int, old: str, new: str) -> bool:
    """Tell whether what differs between two lines is an expected value, not what the test puts in."""
    if CHECK.match(new):
        return _same_subject(old, new)
    if _EXPECTED_NAME.match(new) or _COMPARED.match(new):
        return True
    indent = len(view.line(number)) - len(view.line(number).lstrip())
    for line in view.above(number, _REACH):
        depth = len(line) - len(line.lstrip())
        if is_comment(line) or depth >= indent:
            continue
        indent = depth
        if CHECK.match(line) or _EXPECTED_NAME.match(line):
            return bool(_EXPECTED_NAME.match(line) or _OPENS.search(line))
        if TABLE.search(line):
            break
        if not re.search(r"[(\[{,=:]\s*$", line) or re.match(r"\s*(?:async\s+)?def |\s*class |func ", line):
            return False
    else:  # the head of a table may stand above what a patch shows
        return view.is_cut_off(number, _REACH) and bool(_ROW.match(new)) and _last_literal_differs(old, new)
    return not _NAMES.fullmatch(new) and _last_literal_differs(old, new)


def _same_subject(old: str, new: str) -> bool:
    for split in _SPLITS:
        was, now = split.match(old), split.match(new)
        if was and now:
            return bool(was["left"] == now["left"]) and was["right"] != now["right"]
    was_args, now_args = _arguments(old), _arguments(new)
    if len(was_args) < 2 or len(was_args) != len(now_args):
        return False
    return sum(a != b for a, b in zip(was_args, now_args, strict=True)) == 1


def _arguments(text: str) -> list[str]:
    """Return the arguments of the first call in a line, split at commas outside brackets and quotes."""
    inside = _LITERAL.sub(lambda match: match[0].replace(",", "\1").replace("(", "\2").replace(")", "\3"), text)
    found: list[str] = []
    depth, start = 0, inside.find("(") + 1
    for at in range(start, len(inside)):
        sign = inside[at]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if depth < 0:
                return [*found, inside[start:at].strip()]
        elif sign == "," and depth == 0:
            found.append(inside[start:at].strip())
            start = at + 1
    return [*found, inside[start:].strip()]


def _last_literal_differs(old: str, new: str) -> bool:
    was, now = _LITERAL.findall(old), _LITERAL.findall(new)
    return bool(was) and len(was) == len(now) and was[-1] != now[-1]


def _difference(old: str, new: str) -> tuple[str, str]:
    for was, now in zip(_LITERAL.findall(old), _LITERAL.findall(new), strict=False):
        if was != now:
            return was, now
    return old.strip(), new.strip()
