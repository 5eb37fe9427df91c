"""Turn measured times into tables, ratios and the targets of the design, and keep the raw ones as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

import variants

Series = Mapping[str, list[float]]
_OF_EMPTY = 4.0  # 80 ms where an empty Python hook takes 20
_OF_PRE_COMMIT = 0.1
_GROWTH = 1.5


@dataclass(slots=True)
class Measured:
    """One size: milliseconds by the clock (`times`) and of all processors (`busy`), by variant, round after round.

    `missing` says what a variant lacks to be measured.
    """

    files: int
    staged: str
    names: list[str]
    missing: Mapping[str, str]
    times: dict[str, list[float]] = field(init=False)
    busy: dict[str, list[float]] = field(init=False)

    def __post_init__(self) -> None:
        self.times = {name: [] for name in self.names}
        self.busy = {name: [] for name in self.names}


def added(series: Series, name: str) -> float:
    """Return what a hook adds to a commit: the median over the rounds of with minus without."""
    return median(own - bare for own, bare in zip(series[name], series[variants.NO_HOOK], strict=True))


def ratio(series: Series, name: str, other: str) -> float:
    """Return the ratio of two medians."""
    return median(series[name]) / median(series[other])


def heading(versions: Mapping[str, str]) -> str:
    """Return what was measured, on what."""
    found = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{found}\n{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}"


def table(one: Measured) -> str:
    """Return one size's table: whole commits, in milliseconds."""
    rounds = len(one.times[variants.NO_HOOK])
    rows: list[tuple[str, ...]] = [("", "median", "min", "max", "cpu", "added", "/ empty", "/ pre-commit")]
    rows += [_row(one, name) for name in one.names]
    lines = [f"{one.files:,} files; {one.staged}; {rounds} rounds, ms", *_columns(rows)]
    lines += [f"{name}: not measured, {what} is missing: {variants.INSTALL}" for name, what in one.missing.items()]
    return "\n".join(lines)


def _row(one: Measured, name: str) -> tuple[str, ...]:
    own = one.times
    figures = (median(own[name]), min(own[name]), max(own[name]), median(one.busy[name]), added(own, name))
    to_rival = f"{ratio(own, name, variants.PRE_COMMIT):.3f}" if variants.PRE_COMMIT in own else "-"
    return (name, *(f"{value:.1f}" for value in figures), f"{ratio(own, name, variants.EMPTY):.2f}", to_rival)


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    ]


def targets(measured: Sequence[Measured]) -> str:
    """Return the targets of the design and whether they are met. Nothing depends on it: a machine may be busy."""
    small, large = measured[0], measured[-1]
    lines = list(_growth(small, large)) if small is not large else []
    rivals = {variants.EMPTY: _OF_EMPTY, variants.PRE_COMMIT: _OF_PRE_COMMIT}
    for rival, limit in rivals.items():
        if rival in small.times:
            values = [ratio(series, variants.PAIRKIT, rival) for series in (small.times, small.busy)]
            lines.append(_target(f"a commit takes at most {limit:.3g} times that with: {rival}", values, limit))
    return "\n".join(lines)


def _growth(small: Measured, large: Measured) -> Iterator[str]:
    pairs = ((large.times, small.times), (large.busy, small.busy))
    for name in (variants.EMPTY, variants.PAIRKIT):
        values = [added(of_large, name) / added(of_small, name) for of_large, of_small in pairs]
        yield f"{name}: added time at {large.files:,} files / at {small.files:,} files: {_both(values)}"
    yield _target(f"pairkit adds at most {_GROWTH:g} times that", values, _GROWTH)


def _target(text: str, values: list[float], limit: float) -> str:
    return f"target: {text}: {_both(values)}, {'met' if values[0] <= limit else 'not met'}"


def _both(values: list[float]) -> str:
    return f"{values[0]:.3g} (cpu {values[1]:.3g})"


def write(path: str, versions: Mapping[str, str], measured: Sequence[Measured], *, findings: bool) -> None:
    """Write every measured time, in milliseconds and in the order of the rounds."""
    machine = {"system": platform.system(), "machine": platform.machine(), "cores": os.cpu_count()}
    sizes = [{"files": one.files, "staged": one.staged, "ms": one.times, "cpu_ms": one.busy} for one in measured]
    data = {"version": 1, "machine": machine, "versions": versions, "findings": findings, "sizes": sizes}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(data, file, indent=1)
        file.write("\n")
