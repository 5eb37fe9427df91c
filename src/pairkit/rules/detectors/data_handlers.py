"""Handlers that keep an error from everybody, that only write it down, or that catch more than before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import files_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.handlers import SILENT, TOLD, WRITTEN, Handler, handlers

_EACH = 2
_NAMED = pattern_of(r"\s{0,9}(?:=>|\bas)\s{0,9}\w+|\(\s{0,9}\$?\w+\s{0,9}\)|\s\$\w+(?=\s{0,9}\))")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield the handlers of one kind, the rule's id says which: two a file at most, or the first with their count."""
    does = SILENT if rule["id"] == "error-swallowed" else WRITTEN
    for file in files_of(regions):
        if file.status == DELETED or (context.change.source == "all" and does == WRITTEN):
            continue
        found = [one for one in _fresh(file) if one[1].does == does and one[1].broad]
        shown = found if len(found) <= _EACH else found[:1]
        for line, one in shown:
            facts: dict[str, object] = {"what": one.header[:80], "count": len(found)}
            if len(found) > _EACH:
                facts["variant"] = "many"
            severity = "note" if does == WRITTEN and not one.gives else ""
            yield Found(file.path, line, NEW, one.header[:160], facts, key=one.header, severity=severity)


def _fresh(file: FileChange) -> Iterator[tuple[int, Handler]]:
    """Yield the handlers that a change touches and that did more for an error before, each with its changed line."""
    came, went = _numbers(file, NEW), _numbers(file, OLD)
    old = list(handlers(file, OLD)) if file.old is not None else []
    before: dict[tuple[str, str], list[int]] = {}
    for one in old:
        before.setdefault(_place(one), []).append(one.does if one.broad else TOLD)
    cut = {_place(one) for one in old if not went.isdisjoint(range(one.first, one.last + 1))}
    for one in handlers(file):
        touched = sorted(came.intersection(range(one.first, one.last + 1)))
        if not touched and _place(one) not in cut:
            continue
        stood = before.get(_place(one), [])
        same = next((does for does in stood if does >= one.does), None)
        if same is not None:
            stood.remove(same)  # it stood there already
        else:
            yield touched[0] if touched else one.first, one


def _numbers(file: FileChange, side: str) -> set[int]:
    return {number for block in file.blocks(side) for number, _ in block.lines()}


def _place(one: Handler) -> tuple[str, str]:
    """Return what makes a handler the same before and after, whatever name it gives the error."""
    return _NAMED.sub("", one.header), one.above
