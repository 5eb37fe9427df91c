"""The glossary to and from a file."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.database import DatabaseSession
from app.desk.downloads import download
from app.desk.glossary_import import import_terms
from app.desk.import_report import ImportReport
from app.desk.import_routes import add_import_routes
from app.desk.importing import ImportFlow, languages_of
from app.exchange.formats import TERM_FORMATS, by_name
from app.exchange.rows import Row
from app.models import ImportKind, Term

COLUMNS = ("source", "target", "note")


def _take(session: Session, rows: Iterable[Row], _person_id: int, apply: bool) -> ImportReport:
    return import_terms(session, rows, apply=apply)


router = APIRouter(prefix="/glossary")
add_import_routes(router, ImportFlow(ImportKind.TERMS, "/glossary", "glossary/import.html", _take))


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
    return download(rows, COLUMNS, kind, languages_of(request), "glossary")
