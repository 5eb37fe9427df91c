"""How far a secret has come: only staged, committed here, or with others already.

What to do differs wholly. A staged secret is taken out; one that was pushed must be changed first, because nobody can
take it back. So the careful answer wins: what cannot be told is "unknown" and is treated like "pushed".
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

from pairkit.change.hidden import text_of
from pairkit.change.model import ADDED, COPIED, NEW, OLD, Change, FileChange
from pairkit.git.objects import Objects
from pairkit.git.place import Place
from pairkit.git.sharing import Origin, Sharing
from pairkit.rules.finding import Finding
from pairkit.rules.mask import Mask

STAGED, COMMITTED, PUSHED, UNKNOWN = "staged", "committed", "pushed", "unknown"
_CLASSES = ("secret-added", "env-file")
_FILES = 40
"""In so many files lines are followed back; a project with secrets in more needs no finer answer."""
_CI = ("CI", "TF_BUILD", "JENKINS_URL")
"""Set by GitHub, GitLab, Bitbucket, CircleCI, Travis (CI), Azure (TF_BUILD) and Jenkins."""
_SHORT = 10


class _Spot(NamedTuple):
    """A line of the history that ends in the tip; `line` is 1 for a file as a whole."""

    path: str
    line: int


def with_states(
    place: Place | None, change: Change, objects: Objects | None, findings: list[Finding], mask: Mask
) -> list[Finding]:
    """Return the findings, each secret with its state; facts get `commit` and `newest` where they are known."""
    if place is None or objects is None or change.source == "patch":
        return [_with(finding, UNKNOWN) if finding.klass in _CLASSES else finding for finding in findings]
    files = {file.path: file for file in change.files}
    look = _Look(place, change, objects, mask)
    spots = {n: look.spot(finding, files) for n, finding in enumerate(findings) if finding.klass in _CLASSES}
    known = look.origins({spot for spot in spots.values() if spot})
    return [_told(finding, spots[n], look, known) if n in spots else finding for n, finding in enumerate(findings)]


def _told(finding: Finding, spot: _Spot | None, look: _Look, known: dict[_Spot, Origin]) -> Finding:
    if spot is None:
        return _with(finding, STAGED)
    if look.in_ci or look.sharing.wholly():
        return _with(finding, PUSHED)
    origin = known.get(spot)
    if origin is None:
        return _with(finding, COMMITTED if look.sharing.alone else UNKNOWN)
    if origin.shared:
        return _with(finding, PUSHED)
    return _with(finding, COMMITTED, commit=origin.commit[:_SHORT], newest=origin.newest)


def _with(finding: Finding, state: str, **facts: object) -> Finding:
    return finding._replace(state=state, facts={**finding.facts, **facts})


class _Look:
    """One look at a change's history."""

    def __init__(self, place: Place, change: Change, objects: Objects, mask: Mask) -> None:
        self._place, self._change, self._objects, self._mask = place, change, objects, mask
        self._tip = change.tip if change.source == "range" else "HEAD"
        self.sharing = Sharing(place.root, self._tip)
        self.in_ci = change.source in ("range", "all") and any(
            os.environ.get(name, "") not in ("", "false", "0") for name in _CI
        )

    def spot(self, finding: Finding, files: dict[str, FileChange]) -> _Spot | None:
        """Return where the secret stands in the history, or None if it is only staged."""
        file = files.get(finding.file or "")
        if file is None or not self._place.head:
            return None
        if self._change.source == "range":
            return _Spot(file.path, finding.line or 1) if finding.side == NEW else None
        if finding.klass == "env-file":
            return self._env(file, finding)
        line = self._added(file.path).get(finding.line or 0, "")
        if self._change.source == "all":
            return self._at_head(file.path).get(line) if file.hunks else self._long(file.path, finding.line)
        moved = (self._removed[secret] for secret in self._mask.inside(line) if secret in self._removed)
        return next(moved, None)  # a key that only moves to another place was in the history before

    def _long(self, path: str, line: int | None) -> _Spot | None:
        """Return the same line in the last commit: a long file is not compared."""
        return _Spot(path, line or 1) if self._objects.size(f"HEAD:{path}") is not None else None

    def _env(self, file: FileChange, finding: Finding) -> _Spot | None:
        if finding.side == OLD:
            return None  # an ignore rule that went holds no secret itself
        if self._change.source == "all":
            return _Spot(file.path, 1) if self._objects.size(f"HEAD:{file.path}") is not None else None
        return None if file.status in (ADDED, COPIED) else _Spot(file.old_path or file.path, 1)

    @lru_cache(maxsize=1)  # noqa: B019 - one look at one change: findings come file by file
    def _added(self, path: str) -> dict[int, str]:
        return {number: text for file in self._change.files if file.path == path for number, text in _lines(file, NEW)}

    @lru_cache(maxsize=1)  # noqa: B019
    def _at_head(self, path: str) -> dict[str, _Spot]:
        """Return where each line of a file stands in the last commit, the first of equal ones."""
        texts = (text_of(self._objects.read(f"HEAD:{path}") or b"") or "").split("\n")
        return {text: _Spot(path, number) for number, text in reversed(list(enumerate(texts, 1)))}

    @cached_property
    def _removed(self) -> dict[str, _Spot]:
        """Return the first place of each secret among the lines that went."""
        found: dict[str, _Spot] = {}
        for file in self._change.files:
            for number, text in _lines(file, OLD):
                for secret in self._mask.inside(text):
                    found.setdefault(secret, _Spot(file.old_path or file.path, number))
        return found

    def origins(self, spots: set[_Spot]) -> dict[_Spot, Origin]:
        """Return what is known of the lines, asking git only where the whole history is not shared anyway."""
        if not spots or self.in_ci or self.sharing.wholly():
            return {}
        paths = sorted({spot.path for spot in spots})[:_FILES]
        found = {}
        for path in paths:
            lines = self.sharing.origins(path, [spot.line for spot in spots if spot.path == path])
            found.update({_Spot(path, line): origin for line, origin in lines.items()})
        return found


def _lines(file: FileChange, side: str) -> Iterator[tuple[int, str]]:
    for block in file.blocks(side):
        yield from block.lines()
