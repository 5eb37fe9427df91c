"""`pairkit ci`: one change inside CI, the same for every forge: findings, checklist, summary, description.

What differs between forges (where the change is told, how it is shown) lies in `ci_github.py` and `ci_gitlab.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Annotated, NamedTuple

import typer

from pairkit.checklist import ticks
from pairkit.checklist.build import build
from pairkit.cli.checklist import as_markdown, left_open, parts_of, ran
from pairkit.cli.source import Source, assessed
from pairkit.cli.speak import hint, language, out, text
from pairkit.errors import BrokenFile, GitFailed, WrongUse
from pairkit.forge.asking import NoAnswer
from pairkit.forge.request import Request
from pairkit.gate.assess import Assessment
from pairkit.gate.verdict import STOP, WAIT
from pairkit.git.place import find
from pairkit.git.run import git
from pairkit.guard.context import files
from pairkit.guard.context.agreed import agreed
from pairkit.project.people import by_account
from pairkit.words.catalogue import say

Run = Annotated[bool, typer.Option("--run", envvar="PAIRKIT_RUN", help=text("ci.run"))]
RequireTicks = Annotated[
    bool, typer.Option("--require-ticks", envvar="PAIRKIT_REQUIRE_TICKS", help=text("ci.require-ticks"))
]
Describe = Annotated[
    bool,
    typer.Option("--description/--no-description", envvar="PAIRKIT_DESCRIPTION", help=text("ci.no-description")),
]
Folder = Annotated[str, typer.Option("--folder", envvar="PAIRKIT_FOLDER", metavar="DIR", help=text("ci.folder"))]

CHECKLIST = "checklist.md"
Report = Callable[[Assessment, str], str]


class Wish(NamedTuple):
    """What a job is asked for. `folder` is where its files go."""

    run: bool
    require_ticks: bool
    describe: bool
    folder: str


class Door(NamedTuple):
    """How to read and write the description of the request; None where that cannot be, and `why` is its words' key."""

    read: Callable[[], str] | None = None
    write: Callable[[str], None] | None = None
    why: str = "why-push"


class Looked(NamedTuple):
    """What came of it: `page` is the checklist without marks, `code` 1 if the change stops or waits."""

    said: str
    page: str
    findings: str
    code: int


def look(request: Request, wish: Wish, door: Door, reports: Mapping[str, Report], shown: Report) -> Looked:
    """Judge a request, write its files and its description; `shown` is what the job's log shows."""
    from pairkit.report.findings_markdown import findings_markdown

    source = _source(request)
    body = _current(request, door)
    with assessed(source) as assessment:
        person = assessment.acting.person
        spoken = language(person.language if person else None)
        kept = ticks.ticks(body)
        document = build(assessment, kept)
        document = ran(document, assessment, source) if wish.run else document
        parts = parts_of(assessment.agreement)
        body = _describe(
            body, lambda old: as_markdown(document, assessment, parts, old, marks=True), wish, door, spoken
        )
        new = as_markdown(document, assessment, parts, body, marks=True)
        page = as_markdown(document, assessment, parts, body, marks=False)
        for name, report in reports.items():
            _write(wish.folder, name, report(assessment, spoken))
        said, findings = shown(assessment, spoken), findings_markdown(assessment, spoken)
        still_open = left_open(new, assessment) if wish.require_ticks and request.number else []
    _write(wish.folder, CHECKLIST, page)
    _tell_account(assessment, request, spoken)
    _tell_stale(spoken)
    return Looked(said, page, findings, _verdict(assessment, still_open, spoken))


def _source(request: Request) -> Source:
    """Return what to look at. Raises GitFailed where the history is too short to tell."""
    if not request.range:
        hint(say(language(), "ci.first-push"))
        return Source(all=True, request=request)
    place = find(".")
    shallow = git(["rev-parse", "--is-shallow-repository"], place.root).strip() == b"true"
    if shallow and not _is_joined(request, place.root):
        setting = "fetch-depth: 0 (actions/checkout)" if request.forge == "github" else 'GIT_DEPTH: "0"'
        raise GitFailed("ci-shallow", setting=setting)
    return Source(range=request.range, request=request)


