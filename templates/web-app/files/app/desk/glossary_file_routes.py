"""The glossary to and from a file."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, File, HTTPException, Query, Request, Response, UploadFile
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import DatabaseSession
from app.desk import importing
from app.desk.downloads import download
from app.desk.glossary_import import import_terms
from app.desk.import_report import ImportReport
from app.desk.importing import ImportFlow
from app.exchange.formats import TERM_FORMATS, by_name
from app.exchange.rows import Row
from app.models import ImportKind, Term

COLUMNS = ("source", "target", "note")

router = APIRouter(prefix="/glossary")


def _take(session: Session, rows: Iterable[Row], _person_id: int, apply: bool) -> ImportReport:
    return import_terms(session, rows, apply=apply)


FLOW = ImportFlow(ImportKind.TERMS, "/glossary", "glossary/import.html", _take)


@router.get("/export")
def export_glossary(
    request: Request, session: DatabaseSession, name: Annotated[str, Query(alias="format")] = "csv"
) -> Response:
    """Send the whole glossary as a file."""
    kind = by_name(name, TERM_FORMATS)
    if kind is None:
        raise HTTPException(404)
    terms = session.scalars(select(Term).order_by(Term.source_key).execution_options(yield_per=500))
    rows = ({column: getattr(one, column) for column in COLUMNS} for one in terms)
    return download(rows, COLUMNS, kind, importing.languages_of(request), "glossary")


@router.get("/import")
def show_import(request: Request, session: DatabaseSession) -> Response:
    """Show again what the waiting file would do."""
    return importing.show_again(request, session, FLOW)


@router.post("/import")
def look_at_import(
    request: Request, session: DatabaseSession, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Read a file and show what it would do; the glossary stays as it is."""
    return importing.look_at(request, session, FLOW, file)


@router.post("/import/apply")
def apply_import(request: Request, session: DatabaseSession) -> Response:
    """Take the waiting file over."""
    return importing.apply(request, session, FLOW)


@router.post("/import/drop")
def drop_import(request: Request, session: DatabaseSession) -> Response:
    """Forget the waiting file."""
    return importing.drop(request, session, FLOW)
