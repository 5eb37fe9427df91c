"""`pairkit check`: findings and the verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from typing import Annotated

import typer

from pairkit.cli.options import All, Approvals, Event, Lang, Output, Patch, Paths, Range, Staged
from pairkit.cli.progress import Progress
from pairkit.cli.source import Source, assessed
from pairkit.cli.speak import language, text, write
from pairkit.errors import STOPPED, WrongUse
from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import STOP, WAIT
from pairkit.report.findings_json import findings_json
from pairkit.report.findings_markdown import findings_markdown
from pairkit.report.github import github_commands
from pairkit.report.gitlab import gitlab_quality
from pairkit.report.junit import junit_xml
from pairkit.report.sarif import sarif
from pairkit.report.text import check_report
from pairkit.rules.tree.run import Way

Report = Callable[[Assessment, str], str]
FORMATS: Mapping[str, Report] = {
    "text": check_report,
    "json": findings_json,
    "markdown": findings_markdown,
    "sarif": sarif,
    "github": github_commands,
    "gitlab": gitlab_quality,
    "junit": junit_xml,
}
"""Each takes what was judged and a language; only `text` can also tell why."""


def check(
    paths: Paths = None,
    staged: Staged = False,
    range_: Range = None,
    all_: All = False,
    patch: Patch = None,
    event: Event = None,
    approvals: Approvals = None,
    format_: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help=text("cli.format"))] = "text",
    output: Output = None,
    online: Annotated[bool, typer.Option("--online", help=text("online.help"))] = False,
    why: Annotated[bool, typer.Option("--why", help=text("cli.why"))] = False,
    no_cache: Annotated[bool, typer.Option("--no-cache", help=text("tree.no-cache"))] = False,
    lang: Lang = None,
) -> None:
    """Say what stops a change and what somebody should know of it."""
    if format_ not in FORMATS:
        raise WrongUse("unknown-format", value=format_, choices=", ".join(FORMATS))
    reports: Mapping[str, Report] = {**FORMATS, "text": partial(check_report, why=why)}
    with ExitStack() as open_:
        bar = open_.enter_context(Progress(language())) if all_ else None
        way = Way(remember=not no_cache, watch=bar)
        source = Source(staged, range_, all_, patch, tuple(paths or ())).of_event(event, approvals)
        assessment = open_.enter_context(assessed(source, way, online=online))
        if bar is not None:
            bar.erase()
        person = assessment.acting.person
        spoken = language(person.language if person else None)
        report = reports[format_](assessment, spoken)
    write(report, output)
    if assessment.verdict.outcome in (STOP, WAIT):
        raise typer.Exit(STOPPED)
