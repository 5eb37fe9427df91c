"""Find secrets by the shapes that vendors document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pairkit.rules.context import Context
from pairkit.rules.decoys import is_placeholder
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Places, Region
from pairkit.rules.mask import masked


def find_shapes(context: Context, hay: Places) -> Iterator[Found]:
    """Yield every added text that has the shape of a known secret and is not a known decoy."""
    for shape in context.playbooks.shapes:
        regions = hay.regions(shape["literals"])
        if not regions:
            continue
        pattern = re.compile(shape["pattern"])
        for region in regions:
            yield from _in_region(shape, pattern, region)


def _in_region(shape: dict[str, str], pattern: re.Pattern[str], region: Region) -> Iterator[Found]:
    for match in pattern.finditer(region.block.text, region.start, region.end):
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


def _fits(checksum: str, secret: str) -> bool:
    if not checksum:
        return True
    from pairkit.rules.checksums import CHECKSUMS

    return CHECKSUMS[checksum](secret)
