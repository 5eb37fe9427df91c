"""Rules over structure: parsed code, where text misleads (comments, strings, arguments over several lines).

ast-grep parses; a file is parsed only where a literal stands in a changed line, once a side, and up to a megabyte. What
a patch shows of a file is parsed piece by piece, as well as that can be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pairkit.change.model import NEW, OLD, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.may_match import may_match
from pairkit.rules.code.parsed import parsed
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.paths import ending

LONGEST = 1_000_000
_ENDINGS = {
    "py": "python",
    "pyi": "python",
    **dict.fromkeys(("js", "jsx", "mjs", "cjs"), "javascript"),
    **dict.fromkeys(("ts", "mts", "cts"), "typescript"),
    "tsx": "tsx",
    **dict.fromkeys(("html", "htm", "vue", "svelte"), "html"),
    "go": "go",
    "java": "java",
    **dict.fromkeys(("rb", "rake", "gemspec", "ru", "gemfile", "rakefile"), "ruby"),
    **dict.fromkeys(("php", "phtml"), "php"),
    "rs": "rust",
    **dict.fromkeys(("sh", "bash"), "bash"),
    **dict.fromkeys(("yaml", "yml"), "yaml"),
}


def language_of(path: str) -> str | None:
    """Return ast-grep's name for a file's language, or None."""
    return _ENDINGS.get(ending(path))


_SCRIPTED = {"vue", "svelte"}
"""Files of markup with a script inside."""
_SCRIPT = pattern_of(r"<script\b[^>]{0,400}>(?P<code>[\s\S]*?)(?:</script>|\Z)")


def read_as(path: str, languages: Sequence[str]) -> str | None:
    """Return the language as which a rule for some languages reads a file, or None.

    A page's script is read as TypeScript where the rule has nothing to say of the page itself.
    """
    own = language_of(path)
    if own in languages:
        return own
    return "typescript" if ending(path) in _SCRIPTED and "typescript" in languages else None


def script_of(text: str) -> str:
    """Return the script of a page with all else as spaces; a part of a patch without tags is script as it stands."""
    found = list(_SCRIPT.finditer(text))
    if not found:
        return "" if any(line.lstrip().startswith("<") for line in text.split("\n")) else text
    out, at = [], 0
    for match in found:
        start, end = match.span("code")
        out += [re.sub(r"[^\n]", " ", text[at:start]), text[start:end]]
        at = end
    return "".join([*out, re.sub(r"[^\n]", " ", text[at:])])


def find_structure(detect: Mapping[str, Any], regions: list[Region]) -> Iterator[Found]:
    """Yield one finding for each match of the rule that touches a changed line of the regions' side."""
    wanted = detect["structure"]
    query = {"rule": wanted["rule"], **({"constraints": wanted["constraints"]} if "constraints" in wanted else {})}
    seen: set[tuple[int, str]] = set()
    for region in regions:
        key = (id(region.file), region.block.side)
        language = read_as(region.file.path, wanted["languages"])
        if key not in seen and language and not region.file.generated:
            seen.add(key)
            yield from _in_file(region.file, region.block.side, language, query)


def _in_file(file: FileChange, name: str, language: str, query: Mapping[str, Any]) -> Iterator[Found]:
    side = file.new if name == NEW else file.old
    if side is None:
        return
    changed: set[int] = set()
    for block in side.parts():
        if len(block.text) <= LONGEST and may_match(query["rule"], block.text):
            changed = changed or {number for block in file.blocks(name) for number, _ in block.lines()}
            own = language == language_of(file.path)
            shown = block if own else block._replace(text=script_of(block.text))
            yield from _in_block(file, shown, language, query, changed)


def _in_block(
    file: FileChange, block: Block, language: str, query: Mapping[str, Any], changed: set[int]
) -> Iterator[Found]:
    lines: set[int] = set()
    root = parsed(block.text, language)
    for node in root.find_all(dict(query)) if root is not None else ():
        where = node.range()
        first, last = block.start + where.start.line, block.start + where.end.line
        line = next((number for number in range(first, last + 1) if number in changed), None)
        if line is None or line in lines:
            continue
        lines.add(line)
        evidence = line_around(block.text, where.start.index)
        facts = {"what": node.text().split("\n")[0].strip()[:80], **_names(node)}
        yield Found(file.path, line, OLD if block.side == OLD else NEW, evidence, facts, key=evidence)


def _names(node: Any) -> dict[str, object]:
    """Return the texts of `$NAME` and `$VALUE`, where the rule has them."""
    found = {name.lower(): node.get_match(name) for name in ("NAME", "VALUE")}
    return {name: match.text()[:80] for name, match in found.items() if match is not None}
