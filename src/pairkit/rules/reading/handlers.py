"""What a handler of errors does with them: tells of them, only writes them down, or does nothing.

Handlers are found by the parser; what stands in one is read statement by statement, alike in all languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pairkit.change.model import NEW, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.parsed import parsed
from pairkit.rules.paths import ending
from pairkit.rules.structure import LONGEST, language_of, read_as, script_of

TOLD, WRITTEN, SILENT = range(3)
_MORE = {"cs": "csharp", "kt": "kotlin", "kts": "kotlin"}
_KINDS = {
    "python": "except_clause",
    "ruby": "rescue",
    "kotlin": "catch_block",
    **dict.fromkeys(("javascript", "typescript", "tsx", "java", "php", "csharp"), "catch_clause"),
}
_WORDS = {"python": "except", "ruby": "rescue"}
_HEADER = {
    "python": pattern_of(r"except\b[^:\n]{0,200}:"),
    "ruby": pattern_of(r"rescue\b[^\n]{0,200}(?:\n|\Z)"),
    "kotlin": pattern_of(r"catch\s{0,9}\([^)]{0,200}\)\s{0,9}\{"),
}
_BRACED = pattern_of(r"catch\s{0,9}(?:\([^)]{0,200}\)\s{0,9})?(?:when\s{0,3}\([^{]{0,200}\)\s{0,9})?\{")
_BROAD = pattern_of(
    r"(?:except|rescue|catch)\s{0,9}[({]?\s{0,9}(?:final\s{1,4}|const\s{1,4}|\w{1,30}\s{0,3}:\s{0,3})?"
    r"(?:[\w.]{1,40}\s{0,3},\s{0,3}){0,4}"
    r"(?:System\.|\\)?(?:(?:Base)?Exception|StandardError|Throwable|RuntimeException"
    r"|(?:Query|SQL|Sql|Database|Persistence|DataAccess|PDO|Operational)(?:Exception|Error))\b"
    r"|(?:except|rescue)\s{0,9}(?:=>|:|\n|\Z)"
    r"|catch\s{0,9}\{"
)
_NAME = pattern_of(
    r"(?:=>|\bas)\s{1,4}(?P<a>\w{1,40})"
    r"|[\s($](?P<b>\w{1,40})\s{0,3}\)|\(\s{0,3}(?P<c>\w{1,40})\s{0,3}:"
)
_REMARK = pattern_of(r"/\*(?:(?!\*/)[\s\S]){0,2000}\*/|(?<![:\"'])//[^\n]*|(?<!\S)#[^\n]*")
_VALUE = (
    r"(?:(?:None|null|nil|undefined|[Tt]rue|[Ff]alse|TRUE|FALSE|NULL|-?\d[\d_.]{0,20}"
    r"|\[\]|\{\}|\(\)|\(\{\}\)|\"[^\"\n]{0,80}\"|'[^'\n]{0,80}'"
    r"|(?:dict|list|set|array|collect)\(\)|new (?:Map|Set|Array|Object|\w{1,30}<[^<>\n]{0,60}>)\(\)"
    r"|Array\.Empty<\w{1,40}>\(\)"
    r"|[\w.]{0,40}(?:\.empty|Empty|emptyList|emptyMap|emptySet|List\.of|Map\.of|Set\.of|\.none)\(\)"
    r"|[@$]{0,2}\w{1,40}(?:(?:\.|->|\?\.|::)\$?\w{1,40}){0,3}))"
)
_MADE_EMPTY = pattern_of(
    r"(?:return\s)?(?:new\s)?(?:[A-Z][\w:.]{0,60}\([^()\n]{0,400}\)|(?<=return\s)\(?\{[^{}()\n]{0,400}\}\)?);?"
)
"""A thing made, or an object handed on; with an empty list or nothing in it, it stands in for the real one."""
_EMPTY = pattern_of(r"\[\]|\{\}|\bnil\b|\bnull\b|\bNone\b")
_NOTHING = pattern_of(r"(?:pass|\.\.\.|continue|break|next|return|;|noop\(\)|nop\(\))?;?")
_GIVES = pattern_of(r"(?:return|next)\s(?P<values>[^;]{1,200});?")
_ONE = pattern_of(_VALUE)
_SETS = pattern_of(
    r"(?:(?:const|let|var)\s{1,3})?[@$]{0,2}\w{1,40}(?:(?:\.|->)\w{1,40}|\[[\"']?\w{1,40}[\"']?\]){0,3}"
    r"(?:: [\w\[\], |]{1,40})?"
    rf"\s{{0,3}}\|{{0,2}}=\s{{0,3}}{_VALUE};?"
)
_ENDS_IN = pattern_of(r"nil|null|empty\w{3,5}\(\)|true|false|\[\]|\{\}|\d{1,9}|\"\"|''|:\w{1,30}|@\w{1,40}")
_LOGS = pattern_of(
    r"(?:await )?(?:(?:self|this|cls|app|Rails|System|util|log|core)(?:\.|->|\(\)->|\(['\"]log['\"]\)->|::)){0,2}"
    r"(?:\$this->)?[@$_]{0,2}\w{0,20}"
    r"(?:(?i:log(?:s|ger|ging|or)?)|console|print\w{0,6}|puts|warn|warnings|Debug|Console"
    r"|traceback|sys\.stderr|stderr|slog|tracing)"
    r"(?:\(\))?(?:(?:\.|->|::)\w{1,30}){0,3}!?(?:\(|\s(?!\s?[=+.]))|\w{1,30}\.printStackTrace\(|error_log\(|app\(['\"]log['\"]\)->\w{1,20}\(|eprintln!\(|printf?\("
)
_TOLD = pattern_of(
    r"(?i)err(?:or)?s?\b|err(?:or)?s?_|_err|Error|fail|invalid|broken|missing|unavailable|unknown|status"
    r"|message|reason|retry|ok\b|\berr\b"
)
_MARKED = pattern_of(r"(?i)err|fail|invalid|broken|missing|unavail|unknown|status|message|reason|retr|skip")
_ASKS = pattern_of(
    r"JSON\.parse\(|decodeURI|new URL\(|new RegExp\(|Storage\.\w|atob\(|BigInt\(|\brequire\(|require\.resolve"
    r"|\bimport\(|import_module\("
    r"|\b(?:stat|access|exists|lstat|realpath)(?:Sync)?\(|URL\.parse|\bimport \w|structuredClone|\.matches\("
    r"|\bint\(|\bfloat\("
    r"|parseInt|Integer\.parse|UUID\.|DateTime\.parse|Date\.parse|createImageBitmap|getContext\(|matchMedia|clipboard"
)
_SMALL = 8


class Handler(NamedTuple):
    """One handler: its lines, its first line, the line above, what it does, and whether it catches everything.

    One that names what it expects is never asked what it does: that is TOLD.
    """

    first: int
    last: int
    header: str
    above: str
    does: int
    broad: bool
    gives: bool
    """Whether it hands on a value in place of the one that is missing."""


def handlers(file: FileChange, side: str = NEW) -> Iterator[Handler]:
    """Yield the handlers of one side that a parser finds; none where the language is not known."""
    half = file.new if side == NEW else file.old
    language = language_of(file.path) or _MORE.get(ending(file.path)) or read_as(file.path, ("typescript",))
    if half is None or language is None:
        return
    own = language if language in _KINDS else "typescript" if read_as(file.path, ("typescript",)) else ""
    word = _WORDS.get(own, "catch")
    for block in half.parts() if own else ():
        if len(block.text) <= LONGEST and word in block.text:
            text = block.text if own == language else script_of(block.text)
            yield from _of(block, text, own)


def _of(block: Block, text: str, language: str) -> Iterator[Handler]:
    root = parsed(text, language)
    lines = text.split("\n")
    for node in root.find_all({"rule": {"kind": _KINDS[language]}}) if root is not None else ():
        where, body = node.range(), node.text()
        first = where.start.line
        broad = _is_broad(body, language)
        does, gives = _does(body, language) if broad else (TOLD, False)  # what was expected may be passed over
        if does == SILENT and _asks(node):
            does = TOLD
        above = next((line.strip() for line in reversed(lines[max(0, first - 6) : first]) if line.strip()), "")
        header = body.split("\n", 1)[0].strip()
        yield Handler(block.start + first, block.start + where.end.line, header, above, does, broad, gives)


def _is_broad(text: str, language: str) -> bool:
    return language in ("javascript", "typescript", "tsx") or _BROAD.match(text) is not None


def _asks(node: Any) -> bool:
    """Tell whether a short `try` only asks for what may fail by design: there is no other way to ask."""
    parent = node.parent()
    if parent is None:
        return False
    before = parent.text()[: node.range().start.index - parent.range().start.index]
    return before.count("\n") <= _SMALL and bool(_ASKS.search(before))


def _does(text: str, language: str) -> tuple[int, bool]:
    header = _HEADER.get(language, _BRACED).match(text)
    if header is None:
        return TOLD, False
    body = text[header.end() :]
    if language not in ("python", "ruby"):
        body = body.rstrip().removesuffix("}")
    elif language == "ruby" and header[0].rstrip().endswith("then"):
        return TOLD, False
    name = next((one for match in _NAME.finditer(header[0]) for one in match.groups() if one), "")
    statements = list(_statements(_REMARK.sub("", body)))
    kinds = [_kind(one, name, language) for one in statements]
    gives = any(not _NOTHING.fullmatch(one) and not _LOGS.match(one) for one in statements)
    return next((one for one in (TOLD, WRITTEN) if one in kinds), SILENT), gives


def _kind(text: str, name: str, language: str) -> int:
    if _NOTHING.fullmatch(text):
        return SILENT
    if _LOGS.match(text):
        return WRITTEN
    if name and re.search(rf"(?<!\w){re.escape(name)}\b", text):
        return TOLD
    if _SETS.fullmatch(text):
        return TOLD if _MARKED.search(text) else SILENT
    empty = _MADE_EMPTY.fullmatch(text) and _EMPTY.search(text[7:])
    last = language in ("ruby", "kotlin") and _ENDS_IN.fullmatch(text)
    return SILENT if (empty or last or _hands_on(text)) and not _TOLD.search(text) else TOLD


def _hands_on(text: str) -> bool:
    given = _GIVES.fullmatch(text)
    return given is not None and all(_ONE.fullmatch(one.strip()) for one in given["values"].split(","))


def _statements(body: str) -> Iterator[str]:
    """Yield the statements of a handler, each on one line."""
    taken: list[str] = []
    depth = 0
    for line in body.split("\n"):
        bare = line.strip()
        if not bare:
            continue
        taken.append(bare)
        depth += sum(map(bare.count, "([{")) - sum(map(bare.count, ")]}"))
        if depth <= 0:
            yield " ".join(taken)[:2000]
            taken, depth = [], 0
    if taken:
        yield " ".join(taken)[:2000]
