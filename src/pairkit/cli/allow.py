"""`pairkit allow`: a developer's exception, with a reason, recorded with the change."""

from __future__ import annotations

import datetime as dt
import os
from typing import Annotated

import typer

from pairkit.change.everything import everything
from pairkit.change.staged import staged
from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.errors import WrongUse
from pairkit.gate.assess import assess
from pairkit.git.objects import Objects
from pairkit.git.place import find
from pairkit.git.run import git
from pairkit.project import exceptions
from pairkit.rules.finding import Finding
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, wrap


def allow(
    fingerprint: Annotated[str, typer.Argument(metavar="FINGERPRINT", help=text("cli.allow-fingerprint"))],
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help=text("cli.allow-because"))],
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help=text("cli.allow-until"))] = None,
    lang: Lang = None,
) -> None:
    """Let one finding pass."""
    if not because.strip():
        raise WrongUse("allow-no-reason")
    end = exceptions.check_until(until, dt.datetime.now(tz=dt.UTC).date())
    place = find(".")
    finding, spoken = _find(fingerprint)
    path = os.path.join(place.root, *exceptions.FILE.split("/"))
    before = ""
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            before = file.read()
        exceptions.parse(before)
    new = exceptions.Exemption(finding.fingerprint, because.strip(), finding.rule, finding.file or "", end)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(exceptions.added(before, new))
    git(["add", "--", exceptions.FILE], place.root)
    out(wrap(say(spoken, "cli.allowed", rule=finding.rule, file=clean(finding.file or "-"), path=exceptions.FILE)))


def _find(fingerprint: str) -> tuple[Finding, str]:
    """Return the finding in the staged change, or anywhere, and the language. Raises WrongUse if there is none."""
    place = find(".")
    with Objects(place.root) as objects:
        for change in (staged(place, objects), everything(place, objects)):
            assessment = assess(place, change, objects)
            person = assessment.acting.person
            spoken = language(person.language if person else None)
            if change.source != "all" and assessment.agreement.people and assessment.acting.role != "developer":
                raise WrongUse("allow-not-yours")
            for finding in assessment.findings:
                if finding.fingerprint == fingerprint:
                    return finding, spoken
    raise WrongUse("allow-unknown", fingerprint=fingerprint)
