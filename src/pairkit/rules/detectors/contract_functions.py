"""Public functions that went or must be called otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, Change, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import is_test
from pairkit.rules.reading.lost import JS, Lost, compiled, findings


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses something of this kind."""
    return findings(context, files, regions, _lost_functions)


_FUNCTIONS = {
    "py": r"^(?:async[ \t]+)?(?:def"
    r"|class)[ \t]+(?P<k>[A-Za-z]\w*)[ \t]*(?:\((?P<a>[^()]*(?:\([^()]*\)[^()]*){0,20})\))?",
    "js": r"^export[ \t]+(?:default[ \t]+)?(?:async[ \t]+)?(?:function\*?|class"
    r"|const|interface|type|enum)[ \t]+(?P<k>\w+)"
    r"(?:[ \t]*(?:<[^>\n]{0,80}>)?\((?P<a>[^()]*(?:\([^()]*\)[^()]*){0,20})\))?",
    "go": r"^func[ \t]+(?:\([^)]*\)[ \t]*)?(?P<k>[A-Z]\w*)\((?P<a>[^()]*(?:\([^()]*\)[^()]*){0,20})\)",
}
_QUIET_FUNCTION = pattern_of(r"(?i)^(?:test|migrate|forwards?|backwards?|upgrade|downgrade|main|up|down|Migration$)")


_HANDLER = pattern_of(
    r"^@[\w.]{1,80}\.(?:route|api_route|get|post|put|patch|delete"
    r"|websocket)\([^\n]*\n(?:@[^\n]*\n)*\Z",
    re.MULTILINE,
)
"""What stands above a function that answers at an address: its loss is told as that of the address."""


def _lost_functions(context: Context, file: FileChange) -> Iterator[Lost]:
    kind = _function_kind(file.path)
    if kind is None or file.status == DELETED or re.search(r"(?:^|/)(?:migrations?|versions|scripts)/", file.path):
        return
    came = {name for other in context.change.files for name, _, _ in _functions(other, NEW)}
    here = set(re.findall(r"\w+", "\n".join(block.text for block in file.blocks(NEW))))
    now = {name: arguments for name, arguments, _ in _functions(file, NEW)}
    called = _called(context.change)
    for name, arguments, lost in _functions(file, OLD):
        if name in now:
            if arguments and now[name] is not None and _breaks(arguments, now[name] or "", kind) and called[name] < 2:
                yield lost
        elif name not in came and name not in here and called[name] < 2:
            yield lost


def _called(change: Change) -> Counter[str]:
    """Count the removed lines outside of tests that name something: what called it was changed along with it."""
    return _counted(tuple(block.text for file in change.files if not is_test(file.path) for block in file.blocks(OLD)))


@lru_cache(maxsize=2)
def _counted(texts: tuple[str, ...]) -> Counter[str]:
    return Counter(word for text in texts for line in text.split("\n") for word in set(re.findall(r"\w+", line)))


def _function_kind(path: str) -> str | None:
    ending = path.rpartition(".")[2].lower()
    return "js" if ending in JS else ending if ending in ("py", "go") else None


def _functions(file: FileChange, side: str) -> Iterator[tuple[str, str | None, Lost]]:
    kind = _function_kind(file.path)
    if kind is None or is_test(file.path):
        return
    for block in file.blocks(side):
        for match in compiled(_FUNCTIONS[kind]).finditer(block.text):
            name = match["k"]
            if not _QUIET_FUNCTION.match(name) and not _HANDLER.search(
                block.text, max(0, match.start() - 300), match.start()
            ):
                text = match[0].split("\n")[0].strip()
                is_class = re.match(r"\s*(?:export\s+)?(?:default\s+)?class\b", match[0])
                yield (
                    name,
                    None if is_class else match["a"],
                    Lost(block.line_at(match.start()), side, name, text[:160]),
                )


def _breaks(old: str, new: str, kind: str) -> bool:
    """Tell whether a call that was right may be wrong now: a parameter went, or one that must be given came."""
    before, after = _parameters(old, kind), _parameters(new, kind)
    if kind == "go":
        return len(before) != len(after)
    if any(name not in after and not name.startswith(("*", "...")) for name in before):
        return not any(name.startswith(("**", "...", "{")) for name in after)
    return any(name not in before and not optional for name, optional in after.items())


def _parameters(text: str, kind: str) -> dict[str, bool]:
    out: dict[str, bool] = {}
    depth, part = 0, ""
    for sign in re.sub(r"#[^\n]*|//[^\n]*", "", text) + ",":
        depth += (sign in "([{<") - (sign in ")]}" or (sign == ">" and not part.endswith("=")))
        if sign == "," and depth <= 0:
            name = re.split(r"[:=?\s]", part.strip(), maxsplit=1)[0]
            if name and name not in ("self", "cls", "*", "/"):
                given = "=" in part.replace("=>", "") or "?" in part.split(":", maxsplit=1)[0]
                out[name] = given or name.startswith(("*", "..."))
            part = ""
        else:
            part += sign
    return out
