"""The glossary to and from a file."""

from typing import Annotated

from fastapi import APIRouter, File, Request, Response, UploadFile
from sqlalchemy import select

from app.database import DatabaseSession
from app.desk.glossary import TermDraft
from app.desk.glossary_csv import write_terms
from app.desk.glossary_import import ImportReport, import_terms
from app.models import Term
from app.problem import Problem
from app.web.pages import go_to, show

LARGEST_FILE = 1_000_000

router = APIRouter(prefix="/glossary")


@router.get("/export")
def export_glossary(session: DatabaseSession) -> Response:
    """Send the whole glossary as a file."""
    terms = session.scalars(select(Term).order_by(Term.source_key))
    content = write_terms(TermDraft(term.source, term.target, term.note) for term in terms)
    headers = {"Content-Disposition": 'attachment; filename="glossary.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/import")
def import_has_no_page() -> Response:
    """Lead somebody who reloads the report's address back to the glossary."""
    return go_to("/glossary")


@router.post("/import")
def import_glossary(
    request: Request, session: DatabaseSession, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Import a file and show what happened to each line.

    The report is the answer itself, without a redirect: sending the same file again
    by reloading finds everything unchanged.
    """
    try:
        report = import_terms(session, _content(file))
    except Problem as problem:
        return _report(request, 422, problem=problem)
    session.commit()
    return _report(request, report=report, name=(file and file.filename) or "CSV")


def _content(file: UploadFile | None) -> bytes:
    content = file.file.read(LARGEST_FILE + 1) if file else b""
    if not content:
        raise Problem("csv.empty")
    if len(content) > LARGEST_FILE:
        raise Problem("csv.too_large")
    return content


def _report(
    request: Request,
    status: int = 200,
    *,
    report: ImportReport | None = None,
    problem: Problem | None = None,
    name: str = "",
) -> Response:
    return show(
        request,
        "glossary/imported.html",
        status=status,
        back="/glossary",
        report=report,
        problem=problem,
        name=name,
    )