def _is_joined(request: Request, root: str) -> bool:
    try:
        return bool(git(["merge-base", request.base, request.head], root).strip())
    except GitFailed:
        return False


def _current(request: Request, door: Door) -> str:
    """Return the description as it is now: the event's may be old when somebody has ticked a box since."""
    if door.read is not None:
        try:
            return door.read()
        except NoAnswer as error:
            _in_vain("description", error)
    return request.body or ""


def _describe(body: str, make: Callable[[str], str], wish: Wish, door: Door, spoken: str) -> str:
    """Write the description and return the one that it was made from.

    It is read once more right before: running the checks may take minutes, in which somebody ticks a box.
    """
    why = "" if wish.describe else say(spoken, "ci.why-not-wanted")
    if not why and door.write is None:
        why = say(spoken, f"ci.{door.why}")
    if not why and door.write is not None and door.read is not None:
        try:
            body = door.read()
            if _unlike(make(body), body):
                door.write(make(body))
        except NoAnswer as error:
            why = str(error)
    hint(say(spoken, "ci.description-left", said=why) if why else say(spoken, "ci.description-kept"))
    return body


def _unlike(one: str, other: str) -> bool:
    """Tell whether two descriptions differ in more than how lines end: a forge's own form writes them its own way."""
    return one.replace("\r\n", "\n").strip() != other.replace("\r\n", "\n").strip()


def _tell_account(assessment: Assessment, request: Request, spoken: str) -> None:
    """Say whose change it counts as, where the account is nobody's: one line in pairkit.yaml would mend it."""
    people = assessment.agreement.people
    if not people or request.queued or by_account(people, request.forge, request.author) is not None:
        return
    key = "account-unknown" if request.author else "account-hidden"
    hint(say(spoken, f"ci.{key}", account=request.author, forge=request.forge))


def _tell_stale(spoken: str) -> None:
    """Say which files that agents read no longer say what the agreement says; that stops nothing here."""
    root = find(".").root
    try:
        agreement = agreed(root)
    except BrokenFile:
        return  # the change itself is judged by what stood before it, and says so
    if agreement.declared and files.in_use(root):
        for one in files.sync(root, agreement, dry=True):
            hint(say(spoken, f"context.{one.what if one.left else 'behind'}", path=one.path))


def _verdict(assessment: Assessment, still_open: list[str], spoken: str) -> int:
    if assessment.verdict.outcome == STOP:
        hint(say(spoken, "ci.stopped"))
    elif assessment.verdict.outcome == WAIT:
        hint(say(spoken, "ci.waits", count=len(assessment.verdict.of(WAIT))))
    if still_open:
        hint("\n".join([say(spoken, "ci.ticks-open", count=len(still_open)), *(f"  - {one}" for one in still_open)]))
    return 1 if assessment.verdict.outcome in (STOP, WAIT) or still_open else 0


def _in_vain(what: str, error: NoAnswer) -> None:
    spoken = language()
    hint(say(spoken, "ci.asked-in-vain", what=say(spoken, f"ci.what-{what}"), said=error))


def asked(what: str, ask: Callable[[], list[object]]) -> list[object]:
    """Return what the forge answers, nothing where it does not: then nothing is approved."""
    try:
        return ask()
    except NoAnswer as error:
        _in_vain(what, error)
        return []


def setting(name: str, forge: str) -> str:
    """Return a variable that the forge sets in each of its jobs. Raises WrongUse outside of one."""
    value = os.environ.get(name, "")
    if not value:
        raise WrongUse("ci-not-here", forge=forge, name=name)
    return value


def _write(folder: str, name: str, content: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except OSError as error:
        raise WrongUse("output-unwritable", path=folder, said=error.strerror or str(error)) from None


def finish(looked: Looked) -> None:
    """Show the findings in the log and end as the verdict says."""
    out(looked.said.rstrip("\n"))
    if looked.code:
        raise typer.Exit(looked.code)
