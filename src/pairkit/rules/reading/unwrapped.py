"""Lines that came as they were, but for a call or a filter around a value: what it did to the value is done no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pairkit.change.model import NEW, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.brackets import arguments, first_argument
from pairkit.rules.reading.lost import COMMENT

_CALL = pattern_of(r"(?P<name>(?<![\w$])[$\w][\w$.:>-]{0,80}?)\(")
_CLEANS = pattern_of(
    r"(?i)(?<!un)(?:escape(?!_?re)|esc_|_esc$|esc$|saniti[sz]|purif|clean|htmlspecial|htmlentit|encodefor"
    r"|rawurlencode|encodeuri|html_?encode|url_?encode|safe|strip_?tags"
    r"|strip_?html|quote|valid|check_?(?:url|uri|path|name|host|input)|filter_?(?:var|input|url|path)|ctype_"
    r"|allow|whitelist|defang|neutrali|kses|xss"
    r"|basename|realpath|normali[sz]e_?path)"
)
_METHOD = pattern_of(
    r"\??\.(?P<name>replace(?:All)?|gsub|sub|tr|delete|(?P<cleans>stripTags|strip_tags|escapeHTML|escapeHtml"
    r"|escape_html|html_escape|sanitize\w{0,20}|toSafe\w{1,20}))\("
)
_SIGNS = pattern_of(
    r"(?i:unsafe|illegal|invalid|forbidden|special_?ch|dangerous)|\[\^|[<>&]|\.\.|[\"'/]\\?[\"'`/]|\\[nrt0\\/.]"
)
"""Signs that have a meaning in a page, a path, a query or a header."""
_SHORT = pattern_of(r"(?:^|[.:>])(?:e|h|esc|html|x|hsc|escape)$")
_FILTER = pattern_of(
    r"\s{0,3}\|\s{0,3}(?P<name>e|h|escape|escapejs|force_escape|urlencode|url_encode|striptags|strip_tags"
    r"|strip_html|bleach|sanitize|sanitizeHtml|escape_once|forceescape|linebreaksbr"
    r"|tojson|json_encode|xss|purify|e\((?:'html'|\"html\")?\))(?![\w(])"
)
_PAGES = (
    *(".html", ".htm", ".php", ".phtml", ".erb", ".ejs", ".twig", ".jinja", ".jinja2", ".j2", ".njk", ".liquid"),
    *(".jsp", ".rhtml", ".tpl", ".vue", ".ctp", ".hbs", ".xml", ".rss", ".svg"),
    *(".js", ".jsx", ".ts", ".tsx", ".mjs", ".rb"),
)
"""Where a name of one letter may be the escape of a template."""
_LONGEST = 1000
_MOST = 12
_TRIES = 40
_NAMED = pattern_of(r"\s*[\"'\w]{1,40}\s?(?:=|:)")


def unwrapped(file: FileChange, names: re.Pattern[str] = _CLEANS) -> Iterator[tuple[int, str, str]]:
    """Yield (line on the old side, what was around the value, the line) for each value that lost it.

    `names` tells which calls count.
    """
    short = file.path.endswith(_PAGES)
    came = {_bare(line) for block in file.blocks(NEW) for _, line in block.lines() if not COMMENT.match(line)}
    if not came:
        return
    whole = "\n".join(came)
    lost = ((number, line) for hunk in file.hunks if hunk.removed for number, line in hunk.removed.lines())
    parts = frozenset(islice((number for number, line in lost if _is_part(line)), _TRIES))
    for hunk in file.hunks:
        for number, line in hunk.removed.lines() if hunk.removed else ():
            if len(line) <= _LONGEST and not COMMENT.match(line) and _bare(line) not in came:
                for name, less in without(line, short, names):
                    bare = _bare(less)
                    if bare in came or bare + ";" in came or (number in parts and bare in whole):
                        yield number, name, line.strip()
                        break


def without(line: str, short: bool = False, names: re.Pattern[str] = _CLEANS) -> Iterator[tuple[str, str]]:
    """Yield a line without one of its cleaners, and without all of the same name, each with the cleaner's name."""
    for n, match in enumerate(_CALL.finditer(line)):
        if n >= _MOST:
            break
        name = match["name"]
        if not (names.search(name.lstrip("$")) or (short and names is _CLEANS and _SHORT.search(name))):
            continue
        inside = arguments(line, match.end())
        end = match.end() + len(inside)
        if line[end : end + 1] == ")" and inside.strip():
            yield _last(name), line[: match.start()] + first_argument(inside).strip() + line[end + 1 :]
            yield _last(name), line[: match.start()] + first_argument(inside).strip()
            every = line.replace(name + "(", "\0(")
            if every.count("\0(") > 1:
                yield _last(name), _all_gone(every)
    for n, match in enumerate(_METHOD.finditer(line)):
        inside = arguments(line, match.end())
        if n < _MOST and names is _CLEANS and (match["cleans"] or _SIGNS.search(inside)):
            yield match["name"], line[: match.start()] + line[match.end() + len(inside) + 1 :]
    filters = {match[0]: match["name"] for match in _FILTER.finditer(line)} if "|" in line else {}
    for text, name in filters.items():
        yield name, line.replace(text, "")
        yield name, line.replace(text, "", 1)


def _is_part(line: str) -> bool:
    """Tell whether a line is one argument of several, which may come back beside the others."""
    return line.rstrip().endswith(",") and _METHOD.search(line) is not None and _NAMED.match(line) is None


def _all_gone(line: str) -> str:
    for _ in range(_MOST):
        at = line.find("\0(")
        if at < 0:
            break
        inside = arguments(line, at + 2)
        line = line[:at] + first_argument(inside).strip() + line[at + 3 + len(inside) :]
    return line


def _last(name: str) -> str:
    for sign in ("->", "::", "."):
        name = name.rpartition(sign)[2]
    return name


def _bare(text: str) -> str:
    return "".join(text.split())
