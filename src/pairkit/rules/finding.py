"""What a rule found: one place, one thing a person is told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Found(NamedTuple):
    """What a detector saw. `key` is the text that makes up the fingerprint; `secret` must never be printed."""

    file: str | None
    line: int | None = None
    side: str = "new"
    evidence: str = ""
    facts: Mapping[str, object] = MappingProxyType({})
    key: str = ""
    secret: str = ""
    confidence: str = ""
    severity: str = ""
    """A lower severity than the rule's, where this place is less harmful than most; empty for the rule's own."""

    def __repr__(self) -> str:
        """Leave the secret out, should this ever be printed while somebody looks for a mistake."""
        return f"Found({self.file!r}, {self.line!r}, {self.side!r})"


class Finding(NamedTuple):
    """One finding. `klass` is its class (see `playbook.form.CLASSES`), `line` is 1-based on `side`, or None.

    `stops` says where the rule stops: "own-branch" (everywhere), "protected-branch" or "nowhere". `evidence` is masked.
    """

    rule: str
    klass: str
    lesson: str
    severity: str
    confidence: str
    stable: bool
    stops: str
    irreversible: bool
    file: str | None
    line: int | None
    side: str
    zone: str
    evidence: str
    facts: Mapping[str, object]
    fingerprint: str
    state: str = ""
    """How far a secret has come: "staged", "committed", "pushed", "unknown"; empty for what is no secret."""


def fingerprint(rule: str, path: str | None, key: str, ordinal: int) -> str:
    """Return a name for a finding that survives moved lines: from rule, path and normalised text.

    `ordinal` tells equal findings of one file apart, 0 for the first.
    """
    import hashlib  # loads OpenSSL: only where there is something to name

    text = "\0".join((rule, path or "", " ".join(key.split()), str(ordinal) if ordinal else ""))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
