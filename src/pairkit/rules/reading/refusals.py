"""Questions and options that keep harm out, and what a change takes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pairkit.change.model import NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.reading.lost import COMMENT

_KINDS = (
    r"(?:Within|Scope|Safe|Private|Internal|Reserved|Loopback|Ssrf|SSRF|SameSite|SameOrigin|Traversal"
    r"|Malicious|Localhost)"
)
_SNAKE = r"(?:safe|private|internal|reserved|loopback|ssrf|same_site|same_origin|traversal|malicious|localhost)"
_WHERE_TO = (
    r"(?i:\w{0,20}(?:url|uri|ip|addr\w{0,8}|host\w{0,8}|path|link|domain|redirect|origin|site|network|traversal"
    r"|ssrf))"
)
_GUARD = pattern_of(
    rf"\b(?P<guard>(?:[iI]s|[cC]heck|[vV]alidate|[eE]nsure|[aA]ssert|[vV]erify|[rR]eject"
    rf"|[bB]lock)(?:Not)?\w{{0,20}}?{_KINDS}{_WHERE_TO}?"
    rf"|(?:is|check|validate|ensure|assert|verify|reject"
    rf"|block)_(?:not_)?(?:\w{{1,20}}_)?{_SNAKE}(?:_{_WHERE_TO})?)\s?\("
    rf"|(?P<within>[wW]ithin_?(?:[sS]cope|[rR]oot|[bB]ase)\w{{0,10}}|is_?(?:[vV]alid)?_?(?:[vV]ar|[fF]ile"
    rf"|[tT]able|[cC]olumn|[hH]ost|[dD]omain)_?[nN]ame|[vV]alid(?:ate)?_?(?:[uU]rl|URL|[uU]ri|[pP]ath|[hH]ost"
    rf"|[oO]rigin|[rR]edirect)\w{{0,20}}|ctype_\w{{4,8}}|is_(?:numeric|int|integer)|isNumeric|isInteger)\s?\("
    rf"|\.(?P<address>is_(?:loopback|private|link_local|reserved|multicast))\b"
)
"""What asks where an address or a path leads before anybody goes there."""
_RULE = pattern_of(
    r"(?P<rule>\bnew\s+(?:Safe|Public|Allowed)(?:Url|Uri|Host|Redirect|Link|Path)\w{0,10}\("
    r"|(?<=[|'\"])safe_(?:url|uri|link|host|path|html)\b)"
)
"""A rule for a form's field that asks the same, as frameworks take it in a list."""
_SCHEME = pattern_of(r"[\"'`/(^|\\][^\"'`\n]{0,60}?(?P<scheme>javascript:)(?!void)[^\"'\n]{0,40}[\"'`/)|]")
_OPTION = pattern_of(
    r"\b(?P<option>safe_links_only|safe_mode|filter_html|sanitize(?:Html|_html)?|escape(?:Html|_html|Markup"
    r"|HTML)|autoescape|disableHtml|allow_redirects(?=\s?=\s?False)"
    r"|follow_?[rR]edirects?(?=\W{1,4}[fF]alse)|maxRedirects(?=\W{1,3}0\b)|(?:Set)?CheckRedirect)\b"
    r"(?:[\"'\]]{0,2}\s?(?::|=>|=)\s?(?:[tT]rue|[fF]alse|0)\b|(?<=CheckRedirect)\s?[(:=])"
)
"""Options that keep a text harmless, or a request from being led elsewhere."""
_UPLOAD = pattern_of(
    r"\b(?:if|case|in_array|unless|elif|when)\b[^\n]{0,120}[\"'](?P<upload>\.?(?:png|gif|jpe?g|svg|pdf|php|exe"
    r"|html?|webp)|image/[\w+]{1,12})[\"']"
)
"""Which kinds of files are taken."""
_REFUSED = pattern_of(
    r"\.(?P<refused>contains|includes|indexOf|Contains|include\?)\(\s?[\"'](?:\.\.|[(=;<|&`]"
    r"|\\{1,2}[nr\\]|javascript:|file:)"
)
"""Signs that were not let through."""
_MARK = pattern_of(r"(?m)^[ \t]*(?P<mark>@(?:Xss|SafeHtml|NoHtml|Sanitize\w{0,20}|EscapeHtml))\b")
_TRIES = 40
"""So many lines are asked about: each is held against the whole file."""
_IN_CODE = (".py", ".js", ".ts", ".mjs", ".cjs", ".jsx", ".tsx", ".go", ".rb", ".php", ".java", ".kt", ".rs", ".cs")
COMMON = frozenset(
    "value self this str String html escapeXml test default True False None tags".split()  # noqa: SIM905
)
"""Words that say nothing of which value a line is about."""


def refusals_lost(file: FileChange) -> Iterator[tuple[int, str, str]]:
    """Yield the questions where something leads that went, while what was asked about is still there."""
    old, new = ("\n".join(block.text for block in file.blocks(side)) for side in (OLD, NEW))
    for pattern in (_GUARD, _RULE, _SCHEME, _OPTION, _UPLOAD, _MARK, _REFUSED) if file.path.endswith(_IN_CODE) else ():
        if pattern.search(old) is None or pattern.search(new) is not None:
            continue
        tries = _TRIES
        for number, line in ((number, line) for block in file.blocks(OLD) for number, line in block.lines()):
            match = pattern.search(line) if len(line) <= 1000 and not COMMENT.match(line) else None
            tries -= match is not None
            if match and tries >= 0 and not _DEFINED.match(line) and _asked(match, line, new, file):
                yield number, match[match.lastgroup or 0].strip("( "), line.strip()
                return


_DEFINED = pattern_of(
    r"\s*(?:import|from|use|(?:export\s+|public\s+|private\s+|static\s+|async\s+|pub\s+)*(?:def|function|func|fn)\b)"
)


def _asked(match: re.Match[str], line: str, new: str, file: FileChange) -> bool:
    """Tell whether what was asked about is still used: the value in brackets, or the field that a rule was for."""
    if match.lastgroup in ("scheme", "address", "option", "upload", "mark", "refused"):
        return True
    about = line[: match.start()] if match.lastgroup == "rule" else line[match.end() : match.end() + 80]
    words = [word for word in re.findall(r"[A-Za-z_]\w*", about) if word not in COMMON][:1]
    gone = "\n".join(block.text for block in file.blocks(OLD))
    for word in tuple(words):  # `name = headers[0]` went with the question about `name`, `headers[0]` is used now
        made = re.search(
            rf"^[ \t]*(?:const |let |var )?\$?{re.escape(word)}\s*:?=(?!=)([^\n]{{1,200}})$", gone, re.MULTILINE
        )
        words += (
            [one for one in re.findall(r"[A-Za-z_]\w{2,}", made[1])[:1] if re.search(rf"\b{one}\b", new)]
            if made
            else []
        )
    where = (
        new if match.lastgroup == "rule" else "\n".join(block.text for block in (file.new.parts() if file.new else ()))
    )
    return any(re.search(rf"\b{re.escape(word)}\b", where) for word in words)
