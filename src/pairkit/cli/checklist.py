"""`pairkit checklist`: what a person must look at in this very change."""

from __future__ import annotations

from typing import Annotated

import typer

from pairkit.checklist.build import build
from pairkit.cli.options import Lang, Output, Patch, Range, Staged
from pairkit.cli.source import Source, assessed
from pairkit.cli.speak import asked_language, language, text, write
from pairkit.errors import WrongUse
from pairkit.project.agreement import Agreement
from pairkit.report.checklist_json import checklist_json
from pairkit.report.checklist_markdown import checklist_markdown

FORMATS = ("markdown", "json")
READERS = ("developer", "maker")


def checklist(
    staged: Staged = False,
    range_: Range = None,
    patch: Patch = None,
    for_: Annotated[str | None, typer.Option("--for", metavar="maker|developer", help=text("cli.for"))] = None,
    format_: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help=text("cli.format"))] = "markdown",
    output: Output = None,
    lang: Lang = None,
) -> None:
    """Write the checklist of a change."""
    if format_ not in FORMATS:
        raise WrongUse("unknown-format", value=format_, choices=", ".join(FORMATS))
    if for_ is not None and for_ not in READERS:
        raise WrongUse("unknown-reader", value=for_, choices=", ".join(READERS))
    language()
    with assessed(Source(staged, range_, False, patch)) as assessment:
        document = build(assessment)
        parts = [(reader, _language_of(reader, assessment.agreement)) for reader in READERS if for_ in (None, reader)]
        if format_ == "json":
            report = checklist_json(document, assessment, parts[0][1])
        else:
            report = checklist_markdown(document, assessment, parts)
    write(report, output)


def _language_of(reader: str, agreement: Agreement) -> str:
    """Each part speaks its reader's language, whoever runs the command; `--lang` overrules both."""
    person = agreement.first(reader)
    if asked_language() is None and person is not None and person.language:
        return person.language
    return language()
