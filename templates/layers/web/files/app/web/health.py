"""Two questions for whoever watches the desk: is it up, and can it work?"""

from alembic.util import CommandError
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import SQLAlchemyError

from app.migrating import at_head
from app.web.logs import log

router = APIRouter()


@router.get("/health")
@router.get("/healthz")
def health() -> JSONResponse:
    """Say that the process answers; asks nothing of the database."""
    return JSONResponse({"status": "ok"})


@router.get("/ready")
@router.get("/readyz")
def ready(request: Request) -> JSONResponse:
    """Say whether the database can be reached and has the structure this code expects."""
    state = request.app.state
    try:
        current = at_head(state.engine, state.settings)
    except (SQLAlchemyError, CommandError):
        log.warning("the database cannot be reached")
        return _answer(database="unreachable", migrations="unknown")
    return _answer(database="ok", migrations="at head" if current else "behind")


def _answer(database: str, migrations: str) -> JSONResponse:
    ready = migrations == "at head"
    facts = {
        "status": "ready" if ready else "not ready",
        "database": database,
        "migrations": migrations,
    }
    return JSONResponse(facts, 200 if ready else 503)
