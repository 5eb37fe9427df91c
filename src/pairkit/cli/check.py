"""`pairkit check`: findings and the verdict."""

from __future__ import annotations

from typing import Annotated

import typer

from pairkit.cli.options import All, Lang, Output, Patch, Paths, Range, Staged
from pairkit.cli.source import Source, assessed
from pairkit.cli.speak import language, text, write
from pairkit.errors import STOPPED, WrongUse
from pairkit.gate.verdict import STOP, WAIT
from pairkit.report.findings_json import findings_json
from pairkit.report.text import check_report

FORMATS = ("text", "json")


def check(
    paths: Paths = None,
    staged: Staged = False,
    range_: Range = None,
    all_: All = False,
    patch: Patch = None,
    format_: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help=text("cli.format"))] = "text",
    output: Output = None,
    why: Annotated[bool, typer.Option("--why", help=text("cli.why"))] = False,
    lang: Lang = None,
) -> None:
    """Say what stops a change and what somebody should know of it."""
    if format_ not in FORMATS:
        raise WrongUse("unknown-format", value=format_, choices=", ".join(FORMATS))
    with assessed(Source(staged, range_, all_, patch, tuple(paths or ()))) as assessment:
        person = assessment.acting.person
        spoken = language(person.language if person else None)
        report = findings_json(assessment, spoken) if format_ == "json" else check_report(assessment, spoken, why=why)
    write(report, output)
    if assessment.verdict.outcome in (STOP, WAIT):
        raise typer.Exit(STOPPED)
