"""`pairkit allow`: a developer's exceptions, each with a reason, recorded with the change."""

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
from pairkit.gate.assess import Assessment, assess
from pairkit.gate.baseline import Baseline, baseline
from pairkit.git.objects import Objects
from pairkit.git.place import Place, find
from pairkit.git.run import git
from pairkit.project import exceptions
from pairkit.report.exceptions_list import exceptions_json, exceptions_text
from pairkit.rules.finding import Finding
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, wrap

FORMATS = ("text", "json")


def allow(
    fingerprint: Annotated[
        str | None, typer.Argument(metavar="FINGERPRINT", help=text("cli.allow-fingerprint"), show_default=False)
    ] = None,
    because: Annotated[str | None, typer.Option("--because", metavar="TEXT", help=text("cli.allow-because"))] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help=text("cli.allow-until"))] = None,
    all_: Annotated[bool, typer.Option("--baseline", help=text("allow.baseline"))] = False,
    list_: Annotated[bool, typer.Option("--list", help=text("allow.list"))] = False,
    remove: Annotated[str | None, typer.Option("--remove", metavar="FINGERPRINT", help=text("allow.remove"))] = None,
    format_: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help=text("allow.format"))] = "text",
    lang: Lang = None,
) -> None:
    """Let findings pass, list what is let pass, end an exception."""
    if sum((fingerprint is not None, all_, list_, remove is not None)) != 1:
        raise WrongUse("allow-one")
    if format_ not in FORMATS:
        raise WrongUse("unknown-format", value=format_, choices=", ".join(FORMATS))
    if list_:
        _list(format_)
    elif remove is not None:
        _remove(remove)
    else:
        if because is None or not because.strip():
            raise WrongUse("allow-no-reason")
        end = exceptions.check_until(until, _today())
        if all_:
            _baseline(because.strip(), end)
        else:
            _one(fingerprint or "", because.strip(), end)


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _one(fingerprint: str, because: str, end: str) -> None:
    place = find(".")
    finding, spoken = _find(place, fingerprint)
    _write(place, exceptions.added(_text(place), _exemption(finding, because, end)))
    out(wrap(say(spoken, "cli.allowed", rule=finding.rule, file=clean(finding.file or "-"), path=exceptions.FILE)))


def _exemption(finding: Finding, because: str, end: str) -> exceptions.Exemption:
    return exceptions.Exemption(finding.fingerprint, because, finding.rule, finding.file or "", end)


def _baseline(because: str, end: str) -> None:
    place = find(".")
    before = _text(place)
    known = exceptions.parse(before)
    with Objects(place.root) as objects:
        spoken = _developer(place, objects)
        found = baseline(_all(place, objects), known, exceptions.standing(known.values(), _today()))
    if found.new:
        _write(place, exceptions.added(before, *(_exemption(finding, because, end) for finding in found.new)))
    out("\n".join(wrap(line) for line in _said(found, spoken)))


def _said(found: Baseline, spoken: str) -> list[str]:
    lines = [say(spoken, "allow.done" if found.new else "allow.nothing", count=len(found.new), path=exceptions.FILE)]
    if found.known:
        lines.append(say(spoken, "allow.known", count=found.known))
    for key, left in (("allow.ended", found.ended), ("allow.secrets", found.secrets)):
        if left:
            lines.append(say(spoken, key, count=len(left), first=left[0].fingerprint))
    return lines


def _list(format_: str) -> None:
    listed = exceptions.parse(_text(find("."))).values()
    if format_ == "json":
        out(exceptions_json(listed, _today()).removesuffix("\n"))
    else:
        out(exceptions_text(listed, _today(), language()))


def _remove(fingerprint: str) -> None:
    place = find(".")
    before = _text(place)
    if fingerprint not in exceptions.parse(before):
        raise WrongUse("allow-absent", fingerprint=fingerprint)
    with Objects(place.root) as objects:
        spoken = _developer(place, objects)
    _write(place, exceptions.removed(before, [fingerprint]))
    out(wrap(say(spoken, "allow.removed", fingerprint=clean(fingerprint), path=exceptions.FILE)))


def _path(place: Place) -> str:
    return os.path.join(place.root, *exceptions.FILE.split("/"))


def _text(place: Place) -> str:
    """Return what stands in the file now, or an empty text. Raises BrokenFile if it cannot be read."""
    if not os.path.exists(_path(place)):
        return ""
    with open(_path(place), encoding="utf-8") as file:
        before = file.read()
    exceptions.parse(before)
    return before


def _write(place: Place, after: str) -> None:
    os.makedirs(os.path.dirname(_path(place)), exist_ok=True)
    with open(_path(place), "w", encoding="utf-8", newline="\n") as file:
        file.write(after)
    git(["add", "--", exceptions.FILE], place.root)


def _developer(place: Place, objects: Objects) -> str:
    """Return the language of whoever would commit here. Raises WrongUse unless that is a developer."""
    return _checked(assess(place, staged(place, objects), objects))


def _checked(assessment: Assessment) -> str:
    acting = assessment.acting
    if assessment.agreement.people and acting.role != "developer":
        raise WrongUse("allow-not-yours")
    return language(acting.person.language if acting.person else None)


def _all(place: Place, objects: Objects) -> Assessment:
    return assess(place, everything(place, objects), objects)


def _find(place: Place, fingerprint: str) -> tuple[Finding, str]:
    """Return the finding in the staged change, or anywhere, and the language. Raises WrongUse if there is none."""
    with Objects(place.root) as objects:
        now = assess(place, staged(place, objects), objects)
        spoken = _checked(now)
        found = _named(now, fingerprint) or _named(_all(place, objects), fingerprint)
    if found is not None:
        return found, spoken
    raise WrongUse("allow-unknown", fingerprint=fingerprint)


def _named(assessment: Assessment, fingerprint: str) -> Finding | None:
    return next((finding for finding in assessment.findings if finding.fingerprint == fingerprint), None)
