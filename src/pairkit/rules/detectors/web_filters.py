"""What decides which text is harmless was changed: the body of such a function, or the pattern it goes by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import changed_lines, files_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT

_HEADER = pattern_of(
    r"[ \t]*(?:export\s+|default\s+|public\s+|private\s+|protected\s+|internal\s+|static\s+|final\s+|async\s+"
    r"|pub\s+)*"
    r"(?:(?:def|function|func|fn)\s+(?:\([^)\n]{1,80}\)\s*)?(?:self\.)?(?P<name>\w+)"
    r"|(?:const|let|var)\s+(?P<arrow>\w+)\s*=\s*(?:async\s*)?(?:function\b"
    r"|\([^)\n]{0,200}\)\s*(?::[^=\n]{1,40})?=>|\w+\s*=>)"
    r"|(?:String|boolean|bool|Boolean|CharSequence|string)\s+(?P<typed>\w+)\s*\()"
)
_DECIDES = pattern_of(
    r"(?i:saniti[sz]e(?!d)|(?<!un)escape(?:_?(?:html|xml|string|text|attr|shell|sql|js|quotes|markdown|value"
    r"|tags?))|^_?escape$|strip_?(?:tags|html|script)"
    r"|purif(?:y|ier)|clean_?(?:html|path|url|input|text)|^_?(?:is|has|check|validate|ensure|assert|verify"
    r"|reject|block)_?(?:\w{0,12}_?)?"
    r"(?:safe|same_?(?:site|origin|host)|private|reserved|internal_?(?:ip|url|host|addr)|loopback"
    r"|trusted_?(?:url|host|origin|domain)"
    r"|allowed_?(?:url|host|origin|domain|path|redirect|tag|scheme)|ssrf|traversal|within_?(?:scope|root|base)"
    r"|(?:valid_?)?redirect_?(?:url|uri))"
    r"|safe_?(?:url|uri|path|redirect|next|html|join|file_?name)|within_?scope|normali[sz]e_?path_?name)"
)
_ACTS = pattern_of(
    r"\bpreg_(?:replace|match)(?:_all)?\(|\.(?:replace|replaceAll|test|match|matches|gsub!?|sub"
    r"|ReplaceAllString|MatchString)\(|\bre\.(?:sub|match|search|fullmatch|compile)\("
    r"|\bregexp\.MustCompile\(|\bPattern\.compile\(|\bnew\s+RegExp\(|=~\s*/|\bstr_replace\(|(?i:whitelist"
    r"|allow_?list|black_?list|deny_?list|sanitizer)\w{0,20}\s*[:=]"
)
_ABOUT = pattern_of(
    r"(?i)saniti[sz]|escap(?!e_?regex)|html|xss|<script|javascript|\\\.\\\.|traversal|[\"'`]https?"
    r"|[\"'`]//?[\"'`]|uri|redirect|origin|unsafe|file:|(?<![a-z])(?:urls?|paths?|hosts?|domains?)(?![a-z])"
    r"|(?:safe|white|allow|black|deny|block)_?(?:list|ed)|gsub\([\"']'"
)
_LITERAL = pattern_of(
    r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|`(?:[^`\\\n]|\\.)*+`|(?<=[(,=~:\s])/(?:[^/\\\n]|\\.)++/"
)
_STRICT = pattern_of(
    r"\??\.(?:startsWith|startswith|start_with\?|endsWith|endswith|fullmatch|equals|HasPrefix|HasSuffix)\("
)
_LOOSE = pattern_of(r"\??\.(?:includes|indexOf|contains|Contains|find|search|match|include\?)\(|\bin\b")
_LISTS = pattern_of(
    r"[ \t]*(?:(?:const|let|var|private|public|static|final)\s+)*\$?[\w.]{0,40}?(?i:(?P<bad>banned|block|black"
    r"|deny|denied|forbid|disallow|danger|unsafe)|(?P<good>allow|white|permitted"
    r"|safe_))\w{0,30}\s*:?=>?\s*[\w.]{0,20}[\[({]"
)
_TRIMS = pattern_of(r"\.(?:strip|trim|lower|toLowerCase|TrimSpace)\(\)")
_OTHER_SIGNS = pattern_of(r"[^\w\s]")
_REACH = 60
_TRIES = 40
"""So many lines of one place are held against all that came there."""
_LONGEST = 1000


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file: the first line that decides otherwise than before what is let through."""
    for file in files_of(regions):
        if file.status in (ADDED, DELETED):
            continue
        found = next(_patterns(file), None) or _body(file)
        if found:
            line, side, name, text = found
            yield Found(file.path, line, side, text.strip()[:160], {"name": name}, key=text.strip())


