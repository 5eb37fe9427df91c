"""What a GitHub workflow lets strangers and third parties do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_COMMENT = pattern_of(r"^\s*#")
_TRIGGER = pattern_of(
    r"^\s*(?:-\s*)?(?:pull_request_target|workflow_run)\b|^\s*[\"']?on[\"']?\s*:.*\bpull_request_target\b"
)
_FOREIGN = pattern_of(
    r"\bref:\s*.{0,40}(?:github\.event\.pull_request\.head\.(?:sha|ref)|github\.head_ref|pull_request\.merge_commit_sha"
    r"|refs/pull/|workflow_run\.head_(?:sha|branch))|\bgh pr checkout\b|\bgit fetch\b.{0,80}\bpull/"
)
_UNTRUSTED = pattern_of(
    r"\$\{\{[^}]{0,80}\bgithub\.(?:head_ref\b|event\.(?:issue|pull_request|discussion|comment|review|review_comment"
    r"|head_commit|workflow_run|commits|pages)\b(?!\.base\b)[\w.\[\]*]{0,60}\.(?:title|body|ref|label|message|name|email|page_name"
    r"|head_branch)\b)"
)
_KEY = pattern_of(r"^(?P<indent>\s*)(?:-\s+)?(?P<key>[\w-]+):(?P<rest>.*)$")
_WRITE = pattern_of(r"^\s*(?:permissions:\s*(?P<all>write-all)|(?P<scope>[a-z-]+):\s*write)\s*(?:#.*)?$")
_SCOPES = {"contents", "packages", "actions", "deployments", "id-token", "pages", "attestations"}
_PERMISSIONS = pattern_of(r"^\s*permissions:")
_USES = pattern_of(r"^\s*(?:-\s*)?uses:\s*[\"']?(?P<action>[\w.-]+/[\w./-]+)@(?P<ref>[^\s\"'#]+)")
_HASH = pattern_of(r"^[0-9a-f]{40}$")
_OWN = {"actions", "github"}


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a workflow for each thing it newly allows."""
    if context.change.source == "all" and rule["id"] in _ONLY_CHANGES:
        return
    for file in files:
        if file.status != DELETED and file.hunks:
            found = _LOOKS[rule["id"]](file)
            if found:
                yield found


def _lines(file: FileChange, side: str) -> list[tuple[int, str]]:
    """Return the changed lines of a side that are no comments."""
    return [pair for block in file.blocks(side) for pair in block.lines() if not _COMMENT.match(pair[1])]


def _seen(file: FileChange, side: str) -> list[tuple[int, str]]:
    half = file.new if side == NEW else file.old
    parts = half.parts() if half else ()
    return [pair for block in parts for pair in block.lines() if not _COMMENT.match(pair[1])]


def _found(file: FileChange, line: int, text: str, what: str, side: str = NEW, variant: str = "") -> Found:
    facts = {"what": what, **({"variant": variant} if variant else {})}
    return Found(file.path, line, side, text.strip()[:160], facts, key=text.strip())


def _foreign_code(file: FileChange) -> Found | None:
    """A workflow with the project's secrets that checks out what a stranger sent."""
    seen, new = _seen(file, NEW), {number for number, _ in _lines(file, NEW)}
    triggers = [pair for pair in seen if _TRIGGER.match(pair[1])]
    checkouts = [pair for pair in seen if _FOREIGN.search(pair[1])]
    touched = [pair for pair in (*checkouts, *triggers) if pair[0] in new]
    if not (triggers and checkouts and touched):
        return None
    return _found(file, *touched[0], triggers[0][1].strip(" -:"))


def _target(file: FileChange) -> Found | None:
    if any("pull_request_target" in line for _, line in _lines(file, OLD)) or _foreign_code(file):
        return None
    hit = next((pair for pair in _lines(file, NEW) if _TRIGGER.match(pair[1]) and "_target" in pair[1]), None)
    return _found(file, *hit, "pull_request_target") if hit else None


