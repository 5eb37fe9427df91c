"""Migrations without a way back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, NEW, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import compiled
from pairkit.rules.reading.migrations import COMMENT, each_block, line_of


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each such place in the forward direction."""
    return each_block(regions, _no_return)


_NO_RETURN = {
    "py": r"^def[ \t]+downgrade\([^)]*\)[^:\n]*:[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*"
    r"|\"\"\"[^\"]{0,300}\"\"\")?\n){0,6}[ \t]*(?:pass|return|\.\.\.|raise\b[^\n]*)[ \t]*(?:#[^\n]*)?$"
    r"|\bmigrations\.RunPython\(\s{0,40}(?:code\s*=\s*)?[\w.]+\s{0,20},?\s{0,40}\)",
    "rb": r"^[ \t]*raise[ \t]+(?:ActiveRecord::)?IrreversibleMigration",
    "js": r"\bexports\.down[ \t]*=[ \t]*(?:async[ \t]*)?(?:function[^{\n]{0,60}"
    r"|\([^)\n]{0,60}\)[ \t]*=>[ \t]*)\{\s{0,40}(?://[^\n]*\s{0,40})?\}"
    r"|\basync[ \t]+down\([^)\n]{0,120}\)[^{\n]{0,40}\{\s{0,40}(?://[^\n]*\s{0,40})?\}"
    r"|\bfunction[ \t]+down\([^)\n]{0,120}\)[^{\n]{0,40}\{\s{0,40}(?://[^\n]*\s{0,40})?\}",
    "php": r"\bfunction[ \t]+down\(\)[^{\n]{0,20}\s{0,20}\{\s{0,40}(?://[^\n]*\s{0,40})?\}",
}
_EMPTY = pattern_of(
    r"^def[ \t]+upgrade\([^)]*\)[^:\n]*:\s*(?:\"\"\"[^\"]{0,300}\"\"\"\s*|#[^\n]*\s*)*(?:pass\b|\Z"
    r"|\n\ndef)",
    re.MULTILINE,
)


def _no_return(file: FileChange, block: Block, kind: str) -> Iterator[Found]:
    if kind not in _NO_RETURN or (kind == "py" and _EMPTY.search(block.text)):
        return
    for match in compiled(_NO_RETURN[kind]).finditer(block.text):
        if kind != "py" or "downgrade" not in match[0] or file.status == ADDED:
            line = line_around(block.text, match.start())
            if not COMMENT.match(line):
                yield Found(file.path, line_of(block, match), NEW, line, {"name": line}, key=line)
                return
