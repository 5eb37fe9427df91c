"""What made a stranger's text harmless and is gone: escapes, cleaners, checks of where a path or an address leads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT

_ESCAPES = pattern_of(
    r"\b(?P<name>bleach\.clean|DOMPurify\.sanitize|(?:html\.|markupsafe\.|django\.utils\.html\.|sqlstring\.|mysql\.)?escape"
    r"|escape_?[hH]tml|escapeXml|conditional_escape|format_html|html_escape|htmlspecialchars|htmlentities|strip_tags|esc_html|esc_attr"
    r"|wp_kses\w*|nh3\.clean|sanitize\w{0,30}|sanitise\w{0,30}|clean_html|xss|purify|shlex\.quote|escapeshellarg|escapeshellcmd|shellescape"
    r"|Shellwords\.escape|quote_ident\w*|real_escape_string|secure_filename|safe_join|basename|is_safe_url"
    r"|url_has_allowed_host_and_scheme|[cC]heck\w{0,20}Traversal\w{0,20}|is_relative_to|ERB::Util\.h|json_escape)\("
    r"|(?P<tag><c:out|\bfn:escapeXml|\bth:text=|\|\s*(?:e|escape|escapejs|striptags|bleach|force_escape)\b)"
    r"|(?P<prop>\.(?:textContent|innerText)\s*=|\btextContent:)"
    r"|<%=\s*(?P<erb>sanitize|strip_tags|h)\b"
)
_STRING = pattern_of(r"\w{3,}")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file: at the first value that is used as before, without what cleaned it."""
    for file in {id(region.file): region.file for region in regions}.values():
        if file.generated or file.status in (DELETED, ADDED):
            continue
        lost = next(_lost(file), None)
        if lost:
            line, name, text = lost
            yield Found(file.path, line, OLD, text[:160], {"name": name}, key=text)


def _lost(file: FileChange) -> Iterator[tuple[int, str, str]]:
    came = Counter(name for block in file.blocks(NEW) for line in block.text.split("\n") for name, _ in _cleaned(line))
    for hunk in file.hunks:
        for number, line in hunk.removed.lines() if hunk.removed else ():
            for name, value in _cleaned(line):
                if came[name]:
                    came[name] -= 1
                elif _used(value, hunk.added.text if hunk.added else "") or _was_own(line, file):
                    yield number, name, line.strip()


def _was_own(line: str, file: FileChange) -> bool:
    """Tell whether a value was cleaned in place (`x = clean(x)`) and is still used near by, as far as it is shown."""
    own = _OWN.match(line)
    if own is None or file.new is None:
        return False
    used = re.compile(rf"^(?!\s*(?:#|//)).*\b{re.escape(own['name'])}\b", re.MULTILINE)
    return any(used.search(block.text) for block in file.new.parts())


_OWN = pattern_of(r"\s*(?:(?:const|let|var)\s+)?\$?(?P<name>\w{3,40})\s*=\s*[\w.:>-]{2,60}\(\s*\$?(?P=name)\b")


def _cleaned(line: str) -> Iterator[tuple[str, str]]:
    """Yield (what cleans, the value it cleans) for each place of a line of code."""
    if (
        len(line) > 1000
        or COMMENT.match(line)
        or re.match(r"\s*(?:import|from|use|def|function|func|public|private)\b", line)
    ):
        return
    for match in _ESCAPES.finditer(line):
        rest = line[match.end() : match.end() + 160]
        if match["tag"] and match["tag"].startswith("|"):
            rest = line[max(0, match.start() - 60) : match.start()].rpartition("{{")[2]
        yield next(filter(None, match.groups())).strip("<.= ").rpartition(".")[2], rest


def _used(value: str, came: str) -> bool:
    """Tell whether the value stands in what took the line's place."""
    words = [word for word in _STRING.findall(value) if word not in _COMMON][:3]
    if not words:
        return False
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b")
    return any(
        pattern.search(text) and not _ESCAPES.search(text) for text in came.split("\n") if not COMMENT.match(text)
    )


_COMMON = {
    "value",
    "self",
    "this",
    "str",
    "String",
    "html",
    "escapeXml",
    "test",
    "default",
    "True",
    "False",
    "None",
    "tags",
}
