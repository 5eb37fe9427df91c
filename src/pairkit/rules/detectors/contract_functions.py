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
from pairkit.rules.paths import is_document, is_test
from pairkit.rules.reading.lost import JS, Lost, compiled, findings
from pairkit.rules.reading.once import once


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
    "java": r"^[ \t]{1,8}public[ \t]+(?:(?:static|final|abstract|synchronized|default|suspend)[ \t]+){0,3}"
    r"(?:<[^>\n]{1,80}>[ \t]*)?(?!class\b|interface\b|enum\b|record\b|static\b)[\w<>\[\], ?.]{1,120}?[ \t]+"
    r"(?P<k>[a-z]\w*)\((?P<a>[^()]*(?:\([^()]*\)[^()]*){0,20})\)",
    "php": r"^[ \t]{1,8}(?:final[ \t]+)?public[ \t]+(?:static[ \t]+)?function[ \t]+(?P<k>(?!__)\w+)"
    r"\((?P<a>[^()]*(?:\([^()]*\)[^()]*){0,20})\)",
    "rs": r"^[ \t]{0,8}pub[ \t]+(?:async[ \t]+|unsafe[ \t]+|const[ \t]+){0,2}(?:fn|struct|enum|trait)[ \t]+(?P<k>\w+)"
    r"(?:<[^>\n]{0,120}>)?(?:\((?P<a>[^()]*(?:\([^()]*\)[^()]*){0,20})\))?",
    "rb": r"^[ \t]{2,8}def[ \t]+self\.(?P<k>[a-z]\w*[?!]?)(?:\((?P<a>[^()\n]*)\))?",
    "method": r"^    (?:async[ \t]+)?def[ \t]+(?P<k>[a-z]\w*)\((?P<a>[^()]*(?:\([^()]*\)[^()]*){0,20})\)",
}
_QUIET_FUNCTION = pattern_of(r"(?i)^(?:test|migrate|forwards?|backwards?|upgrade|downgrade|main|up|down|Migration$)")
_FRAMEWORK = pattern_of(
    r"(?:experimental_ppr|dynamic|dynamicParams|revalidate|fetchCache|runtime|preferredRegion|maxDuration|metadata|viewport"
    r"|generate(?:Metadata|StaticParams|Viewport|ImageMetadata)|middleware|proxy|config|loader|action|meta|links|headers|prerender|ssr|csr"
    r"|getServerSideProps|getStaticProps|getStaticPaths)$"
)
"""What only a web framework calls, by its own names: no other code of the project does."""
_ROUTED = pattern_of(
    r"(?:^|/)(?:app/(?:.*/)?(?:page|layout|route|loading|error|not-found|template|default|middleware|proxy)|(?:src/)?pages/.+)\.[jt]sx?$"
)
"""Where a framework takes the one thing a file gives by default: its name is for people."""


_CALLED = 2
"""From how many removed lines on a name was in use here: then its callers changed along with it."""
_HANDLER = pattern_of(
    r"^@[\w.]{1,80}\.(?:route|api_route|get|post|put|patch|delete"
    r"|websocket)\([^\n]*\n(?:@[^\n]*\n)*\Z"
    r"|^[ \t]*(?:@\w*Mapping|@Override|@Bean|@EventListener|@Scheduled|#\[Route)\b[^\n]*\n(?:[ \t]*[@#][^\n]*\n)*\Z",
    re.MULTILINE,
)
"""What stands above a function that answers at an address: its loss is told as that of the address."""


