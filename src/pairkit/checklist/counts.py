"""How many tests ran, read from what the test programs print."""

from __future__ import annotations

import re
from typing import NamedTuple


class Counts(NamedTuple):
    """Tests that passed, failed (errors too) and were skipped."""

    passed: int
    failed: int = 0
    skipped: int = 0


_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_PYTEST = re.compile(r"^=*[ ]*(?:\d+ [a-z]+,? ?)+ in [\d.:]+ ?s?.*$", re.MULTILINE)
_PYTEST_PART = re.compile(r"(?<!\d)(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)")
_UNITTEST = re.compile(r"^Ran (\d+) tests? in [\d.]+s\s+(OK|FAILED)(?: \(([^)]*)\))?", re.MULTILINE)
_JEST = re.compile(r"^[ \t]*Tests:?[ \t]++(.*\d+ (?:passed|failed).*)$", re.MULTILINE)
_JEST_PART = re.compile(r"(?<!\d)(\d+) (passed|failed|skipped|todo)")
_MOCHA = re.compile(r"^[ \t]*(\d+) passing\b", re.MULTILINE)
_MOCHA_FAILED = re.compile(r"^[ \t]*(\d+) failing\b", re.MULTILINE)
_RSPEC = re.compile(r"^(\d+) examples?, (\d+) failures?(?:, (\d+) pending)?", re.MULTILINE)
_CARGO = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", re.MULTILINE)
_MAVEN = re.compile(r"Tests run: (\d+), Failures: (\d+), Errors: (\d+), Skipped: (\d+)\s*$", re.MULTILINE)
_GO = re.compile(r"^[ \t]*--- (PASS|FAIL|SKIP): ", re.MULTILINE)


def counts(output: str) -> Counts | None:
    """Return how many tests ran, or None where the output does not tell.

    Known: pytest, unittest, Jest, Vitest, Mocha, RSpec, Cargo, Maven's Surefire, `go test -v`.
    """
    text = _COLOUR.sub("", output)
    for read in (_pytest, _unittest, _jest, _rspec, _cargo, _maven, _mocha, _go):
        found = read(text)
        if found is not None:
            return found
    return None


def _pytest(text: str) -> Counts | None:
    lines = _PYTEST.findall(text)
    if not lines:
        return None
    parts = {kind.rstrip("s") if kind == "errors" else kind: int(n) for n, kind in _PYTEST_PART.findall(lines[-1])}
    failed = parts.get("failed", 0) + parts.get("error", 0)
    return Counts(parts.get("passed", 0), failed, parts.get("skipped", 0)) if parts else None


def _unittest(text: str) -> Counts | None:
    match = _UNITTEST.search(text)
    if match is None:
        return None
    parts = {name.strip(): int(n) for name, n in re.findall(r"([a-z ]+)=(\d+)", match[3] or "")}
    failed = parts.get("failures", 0) + parts.get("errors", 0)
    skipped = parts.get("skipped", 0)
    return Counts(int(match[1]) - failed - skipped, failed, skipped)


def _jest(text: str) -> Counts | None:
    lines = _JEST.findall(text)
    if not lines:
        return None
    parts = {kind: int(n) for n, kind in _JEST_PART.findall(lines[-1])}
    return Counts(parts.get("passed", 0), parts.get("failed", 0), parts.get("skipped", 0) + parts.get("todo", 0))


def _rspec(text: str) -> Counts | None:
    match = _RSPEC.search(text)
    if match is None:
        return None
    total, failed, pending = int(match[1]), int(match[2]), int(match[3] or 0)
    return Counts(total - failed - pending, failed, pending)


def _cargo(text: str) -> Counts | None:
    rows = [tuple(map(int, row)) for row in _CARGO.findall(text)]
    return Counts(*(sum(column) for column in zip(*rows, strict=True))) if rows else None


def _maven(text: str) -> Counts | None:
    rows = _MAVEN.findall(text)
    if not rows:
        return None
    total, failures, errors, skipped = map(int, rows[-1])
    return Counts(total - failures - errors - skipped, failures + errors, skipped)


def _mocha(text: str) -> Counts | None:
    passed = _MOCHA.search(text)
    failed = _MOCHA_FAILED.search(text)
    return Counts(int(passed[1]), int(failed[1]) if failed else 0) if passed else None


def _go(text: str) -> Counts | None:
    found = _GO.findall(text)
    return Counts(found.count("PASS"), found.count("FAIL"), found.count("SKIP")) if found else None
