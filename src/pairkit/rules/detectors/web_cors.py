"""Which other websites a browser lets in: any, or any with the visitor's cookies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import COMMENT, changed_lines, code_lines, files_of, parts
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region, lower

_ANY = pattern_of(
    r"(?P<star>\ballow_origins\s{0,3}[=:]\s{0,3}[\[(]?\s{0,9}[\"']\*[\"']"
    r"|\bCORS_(?:ORIGIN_)?ALLOW_ALL(?:_ORIGINS)?\s{0,3}=\s{0,3}True\b"
    r"|\bCORS\(\s{0,3}\w{1,40}\s{0,3}(?:\)|,\s{0,3}(?:supports_credentials\s{0,3}=\s{0,3}True\s{0,3}\)"
    r"|origins\s{0,3}=\s{0,3}\[?[\"']\*|[^\n]{0,120}[\"']origins[\"']\s{0,3}:\s{0,3}\[?[\"']\*[\"']))"
    r"|(?<![\w.])cors\(\s{0,3}\)(?!\s{0,3}\{)|\borigin\s{0,3}:\s{0,3}(?:[\"']\*[\"']|true\b)"
    r"|(?i:access-control-allow-origin)[\"']\]?\s{0,3}[:,=]\s{0,3}[\"'`]\*[\"'`]"
    r"|^\s{0,20}(?i:access-control-allow-origin)\s{0,3}:\s{0,3}\*\s*$"
    r"|(?i:access-control-allow-origin):\s{0,3}\*[\"']\)"
    r"|(?:add_header"
    r"|Header\s{1,3}(?:always\s{1,3})?set)\s{1,3}[\"']?(?i:access-control-allow-origin)[\"']?\s{1,3}[\"']?\*"
    r"|@CrossOrigin\s{0,3}(?:\(\s{0,3}(?:origins\s{0,3}=\s{0,3})?\{?\s{0,3}\"\*\"|$|\(\s{0,3}\))"
    r"|\.allowedOrigin(?:s|Patterns)\(\s{0,3}\"\*\"|\bAllowAllOrigins\s{0,3}:\s{0,3}true"
    r"|\bAllowOrigins\s{0,3}:\s{0,3}(?:\[\]string\{)?\s{0,3}\"\*\""
    r"|\bAllowedOrigins\s{0,3}:\s{0,3}\[\]string\{\s{0,3}\"\*\"|^\s{0,20}origins\s{1,3}[\"']\*[\"']"
    r"|['\"]allowed_origins['\"]\s{0,3}=>\s{0,3}\[\s{0,3}['\"]\*|\bAllowAnyOrigin\(\)"
    r"|\bcors\.AllowAll\(\)|\bcors\.Default\(\)|\b(?:middleware|handlers)\.CORS\(\s{0,3}\)|\bcors\.New\(\s{0,3}\)"
    r"|\.addAllowedOrigin(?:Pattern)?\(\s{0,3}(?:\"\*\"|CorsConfiguration\.ALL)"
    r"|\.setAllowedOrigin(?:s|Patterns)\(\s{0,3}[\w.]{1,40}\(\s{0,3}(?:\"\*\"|CorsConfiguration\.ALL)"
    r"|\bCorsLayer::(?:very_)?permissive\(\)|\bCors::permissive\(\)|\.allow_any_origin\(\)"
    r"|\.allow_origin\(\s{0,3}(?:\w{1,20}::)?Any\b"
    r"|\.enableCors\(\s{0,3}\)|\bNestFactory\.create\([^\n]{0,80}\bcors\s{0,3}:\s{0,3}true"
    r"|\ballow_origin_regex\s{0,3}=\s{0,3}r?[\"']\^?(?:https\?://)?\.\*[\"'$])"
    r"|(?P<handed>(?i:access-control-allow-origin):\s{0,3}[\"']\s{0,3}\.\s{0,3}\$\w{0,20}[oO]rigin)"
    r"|(?P<echo>(?i:access-control-allow-origin)[\"']?\]?\s{0,3}[,:=]\s{0,3}[^\n]{0,40}?(?:headers\.origin"
    r"|headers\[[\"']origin|headers\.get\([\"']origin"
    r"|HTTP_ORIGIN)|\bsetOrigin\(request\.getHeader|\borigin\s{0,3}:\s{0,3}\(?\s{0,3}(?:_?origin"
    r"|_)\s{0,3},\s{0,3}\w+\s{0,3}\)?\s{0,3}=>\s{0,3}\w+\(null,\s{0,3}true\))"
)
_COOKIES = pattern_of(
    r"(?i)\ballow_credentials['\"]?\s{0,3}[=:]\s{0,3}True\b|\bCORS_ALLOW_CREDENTIALS\s{0,3}=\s{0,3}True\b"
    r"|\bcredentials\s{0,3}:\s{0,3}true\b"
    r"|access-control-allow-credentials[\"']?\]?\s{0,3}[:,=]?\s{0,3}[\"']?true"
    r"|\b(?:set)?[aA]llowCredentials\s{0,3}[(=:]\s{0,3}[\"']?true"
    r"|\bsupports_credentials['\"]?\s{0,3}(?:=|=>)\s{0,3}True\b|^\s{0,20}credentials:?\s{1,3}true"
)
_LISTED = pattern_of(r"\b(?:in_array|array_search|preg_match|str_ends_with)\(|(?i:allowed_?origins)")
"""What stands above where an origin is sent back only if it is on a list."""
_WORDS = ("cors", "origin")
_NEAR = 12
_PLACES = pattern_of(
    r"\.(?:py|[cm]?[jt]sx?|vue|svelte|php|rb|java|kt|go|rs|cs|ya?ml|toml"
    r"|conf|json|htaccess)$|(?:^|/)(?:_headers|nginx[^/]*|\.htaccess"
    r"|Caddyfile)$"
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file: what is open to any origin, and with `with-cookies` whether cookies come along."""
    wanted = rule["id"] == "cors-any-with-cookies"
    for file in files_of(regions):
        if _PLACES.search(file.path):
            found = _first(file, wanted)
            if found is not None:
                yield found


def _first(file: FileChange, wanted: bool) -> Found | None:
    changed: dict[int, str] = {}
    for block in parts(file):
        if not any(_ANY.search(line) for line in _speaking(block.text)):
            continue
        changed = changed or changed_lines(file)
        lines = {n: line for n, line in block.lines() if len(line) < _LONGEST and not COMMENT.match(line)}
        for number, line in code_lines(lines):
            match = _ANY.search(line)
            if match is None:
                continue
            if match["handed"] and any(_LISTED.search(lines[n]) for n in range(number - _NEAR, number) if n in lines):
                continue
            near = [n for n in range(number - _NEAR, number + _NEAR + 1) if n in lines and _COOKIES.search(lines[n])]
            touched = next((n for n in (number, *near) if n in changed), None) if near else None
            if near and touched is not None and wanted:
                place = number if number in changed else touched
                return Found(
                    file.path, place, NEW, changed[place].strip()[:160], {"what": match[0].strip()[:80]}, key="cors"
                )
            if not near and not wanted and number in changed:
                return Found(file.path, number, NEW, line.strip()[:160], {"what": match[0].strip()[:80]}, key="cors")
    return None


def _speaking(text: str) -> Iterator[str]:
    """Yield the lines that speak of origins: in most files with such a word there is none to read on for."""
    lowered = lower(text)
    for word in _WORDS:
        at = lowered.find(word)
        while at >= 0:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            end = end if end >= 0 else len(text)
            if end - start < _LONGEST:
                yield text[start:end]
            at = lowered.find(word, end)


_LONGEST = 1000