def _lost_functions(context: Context, file: FileChange) -> Iterator[Lost]:
    kind = _function_kind(file.path)
    if kind is None or file.status == DELETED or re.search(r"(?:^|/)(?:migrations?|versions|scripts)/", file.path):
        return
    came = _came(context.change)
    here = set(re.findall(r"\w+", "\n".join(block.text for block in file.blocks(NEW))))
    now: dict[str, list[str | None]] = {}
    for name, arguments, _ in _functions(file, NEW):
        now.setdefault(name, []).append(arguments)
    called = _called(context.change)
    described = _described(context.change)
    for name, arguments, lost in _functions(file, OLD):
        if name in now:
            other = [_breaks(arguments or "", one, kind) for one in now[name] if one is not None]
            component = kind == "js" and name[0].isupper() and file.path.endswith(("x", ".vue", ".svelte"))
            if arguments is not None and other and all(other) and called[name] < _CALLED and not component:
                yield lost
        elif "export default" in lost.evidence and any("export default" in block.text for block in file.blocks(NEW)):
            continue  # whoever takes what a file gives by default gives it a name of their own
        elif name not in came and name not in here and (called[name] < _CALLED or name in described):
            yield lost


def _described(change: Change) -> frozenset[str]:
    """Return the words that went from documentation: what was described there, others call too."""
    files = [file for file in change.files if is_document(file.path) and not _HISTORY.search(file.path)]
    return frozenset(
        re.findall(r"\w{4,}", "\n".join(block.text for file in files for block in file.blocks(OLD))[:_MUCH])
    )


_HISTORY = pattern_of(r"(?i)change|history|news|release")
_MUCH = 200_000


@once
def _came(change: Change) -> set[str]:
    return {name for file in change.files for name, _, _ in _functions(file, NEW)}


def _called(change: Change) -> Counter[str]:
    """Count the removed lines outside of tests that name something: what called it was changed along with it."""
    return _counted(tuple(block.text for file in change.files if not is_test(file.path) for block in file.blocks(OLD)))


@lru_cache(maxsize=2)
def _counted(texts: tuple[str, ...]) -> Counter[str]:
    return Counter(word for text in texts for line in text.split("\n") for word in set(re.findall(r"\w+", line)))


def _function_kind(path: str) -> str | None:
    ending = path.rpartition(".")[2].lower()
    if ending in JS:
        return "js"
    return {"kt": "java"}.get(ending, ending if ending in _FUNCTIONS else None)


def _functions(file: FileChange, side: str) -> Iterator[tuple[str, str | None, Lost]]:
    kind = _function_kind(file.path)
    if kind is None or is_test(file.path):
        return
    for block in file.blocks(side):
        matches = list(compiled(_FUNCTIONS[kind]).finditer(block.text))
        if kind == "py":
            matches += compiled(_FUNCTIONS["method"]).finditer(block.text)
        for match in matches:
            above = block.text[max(0, match.start() - 300) : match.start()]
            routed = " default " in match[0] and _ROUTED.search(file.path)
            quiet = _QUIET_FUNCTION.match(match["k"]) or (kind == "js" and (routed or _FRAMEWORK.match(match["k"])))
            if not quiet and not _HANDLER.search(above):
                text = match[0].strip().split("\n")[0]
                is_class = re.match(r"\s*(?:export\s+)?(?:default\s+)?class\b", match[0])
                line = block.line_at(match.start("k"))
                yield match["k"], None if is_class else match["a"], Lost(line, side, match["k"], text[:160])


def _breaks(old: str, new: str, kind: str) -> bool:
    """Tell whether a call that was right may be wrong now: a parameter went, or one that must be given came."""
    before, after = _parameters(old, kind), _parameters(new, kind)
    if kind in {"go", "java", "rs"}:
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
            if kind in {"java", "php"}:  # the name stands last, behind its type
                name = (re.findall(r"\$?\w+", part.split("=", maxsplit=1)[0]) or [""])[-1]
            if name and name not in ("self", "&self", "&mut", "cls", "*", "/"):
                given = (
                    (kind == "rb" and ":" in part)
                    or "=" in part.replace("=>", "")
                    or "?" in part.split(":", maxsplit=1)[0]
                )
                out[name] = given or name.startswith(("*", "..."))
            part = ""
        else:
            part += sign
    return out
