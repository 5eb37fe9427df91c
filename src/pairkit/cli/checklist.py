"""`pairkit checklist`: what a person must look at in this very change."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from pairkit.checklist import ticks
from pairkit.checklist.build import build
from pairkit.checklist.document import Checklist
from pairkit.cli.options import Approvals, Event, Lang, Output, Patch, Range, Staged
from pairkit.cli.source import Source, assessed
from pairkit.cli.speak import asked_language, hint, language, out, text, write
from pairkit.errors import STOPPED, GitFailed, NotARepository, WrongUse
from pairkit.gate.assess import Assessment
from pairkit.git.place import find
from pairkit.git.run import git
from pairkit.playbook.moments import MOMENTS
from pairkit.project.agreement import Agreement
from pairkit.report.checklist_json import checklist_json
from pairkit.report.review_sheet import review_part, standing_ids
from pairkit.report.sheet_markdown import sheet_markdown
from pairkit.words.catalogue import LANGUAGES, say

FORMATS = ("markdown", "html", "json")
READERS = ("developer", "maker")
Moment = Annotated[str, typer.Argument(metavar="MOMENT", help=text("cli.moment"))]
Keep = Annotated[str | None, typer.Option("--keep", metavar="FILE|-", help=text("cli.keep"))]
RequireTicks = Annotated[str | None, typer.Option("--require-ticks", metavar="FILE|-", help=text("cli.require-ticks"))]


def checklist(
    moment: Moment = "review",
    staged: Staged = False,
    range_: Range = None,
    patch: Patch = None,
    event: Event = None,
    approvals: Approvals = None,
    for_: Annotated[str | None, typer.Option("--for", metavar="maker|developer", help=text("cli.for"))] = None,
    format_: Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help=text("cli.format"))] = "markdown",
    keep: Keep = None,
    require_ticks: RequireTicks = None,
    run: Annotated[bool, typer.Option("--run", help=text("cli.run"))] = False,
    paths: Annotated[list[str] | None, typer.Option("--paths", metavar="PATH", help=text("cli.plan-paths"))] = None,
    output: Output = None,
    open_: Annotated[bool, typer.Option("--open", help=text("cli.open"))] = False,
    lang: Lang = None,
) -> None:
    """Write the checklist of a change."""
    if format_ not in FORMATS:
        raise WrongUse("unknown-format", value=format_, choices=", ".join(FORMATS))
    if for_ is not None and for_ not in READERS:
        raise WrongUse("unknown-reader", value=for_, choices=", ".join(READERS))
    if moment not in ("review", *MOMENTS):
        raise WrongUse("unknown-moment", value=moment, choices=", ".join(("review", *MOMENTS)))
    if open_ and format_ != "html":
        format_ = "html"
    language()
    source = Source(staged, range_, False, patch).of_event(event, approvals)
    if require_ticks is not None:
        _require(require_ticks, source)
        return
    earlier = _read(keep) if keep is not None else ""
    kept = ticks.ticks(earlier)
    if moment != "review":
        write(_at_moment(moment, source, for_, format_, earlier, paths or [], run=run), output)
        return
    with assessed(source) as assessment:
        document = ran(build(assessment, kept), assessment, source) if run else build(assessment, kept)
        parts = parts_of(assessment.agreement, for_)
        if format_ == "json":
            report = checklist_json(document, assessment, parts[0][1], kept)
        elif format_ == "html":
            report = _page(document, assessment, parts, earlier)
        else:
            report = as_markdown(
                document, assessment, parts, earlier, marks=output is not None or not sys.stdout.isatty()
            )
    _deliver(report, output, format_, open_=open_)


def _deliver(report: str, output: str | None, format_: str, *, open_: bool) -> None:
    """Print or write the document; `--open` shows the page in the browser."""
    if not open_:
        write(report, output)
        return
    import tempfile
    import webbrowser

    if output is None:
        folder = tempfile.mkdtemp(prefix="pairkit-")
        output = os.path.join(folder, "checklist.html")
    write(report, output)
    if not webbrowser.open("file://" + os.path.abspath(output).replace(os.sep, "/")):
        hint(say(language(), "checklist.page-not-opened", path=output))


def _page(document: Checklist, assessment: Assessment, readers: list[tuple[str, str]], earlier: str) -> str:
    from pairkit.report.page import page, surroundings

    kept = ticks.ticks(earlier)
    parts = [review_part(document, assessment, reader, code, kept) for reader, _ in readers for code in LANGUAGES]
    touched = {file.path: file.zone for file in document.files}
    around = surroundings(_listing(assessment), touched)
    block = as_markdown(document, assessment, readers, earlier, marks=True)
    return page(parts, block, readers[-1][1], around)


def _listing(assessment: Assessment) -> list[tuple[str, str]]:
    """Return the project's files with their zones; none outside a repository."""
    try:
        place = find(".")
    except (NotARepository, GitFailed):
        return []
    zones = assessment.agreement.make_zones() if assessment.agreement.declared else None
    names = git(["ls-files", "-z"], place.root).decode("utf-8", "surrogateescape").split("\0")
    return [(name, zones.of(name) if zones else "") for name in names if name]


