"""Lines that came and did not stand in the file before, by the pattern of the rule: one finding a file.

A plain `added` pattern also sees a line that only moved or was indented anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.project.globs import any_matches, normal
from pairkit.rules.context import Context
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_NAME = __name__.rpartition(".")[2]
_COMMENTS = ("#", "//", "/*", "* ", "<!--", ";", "REM ")
_MARK = pattern_of(
    r"\s?(?:#|//|/\*|--)\s*#?(?:nosec|nosemgrep|gitleaks:allow|trivy:ignore|checkov:skip|tfsec:ignore|lgtm\[|codeql\[|snyk:)"
)
"""Marks for scanners may stand on a line of their own: such a comment does something."""
_SHOWN = 3
_COUNTS_ONLY = "--exit-zero"


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file for all lines that fit `added` of this rule's entries and are new to the file."""
    patterns = [(one, re.compile(one["added"], re.MULTILINE)) for one in rule["detect"] if one.get("detector") == _NAME]
    hits: dict[str, list[Found]] = {}
    for region in regions:
        if region.block.side == NEW and not region.file.generated:
            for entry, pattern in patterns:
                if _fits(entry, region.file):
                    hits.setdefault(region.file.path, []).extend(_hits(region, pattern))
    for found in hits.values():
        if found:
            words = list(dict.fromkeys(str(one.facts["what"]) for one in found))
            shown = ", ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
            facts = {"what": shown, "count": len(found)}
            yield min(found, key=lambda one: one.line or 0)._replace(
                facts=facts, severity=_severity(rule, files, found)
            )


def _severity(rule: Mapping[str, Any], files: list[FileChange], found: list[Found]) -> str:
    """Return "should" where a check is weak from the first day: nothing that held before was taken away."""
    new = any(file.path == found[0].file and file.status == ADDED for file in files)
    return "should" if new and rule["class"] == "gate-weakened" and rule["severity"] == "must" else ""


def _fits(entry: Mapping[str, Any], file: FileChange) -> bool:
    if "status" in entry and file.status not in entry["status"]:
        return False
    path = normal(file.path)
    return any_matches(entry.get("paths", ("**",)), path) and not any_matches(entry.get("not_paths", ()), path)


def _gone(file: FileChange, pattern: re.Pattern[str]) -> tuple[set[str], set[str]]:
    """Return the lines that went from a file, and what the pattern finds in them."""
    went = [block.text for block in file.blocks(OLD)]
    lines = {_plain(line) for text in went for line in text.split("\n")}
    return lines, {_what(match) for text in went for match in pattern.finditer(text)}


def _hits(region: Region, pattern: re.Pattern[str]) -> Iterator[Found]:
    gone: tuple[set[str], set[str]] | None = None
    for match in pattern.finditer(region.block.text, region.start, region.end):
        at = match.start("what") if "what" in pattern.groupindex and match["what"] else match.start()
        evidence = line_around(region.block.text, at)
        if evidence.startswith(_COMMENTS) and not _MARK.match(evidence):
            continue
        what = _what(match)
        gone = _gone(region.file, pattern) if gone is None else gone
        if _plain(evidence) in gone[0] or what in gone[1]:
            continue
        if not (_COUNTS_ONLY in what and _also_strict(region.file, what.split()[0])):
            facts = {"what": what[:60]}
            yield Found(region.file.path, region.block.line_at(at), NEW, evidence, facts, key=evidence)


def _also_strict(file: FileChange, tool: str) -> bool:
    """Tell whether the same tool also runs so that it stops: the second run only prints what could be better."""
    lines = [line.strip() for block in (file.new.parts() if file.new else ()) for _, line in block.lines()]
    runs = re.compile(rf"(?:^|run:|[\w-] )\s*{re.escape(tool)}\s+[.\w-]")
    said = [line for line in lines if not line.startswith(_COMMENTS) and " install " not in line]
    return any(runs.search(line) and _COUNTS_ONLY not in line and "|| " not in line for line in said)


def _what(match: re.Match[str]) -> str:
    return _plain(match.groupdict().get("what") or match[0])


def _plain(text: str) -> str:
    return " ".join(text.split())
