"""An import in two steps: the file is looked at, and then taken over or dropped."""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fastapi import Request, Response, UploadFile
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.desk import pending
from app.desk.import_report import ImportReport
from app.exchange.formats import read_rows
from app.exchange.rows import Languages, Row
from app.models import ImportKind, PendingImport
from app.people.visitor import visitor_of
from app.problem import Problem
from app.web.pages import go_to, show

# (session, rows, person, whether to apply)
TakeRows = Callable[[Session, Iterable[Row], int, bool], ImportReport]


@dataclass(frozen=True)
class ImportFlow:
    """What differs between imports: what they take rows for, and where their pages are."""

    kind: ImportKind
    home: str
    page: str
    take: TakeRows


def languages_of(request: Request) -> Languages:
    """Return the languages of this desk."""
    settings = request.app.state.settings
    return Languages(settings.source_language, settings.target_language)


def show_again(request: Request, session: Session, flow: ImportFlow) -> Response:
    """Show what the waiting file would do now."""
    waiting = pending.find(session, visitor_of(request).person_id, flow.kind)
    if waiting is None:
        return go_to(flow.home)
    report = _read(request, session, flow, waiting, apply=False)
    return _page(request, flow, report=report, name=waiting.name)


def look_at(
    request: Request, session: Session, flow: ImportFlow, file: UploadFile | None
) -> Response:
    """Keep a file and show what it would do; of a file that cannot be read nothing is kept."""
    try:
        waiting = pending.keep(session, visitor_of(request).person_id, flow.kind, file)
        report = _read(request, session, flow, waiting, apply=False)
    except Problem as problem:
        session.rollback()
        return _page(request, flow, 422, problem=problem)
    name = waiting.name
    session.commit()
    return _page(request, flow, report=report, name=name)


def apply(request: Request, session: Session, flow: ImportFlow) -> Response:
    """Take the waiting file over, compared with what is here at this moment."""
    person = visitor_of(request).person_id
    waiting = pending.find(session, person, flow.kind)
    if waiting is None:
        return go_to(flow.home)
    name = waiting.name
    try:
        report = _read(request, session, flow, waiting, apply=True)
        pending.drop(session, person, flow.kind)
        session.commit()
    except (IntegrityError, StaleDataError):  # somebody else was in the middle of the same
        session.rollback()
        report = _read(request, session, flow, waiting, apply=False)
        return _page(request, flow, 409, report=report, name=name, overtaken=True)
    return _page(request, flow, report=report, name=name, applied=True)


def drop(request: Request, session: Session, flow: ImportFlow) -> Response:
    """Forget the waiting file."""
    pending.drop(session, visitor_of(request).person_id, flow.kind)
    session.commit()
    return go_to(flow.home, "import_dropped")


def _read(
    request: Request, session: Session, flow: ImportFlow, waiting: PendingImport, *, apply: bool
) -> ImportReport:
    rows = read_rows(io.BytesIO(waiting.content), waiting.name, languages_of(request))
    return flow.take(session, rows, visitor_of(request).person_id, apply)


def _page(
    request: Request,
    flow: ImportFlow,
    status: int = 200,
    *,
    report: ImportReport | None = None,
    problem: Problem | None = None,
    name: str = "",
    applied: bool = False,
    overtaken: bool = False,
) -> Response:
    return show(
        request,
        flow.page,
        status=status,
        back=f"{flow.home}/import",
        home=flow.home,
        report=report,
        problem=problem,
        name=name,
        applied=applied,
        overtaken=overtaken,
    )
