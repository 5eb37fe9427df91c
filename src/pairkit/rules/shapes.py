"""Find secrets by the shapes that vendors document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from pairkit.rules.context import Context
from pairkit.rules.decoys import is_placeholder
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Places, Region
from pairkit.rules.mask import masked

Plain = Mapping[str, Any]


def find_shapes(context: Context, hay: Places) -> Iterator[Found]:
    """Yield every added text that has the shape of a known secret and is not a known decoy."""
    for shape in context.playbooks.shapes:
        hits = hay.hits(shape["literals"])
        if not hits:
            continue
        pattern = re.compile(shape["pattern"])
        for region, positions in hits:
            yield from _in_region(shape, pattern, region, positions)


def _in_region(shape: Plain, pattern: re.Pattern[str], region: Region, positions: Sequence[int]) -> Iterator[Found]:
    for match in _matches(pattern, shape["leads"], region, positions):
        secret = match["secret"]
        if is_placeholder(secret):
            continue
        at = match.start("secret")
        yield Found(
            file=region.file.path,
            line=region.block.line_at(at),
            evidence=masked(secret),
            facts={"shape": shape["id"], "vendor": shape["vendor"]},
            key=f"{shape['id']} {line_around(region.block.text, at)}",
            secret=secret,
            confidence=shape["confidence"] if _fits(shape["checksum"], secret) else "likely",
        )


def _matches(
    pattern: re.Pattern[str], leads: list[int], region: Region, positions: Sequence[int]
) -> Iterator[re.Match[str]]:
    """Yield what `finditer` would; where a literal's place tells where a match can begin, only there is looked."""
    text, start, end = region.block.text, region.start, region.end
    if not leads:
        yield from pattern.finditer(text, start, end)
        return
    starts: Sequence[int] = positions if leads == [0] else [at - leads[0] for at in positions]
    if len(leads) > 1:
        starts = sorted(at - lead for lead in leads for at in positions)
    tried = map(pattern.match, repeat(text), starts, repeat(end))  # without a turn of a loop for each near miss
    for match in filter(None, tried):
        if match.start() >= start:
            start = match.end()
            yield match


def _fits(checksum: str, secret: str) -> bool:
    if not checksum:
        return True
    from pairkit.rules.checksums import CHECKSUMS

    return CHECKSUMS[checksum](secret)
