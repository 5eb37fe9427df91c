"""The addresses that every import has: look at a file, see it again, take it over, forget it."""

from typing import Annotated

from fastapi import APIRouter, File, Request, Response, UploadFile

from app.database import DatabaseSession
from app.desk import importing
from app.desk.importing import ImportFlow


def add_import_routes(router: APIRouter, flow: ImportFlow) -> None:
    """Add the routes below `/import` to the router of what the rows are taken for."""

    @router.get("/import")
    def show_import(request: Request, session: DatabaseSession) -> Response:
        """Show again what the waiting file would do."""
        return importing.show_again(request, session, flow)

    @router.post("/import")
    def look_at_import(
        request: Request,
        session: DatabaseSession,
        file: Annotated[UploadFile | None, File()] = None,
    ) -> Response:
        """Read a file and show what it would do; what is here stays as it is."""
        return importing.look_at(request, session, flow, file)

    @router.post("/import/apply")
    def apply_import(request: Request, session: DatabaseSession) -> Response:
        """Take the waiting file over."""
        return importing.apply(request, session, flow)

    @router.post("/import/drop")
    def drop_import(request: Request, session: DatabaseSession) -> Response:
        """Forget the waiting file."""
        return importing.drop(request, session, flow)