def _patterns(file: FileChange) -> Iterator[tuple[int, str, str, str]]:
    """Yield lines that came back with another pattern or list, all else being as before."""
    for hunk in file.hunks:
        if hunk.removed is None or hunk.added is None:
            continue
        tries = _TRIES
        came = {_frame(line): line for _, line in hunk.added.lines() if len(line) <= _LONGEST}
        for number, line in hunk.removed.lines():
            if len(line) > _LONGEST or COMMENT.match(line) or not (_ABOUT.search(line) or _LISTS.match(line)):
                continue
            if tries > 0 and (_STRICT.search(line) or _LISTS.match(line)):
                tries -= 1
                looser = _looser(line, came.values())
            else:
                looser = False
            if looser:
                yield number, OLD, (_STRICT.search(line) or [""])[0].strip(".( "), line
                continue
            if not _ACTS.search(line):
                continue
            now = came.get(_frame(line))
            if now is not None and now.strip() != line.strip() and _weightily(line, now):
                yield number, OLD, (_ACTS.search(line) or [""])[0].strip(".( =:"), line


def _looser(line: str, came: Iterable[str]) -> bool:
    """Tell whether a line came back that asks less: "contains" for "begins with", a shorter list of what is barred."""
    strict = _STRICT.search(line)
    if strict:
        before = "".join(line[: strict.start()].split())
        return bool(before) and any(
            "".join(now.split()).startswith(before) and _LOOSE.search(now) and not _STRICT.search(now) for now in came
        )
    lists = _LISTS.match(line)
    for now in came if lists else ():
        again = _LISTS.match(now)
        if lists and again and "".join(lists[0].split()) == "".join(again[0].split()):
            old, new = set(_LITERAL.findall(line)), set(_LITERAL.findall(now))
            return bool(old - new) if lists["bad"] else bool(new - old)
    return False


def _frame(line: str) -> str:
    """Return a line without what it says between quotes or slashes."""
    return "".join(_TRIMS.sub("", _LITERAL.sub('""', line)).split())


def _weightily(before: str, after: str) -> bool:
    """Tell whether signs of a pattern differ, and not only words."""
    old, new = (" ".join(_LITERAL.findall(line)) for line in (before, after))
    return _OTHER_SIGNS.findall(old) != _OTHER_SIGNS.findall(new)


def _body(file: FileChange) -> tuple[int, str, str, str] | None:
    """Return the first changed line in a function that decides what is harmless, if the function itself stays."""
    removed, added = changed_lines(file, OLD), changed_lines(file, NEW)
    for side, lines, others in ((OLD, removed, added), (NEW, added, removed)):
        half = file.old if side == OLD else file.new
        pieces = [(block.start, block.text.split("\n")) for block in (half.parts() if half else ())]
        others_text = {"".join(line.split()) for line in others.values()}
        for number, line in lines.items():
            if COMMENT.match(line) or not _says_something(line) or "".join(line.split()) in others_text:
                continue
            name = _around(pieces, number)
            if name and _DECIDES.search(name) and (side == OLD or _lets_through(line)) and _stays(name, file):
                return number, side, name, line
    return None


def _says_something(line: str) -> bool:
    return any(sign.isalnum() for sign in line) and not _HEADER.match(line)


def _lets_through(line: str) -> bool:
    """Tell whether a line that came ends the question early."""
    return line.strip().rstrip(";").startswith(("return ", "if ")) and len(line) <= _LONGEST


def _stays(name: str, file: FileChange) -> bool:
    """Tell whether a function is there on both sides, as far as they are shown."""
    return all(
        any(match.group(match.lastgroup or 0) == name for match in map(_HEADER.match, _lines(half.parts())) if match)
        for half in (file.old, file.new)
        if half is not None
    )


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from (line for line in block.text.split("\n") if len(line) <= _LONGEST)


def _around(pieces: list[tuple[int, list[str]]], number: int) -> str:
    """Return the name of the function around a line, or an empty text."""
    for start, lines in pieces:
        if start <= number < start + len(lines):
            at = number - start
            width = _width(lines[at])
            for n in range(at - 1, max(-1, at - _REACH), -1):
                if lines[n].strip() and _width(lines[n]) < width and len(lines[n]) <= _LONGEST:
                    width = _width(lines[n])
                    match = _HEADER.match(lines[n])
                    if match:
                        return str(match.group(match.lastgroup or 0))
    return ""


def _width(line: str) -> int:
    return len(line) - len(line.lstrip())
