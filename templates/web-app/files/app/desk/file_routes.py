"""Translations to and from files."""

from collections.abc import Iterable, Iterator
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import DatabaseSession
from app.desk.downloads import download
from app.desk.import_report import ImportReport
from app.desk.import_routes import add_import_routes
from app.desk.importing import ImportFlow, languages_of
from app.desk.review_list import count_by_status
from app.desk.segment_import import import_segments
from app.exchange.formats import SEGMENT_FORMATS, by_name
from app.exchange.rows import Row
from app.models import ImportKind, Status, Translation
from app.web.pages import show

COLUMNS = ("context", "source", "target", "status")


def _take(session: Session, rows: Iterable[Row], person_id: int, apply: bool) -> ImportReport:
    return import_segments(session, rows, person_id, apply=apply)


router = APIRouter(prefix="/files")
add_import_routes(router, ImportFlow(ImportKind.SEGMENTS, "/files", "files/import.html", _take))


@router.get("")
def show_files(request: Request, session: DatabaseSession) -> Response:
    """Show what can be sent and fetched."""
    return show(
        request, "files/files.html", counts=count_by_status(session), formats=SEGMENT_FORMATS
    )


@router.get("/export")
def export_translations(
    request: Request,
    session: DatabaseSession,
    name: Annotated[str, Query(alias="format")] = "xliff",
    which: str = "accepted",
) -> Response:
    """Send the accepted translations as a file, or all of them if asked."""
    kind = by_name(name, SEGMENT_FORMATS)
    if kind is None or which not in ("accepted", "all"):
        raise HTTPException(404)
    rows = _rows(session, only_accepted=which == "accepted")
    return download(rows, COLUMNS, kind, languages_of(request), "translations")


def _rows(session: Session, *, only_accepted: bool) -> Iterator[dict[str, str]]:
    statement = select(Translation).order_by(Translation.id).execution_options(yield_per=500)
    if only_accepted:
        statement = statement.where(Translation.status == Status.ACCEPTED)
    for one in session.scalars(statement):
        yield {name: str(getattr(one, name)) for name in COLUMNS}
