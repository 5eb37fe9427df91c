"""Calls, filters and marks that make a stranger's text harmless, and the value that each is given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pairkit.lazy import pattern as pattern_of
from pairkit.rules.reading.lost import COMMENT

ESCAPES = pattern_of(
    r"\b(?P<name>bleach\.clean|DOMPurify\.sanitize|(?:html\.|markupsafe\.|django\.utils\.html\.|sqlstring\."
    r"|mysql\.)?escape"
    r"|(?!un)\w{0,30}?[eE]scape(?!Reg|_re|Re[gx])\w{0,30}|conditional_escape|format_html|html_escape"
    r"|htmlspecialchars|htmlentities|html_?chars|html_?encode|strip_tags|esc_html|esc_attr"
    r"|wp_kses\w*|nh3\.clean|\w{0,30}?[sS]aniti[sz]e\w{0,30}|ctype_\w{4,8}|[cC]heck_?(?:[uU]rl|URL|[uU]ri"
    r"|[pP]ath)\w{0,20}|(?:HTML)?EscapeString|HTMLEscaper|(?:Query|Path)Escape|clean_html|xss|purify"
    r"|shlex\.quote|escapeshellarg|escapeshellcmd|shellescape"
    r"|Shellwords\.escape|quote_ident\w*|real_escape_string|secure_filename|safe_join|basename|is_safe_url"
    r"|url_has_allowed_host_and_scheme|get_next_path|AllowURLSchemeWithCustomPolicy|(?:get|to|make|as|ensure"
    r"|only)?_?[sS]afe_?(?:[uU]rl|URL|[uU]ri|[pP]ath|[nN]ext|[rR]edirect|[lL]ink|[hH]ref|[hH]tml)\w{0,20}"
    r"|[cC]heck\w{0,20}Traversal\w{0,20}|is_relative_to|ERB::Util\.h|json_escape|(?:remove|strip)_?(?:lr|cr|lf"
    r"|crlf|new_?lines?|tags|html|scripts?|unsafe|control)\w{0,20})\("
    r"|\.(?P<method>stripTags|escapeHTML|escapeHtml|escape_html|html_escape|to_xs)(?:\(\s?\)|(?![\w(]))"
    r"|(?P<tag><c:out|\bfn:escapeXml|\bth:text=|\|\s*(?:e|escape|escapejs|striptags|bleach|force_escape"
    r"|urlencode|url_encode|escape_once|sanitize)\b)"
    r"|(?P<prop>\.(?:textContent|innerText)\s*=|\btextContent:)"
    r"|\$\([\"']<div/?>[\"']\)(?P<jq>\.text)\((?=[^()]{1,80}\)\.html\(\))"
    r"|<%=\s*(?P<erb>sanitize|strip_tags|h|j|escape_javascript|json_escape)\b"
)


def cleaned(line: str) -> Iterator[tuple[str, str]]:
    """Yield (what cleans, the value it cleans) for each place of a line of code."""
    if (
        len(line) > 1000
        or COMMENT.match(line)
        or re.match(r"\s*(?:import|from|use|def|function|func|public|private)\b", line)
    ):
        return
    for match in ESCAPES.finditer(line):
        rest = line[match.end() : match.end() + 160]
        if match["tag"] and match["tag"].startswith("|"):
            rest = line[max(0, match.start() - 60) : match.start()].rpartition("{{")[2]
        if match["method"]:
            rest = line[max(0, match.start() - 60) : match.start()]
        yield next(filter(None, match.groups())).strip("<.= ").rpartition(".")[2], rest