def _injection(file: FileChange) -> Found | None:
    half = file.new
    new = {number for number, _ in _lines(file, NEW)}
    for block in half.parts() if half else ():
        for number, line in block.lines():
            match = _UNTRUSTED.search(line) if number in new else None
            if match and _runs(block, number - block.start):
                return _found(file, number, line, match[0].strip("${ "))
    return None


def _runs(block: Block, at: int) -> bool:
    """Tell whether a line belongs to `run:` or to a script, not to `env:`, `with:` or a condition."""
    lines = block.text.split("\n")
    own = _KEY.match(lines[at])
    if own and own["key"] in {"run", "script"}:
        return True
    indent = len(lines[at]) - len(lines[at].lstrip())
    for line in reversed(lines[:at]):
        key = _KEY.match(line)
        if key and len(key["indent"]) < indent and line.strip():
            return key["key"] in {"run", "script"} and key["rest"].strip()[:1] in {"|", ">"}
    return False


def _permissions(file: FileChange) -> Found | None:
    before = {" ".join(line.split()) for _, line in _lines(file, OLD)}
    for number, line in _lines(file, NEW):
        match = _WRITE.match(line)
        if match and (match["all"] or match["scope"] in _SCOPES) and " ".join(line.split()) not in before:
            return _found(file, number, line, line.strip(), variant="wider")
    gone = next(
        (pair for pair in _lines(file, OLD) if pair[1].startswith("permissions:") and "write-all" not in pair[1]), None
    )
    if gone and not any(_PERMISSIONS.match(line) for _, line in _seen(file, NEW)):
        return _found(file, *gone, "permissions", OLD, "gone")
    return None


def _unpinned(file: FileChange) -> Found | None:
    before = {
        match["action"]
        for _, line in _seen(file, OLD)
        if (match := _USES.match(line)) and not _HASH.match(match["ref"])
    }
    hits = []
    for number, line in _lines(file, NEW):
        match = _USES.match(line)
        if match and match["action"].split("/")[0].lower() not in _OWN and not _HASH.match(match["ref"]):
            branch = match["ref"] in {"main", "master", "develop", "latest", "HEAD", "trunk"}
            if match["action"] not in before or branch:
                hits.append((number, line, f"{match['action']}@{match['ref']}"))
    if not hits:
        return None
    names = list(dict.fromkeys(name for _, _, name in hits))
    return _found(file, *hits[0][:2], ", ".join(names[:3]) + (" …" if len(names) > 3 else ""))


def _triggers(file: FileChange) -> Found | None:
    """A trigger that is gone, or a filter that came: the checks run less often than before."""
    if file.status == ADDED:
        return None
    came = {line.strip() for _, line in _lines(file, NEW)}
    went = {line.strip() for _, line in _lines(file, OLD)}
    lines = [(n, t) for n, t in _lines(file, NEW) if _FILTER.match(t) and t.strip() not in went]
    if lines:
        return _found(file, *lines[0], lines[0][1].strip(), variant="filter")
    inline = {word for line in came if line.startswith(("on:", "'on':", '"on":')) for word in re.findall(r"\w+", line)}
    for number, line in _lines(file, OLD):
        match = _EVENT.match(line)
        if match and line.strip() not in came and match["event"] not in inline and not _named(came, match["event"]):
            return _found(file, number, line, match["event"], OLD, "gone")
    return None


def _named(lines: set[str], event: str) -> bool:
    return any(re.match(rf"(?:- )?{event}\b", line) for line in lines)


_FILTER = pattern_of(r"^\s*(?:paths-ignore:|branches-ignore:|paths:|(?:-\s+)?if:\s*(?:\$\{\{\s*)?[\"']?false\b)")
_EVENT = pattern_of(r"^\s*(?:-\s+)?(?P<event>pull_request|merge_group|push)\s*:?\s*(?:\{\})?\s*$")
_LOOKS: dict[str, Callable[[FileChange], Found | None]] = {
    "workflow-runs-foreign-code": _foreign_code,
    "pull-request-target": _target,
    "workflow-injection": _injection,
    "workflow-permissions": _permissions,
    "action-unpinned": _unpinned,
    "check-narrowed": _triggers,
}
_ONLY_CHANGES = {"workflow-permissions", "check-narrowed"}
