"""Rules of access that let more people in than before: for stored data, for addresses, for what needs no sign-in.

Only what stands in one place before and after is compared, so a new rule and one that was open already say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_ALLOW = pattern_of(r"\ballow[ \t]{1,8}(?P<for>[a-z, \t]{1,80}?)[ \t]{0,8}(?::\s{0,9}if\s(?P<if>[^;]{1,600}))?;")
_STORED = pattern_of(r"\"\.(?P<for>read|write)\"\s{0,4}:\s{0,4}(?:\"(?P<if>[^\"\n]{1,400})\"|true)")
_MEANS = {"read": {"get", "list"}, "write": {"create", "update", "delete"}}
_SIGNED_IN = pattern_of(r"\s*+\(?\s*+(?:request\.)?auth(?:\.uid)?\s{0,3}!==?\s{0,3}null\s*+\)?\s*+")
_MATCHER = pattern_of(r"\bmatcher\s{0,4}:\s{0,4}(?P<paths>\[[^\]]{0,2000}|[\"'`][^\"'`\n]{1,300}[\"'`])")
_PUBLIC = pattern_of(
    r"\b\w{0,20}(?i:public)\w{0,20}\s{0,4}(?::\s{0,3}[\w<>\[\]]{1,30}\s{0,3})?=[^\n;\[]{0,60}\[(?P<paths>[^\]]{0,2000})"
)
_PERMITTED = pattern_of(
    r"\.(?:requestMatchers|antMatchers|mvcMatchers|pathMatchers)\((?P<paths>[^()]{0,600})\)\s{0,80}\.permitAll\(\)"
    r"|\.ignoring\(\)\s{0,80}\.\w{1,30}\((?P<ignored>[^()]{0,600})\)"
)
_TEXT = pattern_of(r"[\"'`](?P<path>/[^\"'`\n]{0,200})[\"'`]")
_TELLING = pattern_of(
    r"/(?:\*\*|\(\.\*\)|:path\*|(?:api|admin|internal|manage\w{0,10}|users?|accounts?|orders?|payments?|billing"
    r"|dashboard|settings"
    r"|actuator)(?:[/(*]|$))"
)
_MEANT = re.compile(r"(?i)webhook|health|/auth/|log_?in|sign|public|cron|callback|/docs|/status")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a place that lets more in; nothing of a whole tree, which has no before."""
    for file in files if context.change.source != "all" else ():
        name = file.path.rpartition("/")[2]
        look = next((look for ending, look in _LOOKS.items() if name.endswith(ending)), None)
        if look and file.old is not None and file.new is not None:
            yield from look(file)


def _stored(file: FileChange) -> Iterator[Found]:
    """Firebase's rules: what asked who somebody is and asks less now."""
    pattern = _STORED if file.path.endswith("json") else _ALLOW
    for hunk in file.hunks:
        if hunk.removed is None or hunk.added is None:
            continue
        before = [(_meant(match), _strength(match["if"])) for match in pattern.finditer(hunk.removed.text)]
        for match in pattern.finditer(hunk.added.text):
            meant, now = _meant(match), _strength(match["if"])
            was = max((strength for ways, strength in before if ways & meant), default=0)
            if now < was and not (now == 0 and meant & _MEANS["write"]):  # writing for all has a rule of its own
                yield _found(file, hunk.added, match.start(), match[0])


def _meant(match: re.Match[str]) -> set[str]:
    words = re.findall(r"[a-z]+", match["for"])
    return {way for word in words for way in _MEANS.get(word, {word})}


def _strength(condition: str | None) -> int:
    """Return 0 for everybody, 1 for everybody who is signed in, 2 for what asks more."""
    if condition is None or condition.strip() in ("true", "(true)"):
        return 0
    return 1 if _SIGNED_IN.fullmatch(condition) else 2


def _watched(file: FileChange) -> Iterator[Found]:
    """Next.js: addresses that its guard no longer looks at, and those that need no sign-in any more."""
    old, new = _paths(file, OLD, _MATCHER), _paths(file, NEW, _MATCHER)
    gone = [path for path in old if new and not any(_covers(other, path) for other in new)]
    for path in gone:
        block, at = next(iter(new.values()))
        yield _found(file, block, at, path)
        break
    yield from _let_in(file, _PUBLIC)


def _permitted(file: FileChange) -> Iterator[Found]:
    """Spring: addresses that are added to those which need no sign-in."""
    yield from _let_in(file, _PERMITTED)


def _let_in(file: FileChange, pattern: re.Pattern[str]) -> Iterator[Found]:
    old, new = _paths(file, OLD, pattern), _paths(file, NEW, pattern)
    changed = {number for block in file.blocks(NEW) for number, _ in block.lines()}
    for path, (block, at) in new.items():
        fresh = path not in old and block.line_at(at) in changed
        if fresh and _TELLING.match(path) and not _MEANT.search(path):
            yield _found(file, block, at, path)
            break


def _paths(file: FileChange, side: str, pattern: re.Pattern[str]) -> dict[str, tuple[Block, int]]:
    """Return the addresses in what a pattern finds on one side, each with its place."""
    half = file.new if side == NEW else file.old
    found: dict[str, tuple[Block, int]] = {}
    for block in half.parts() if half else ():
        for match in pattern.finditer(block.text):
            group = "paths" if match["paths"] is not None else "ignored"
            for one in _TEXT.finditer(match[group]):
                found.setdefault(one["path"], (block, match.start(group) + one.start()))
    return found


def _covers(pattern: str, path: str) -> bool:
    """Tell whether one matcher looks at what another did: the same, all but some, or all below a folder."""
    if pattern == path or pattern.startswith(("/((?!", "/(.*)", "/:path*")):
        return True
    folder = re.split(r"/?(?:\(\.\*\)|:\w+\*)", pattern, maxsplit=1)
    return len(folder) > 1 and (path == folder[0] or path.startswith(folder[0] + "/"))


def _found(file: FileChange, block: Block, at: int, what: str) -> Found:
    line = block.line_at(at)
    text = block.text.split("\n")[line - block.start].strip()
    return Found(file.path, line, NEW, text[:160], {"what": " ".join(what.split())[:80]}, key=text)


_LOOKS: dict[str, Callable[[FileChange], Iterator[Found]]] = {
    **dict.fromkeys((".rules", "rules.json"), _stored),
    **{f"{name}.{ending}": _watched for name in ("middleware", "proxy") for ending in ("ts", "js", "mjs", "tsx")},
    **dict.fromkeys((".java", ".kt"), _permitted),
}
