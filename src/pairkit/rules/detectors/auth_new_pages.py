"""New files whose pages change something and that nowhere ask who somebody is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, NEW, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import files_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.guards import IMPORT
from pairkit.rules.reading.lost import COMMENT, JS

_WRITES = {
    "py": pattern_of(
        r"^\s*@[\w.]{1,60}\.(?:post|put|patch|delete)\(\s*(?:[\"'](?P<name>[^\"'\n]{0,100})|$)"
        r"|^\s*@[\w.]{1,60}\.(?:api_)?route\(\s*[\"'](?P<other>[^\"'\n]{0,100})[\"'][^\n]{0,100}methods\s*=[^\n]{0,60}[\"'](?:POST|PUT|PATCH|DELETE)"
        r"|^\s*@api_view\([^\n]{0,60}[\"'](?P<view>POST|PUT|PATCH|DELETE)"
    ),
    "js": pattern_of(
        r"^\s*(?:app|api|server|fastify|\w{0,40}[rR]outer|\w{0,40}Routes)\.(?:post|put|patch|delete)\(\s*[\"'`](?P<name>/[^\"'`\n]{0,100})"
        r"|^export\s+(?:async\s+)?function\s+(?P<other>POST|PUT|PATCH|DELETE)\b|^export\s+const\s+(?P<view>POST|PUT|PATCH|DELETE)\s*="
    ),
}
_ASKS = pattern_of(
    r"(?i)auth(?!ors?\b)|current_?user|log_?in|signed|permission|\btokens?\b|_token|token_|api_?key|verify|secret|signature|security\b"
    r"|admin|\broles?\b|guard|protect|jwt|\bowner|polic(?:y|ies)|get(?:Server)?Session|req\.session|request\.user|req\.user|useSession|clerk"
    r"|(?:app|router)\.use\(|dependencies\s*=|before_request|middleware|hmac|captcha|\bpublic\b"
)
_OPEN = pattern_of(
    r"(?i)sign_?(?:in|up|out)|regist|health|ping|status|ready|live|webhook|hook|callback|subscri|contact|feedback|newsletter|search|track"
    r"|analytics|metrics|csp|report|cron|chat|completion|generate|predict|preview|graphql|mock|demo|playground|hello"
)

_WIDE = 600
_LONGEST = 1500


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the first such page of each new file."""
    for file in files_of(regions):
        if file.status == ADDED and not _OPEN.search(file.path):
            yield from _first(file)


def _first(file: FileChange) -> Iterator[Found]:
    ending = file.path.rpartition(".")[2].lower()
    head = _WRITES.get("js" if ending in JS else ending)
    lines = [(n, line) for block in file.blocks(NEW) for n, line in block.lines() if len(line) < _WIDE]
    code = [(n, line) for n, line in lines if not COMMENT.match(line) and not IMPORT.match(line)]
    if head is None or len(lines) > _LONGEST or any(_ASKS.search(line) for _, line in code):
        return
    for number, line in code:
        match = head.match(line)
        name = match and (match["name"] or match["other"] or match["view"] or file.path.rpartition("/")[2])
        if name and not _OPEN.search(name):
            yield Found(file.path, number, NEW, line.strip()[:160], {"name": name}, key="pages")
            return
