"""Lines that came and did not stand in the file before, by the pattern of the rule: one finding a file.

A plain `added` pattern also sees a line that only moved or was indented anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, FileChange
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
            yield min(found, key=lambda one: one.line or 0)._replace(facts=facts)


def _fits(entry: Mapping[str, Any], file: FileChange) -> bool:
    if "status" in entry and file.status not in entry["status"]:
        return False
    path = normal(file.path)
    return any_matches(entry.get("paths", ("**",)), path) and not any_matches(entry.get("not_paths", ()), path)


def _hits(region: Region, pattern: re.Pattern[str]) -> Iterator[Found]:
    gone = {" ".join(line.split()) for block in region.file.blocks(OLD) for _, line in block.lines()}
    for match in pattern.finditer(region.block.text, region.start, region.end):
        at = match.start("what") if "what" in pattern.groupindex and match["what"] else match.start()
        evidence = line_around(region.block.text, at)
        if (evidence.startswith(_COMMENTS) and not _MARK.match(evidence)) or " ".join(evidence.split()) in gone:
            continue
        what = " ".join((match.groupdict().get("what") or match[0]).split())[:60]
        yield Found(region.file.path, region.block.line_at(at), NEW, evidence, {"what": what}, key=evidence)
