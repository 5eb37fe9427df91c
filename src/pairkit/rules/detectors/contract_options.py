"""Options of a command line that went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import NEW, OLD, Change, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT, Lost, findings
from pairkit.rules.reading.once import once


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding for each file that loses something of this kind."""
    return findings(context, files, regions, _lost_options)


_OPTION = pattern_of(
    r"(?:\badd_argument\(|\b(?:click|typer)\.(?:option|Option)\(|\.(?:option|requiredOption)\(|\badd_option\("
    r"|#\[(?:arg|clap)\()"
    r"[^\n]{0,60}?[\"'](?:-\w,?\s*[\"']?,?\s*[\"']?)?(?P<k>--[\w-]+)"
    r"|\b(?:flag|flags|fs|Flags\(\)|PersistentFlags\(\))\.(?:String|Bool|Int|Duration|Float64"
    r"|StringSlice)(?:Var)?P?\((?:&[\w.]+,\s*)?\"(?P<g>[\w-]+)\""
)


@once
def _came(change: Change) -> set[str]:
    return {name for file in change.files for name, _ in _options(file, NEW)}


def _options(file: FileChange, side: str) -> Iterator[tuple[str, Lost]]:
    for block in file.blocks(side):
        # An option may stand on the line below the call.
        flat = re.sub(r"\(\s*\n\s*", lambda match: "(" + " " * (len(match[0]) - 1), block.text)
        for match in _OPTION.finditer(flat):
            name = match["k"] or "--" + match["g"]
            line = block.line_at(match.start())
            text = line_around(block.text, match.start())
            if not COMMENT.match(text):
                yield name, Lost(line, side, name, text)


def _lost_options(context: Context, file: FileChange) -> Iterator[Lost]:
    came = _came(context.change)
    for name, lost in _options(file, OLD):
        if name not in came:
            yield lost
    yield from _below(file, came)


_ALONE = pattern_of(r"\s*[\"'](?P<k>--[\w-]+)(?:/--[\w-]+)?[\"'],\s*$")
_CALL = pattern_of(r"(?:\badd_argument|\boption|\bOption|\badd_option)\(\s*$")


def _below(file: FileChange, came: set[str]) -> Iterator[Lost]:
    """Yield options whose name stands on a line of its own, below a call that is not changed."""
    touched = {number for block in file.blocks(OLD) for number, _ in block.lines()}
    now = {match["k"] for block in file.blocks(NEW) for _, line in block.lines() if (match := _ALONE.match(line))}
    for block in file.old.parts() if file.old and touched else ():
        above = ""
        for number, line in block.lines():
            match = _ALONE.match(line) if number in touched and number - 1 not in touched else None
            if match and match["k"] not in came | now and _CALL.search(above):
                yield Lost(number, OLD, match["k"], line.strip())
            above = line if not _ALONE.match(line) else above