def _at_moment(
    name: str, source: Source, for_: str | None, format_: str, earlier: str, paths: list[str], *, run: bool
) -> str:
    from pairkit.cli.moment import at_moment

    readers = [reader for reader in READERS if for_ in (None, reader)]
    return at_moment(
        name, source, readers, format_, earlier, [part for path in paths for part in path.split(",") if part], run=run
    )


def ran(document: Checklist, assessment: Assessment, source: Source) -> Checklist:
    """Run what the agreement names on exactly the tree that is judged, and add what came of it."""
    if source.patch is not None:
        raise WrongUse("run-needs-tree")
    from pairkit.checklist.ran import with_runs
    from pairkit.checklist.runs import run_all

    change, place = assessment.change, find(".")
    tip, base = (change.tip, change.base) if change.source == "range" else (None, "HEAD" if place.head else None)
    runs = run_all(place, assessment.agreement.run, tip, None if change.first else base, _tell)
    return with_runs(document, runs, assessment.mask)


def _tell(command: str) -> None:
    hint(say(language(), "checklist.running", command=command))


def parts_of(agreement: Agreement, for_: str | None = None) -> list[tuple[str, str]]:
    """Return the readers whose parts are wanted, each with their language."""
    return [(reader, _language_of(reader, agreement)) for reader in READERS if for_ in (None, reader)]


def as_markdown(
    document: Checklist, assessment: Assessment, parts: list[tuple[str, str]], earlier: str, *, marks: bool
) -> str:
    """Return the document in place of the one in `earlier`, with its ticks; without marks, as it is read only."""
    kept = ticks.ticks(earlier)
    made = [review_part(document, assessment, reader, code, kept) for reader, code in parts]
    block = sheet_markdown(made, ticks.left_behind(earlier, standing_ids(document)), marks=marks)
    return ticks.inserted(earlier, block) if marks else block


def _require(path: str, source: Source) -> None:
    """Exit with 1 while something that must be looked at is open. It never says that anything is approved."""
    body = _read(path)
    if source.range is not None or source.patch is not None or source.staged:
        with assessed(source) as assessment:
            still_open = left_open(body, assessment)
    else:
        still_open = [entry.text for entry in ticks.open_musts(body)]
    spoken = language()
    if not still_open:
        out(say(spoken, "cli.ticks-done"))
        return
    out(say(spoken, "cli.ticks-open", count=len(still_open)))
    for name in still_open:
        out(f"  - {name}")
    out(say(spoken, "cli.ticks-how"))
    raise typer.Exit(STOPPED)


def left_open(body: str, assessment: Assessment) -> list[str]:
    """Return what must be looked at and is not settled: what the text has, and what was deleted from it."""
    kept = ticks.ticks(body)
    open_ = {entry.ids: entry.text for entry in ticks.open_musts(body)}
    document = build(assessment, kept)
    part = review_part(document, assessment, "developer", language(), kept)
    rows = [row for section in part.sections for row in section.rows if row.must]
    open_.update({row.ids: _bare(row.text) for row in rows if not row.tick.settled})
    for item in document.more:
        if item.must and not ticks.of(kept, item.ids).settled:
            open_[item.ids] = f"{item.finding.rule}: {item.finding.file or ''}"
    return list(open_.values())


def _bare(text_: str) -> str:
    from pairkit.report.sheet import pieces

    return "".join(piece for _, piece in pieces(text_))


def _read(path: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if path == "-" else _content(path)
    except OSError as error:
        raise WrongUse("ticks-unreadable", path=path, said=error.strerror or str(error)) from None
    return ticks.body_of(raw)


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _language_of(reader: str, agreement: Agreement) -> str:
    """Each part speaks its reader's language, whoever runs the command; `--lang` overrules both."""
    person = agreement.first(reader)
    if asked_language() is None and person is not None and person.language:
        return person.language
    return language()
