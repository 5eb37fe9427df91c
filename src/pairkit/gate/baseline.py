"""What a project that already exists may let pass in one go, so that from now on only new findings stop it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pairkit.gate.assess import SECRETS, Assessment
from pairkit.gate.verdict import STOP, WAIT
from pairkit.project.exceptions import Exemption
from pairkit.rules.finding import Finding


class Baseline(NamedTuple):
    """The findings that would stop or wait, sorted.

    `new` may be let pass; `known` are in the file already; `ended` were, and their day is over; `secrets` are never let
    pass along with others, because each one may open something.
    """

    new: tuple[Finding, ...]
    known: int
    ended: tuple[Finding, ...]
    secrets: tuple[Finding, ...]


def baseline(assessment: Assessment, exceptions: Mapping[str, Exemption], standing: Mapping[str, str]) -> Baseline:
    """Sort what was judged. `exceptions` are those in the file, `standing` those of them that have not ended."""
    stops = assessment.verdict.of(STOP) + assessment.verdict.of(WAIT)
    ended = tuple(one for one in stops if one.fingerprint in exceptions and one.fingerprint not in standing)
    fresh = [one for one in stops if one.fingerprint not in exceptions]
    secrets = tuple(one for one in fresh if one.klass in SECRETS)
    new = tuple(one for one in fresh if one.klass not in SECRETS)
    return Baseline(new, len(standing), ended, secrets)
