"""The application, put together in one place."""

import os

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from sqlalchemy.orm import sessionmaker
from starlette.exceptions import HTTPException

from app.database import make_engine
from app.people import account_routes, first_routes, gate, people_routes, sign_in_routes
from app.people.refusals import refused
from app.people.visiting import Visiting
from app.routes import ROUTERS
from app.settings import Settings, load_settings
from app.web import errors, failures, health, language, logs
from app.web.pages import Pages
from app.web.request_log import RequestLog
from app.web.security import Security
from app.web.words import read_words


def create_app(settings: Settings | None = None) -> FastAPI:
    """Make the app; without settings they come from the environment (`uvicorn --factory`)."""
    if settings is None:
        settings = load_settings(os.environ)
        logs.set_up_for_server()
    # No API pages: they load scripts from elsewhere, and this app has no API.
    app = FastAPI(title=settings.title, openapi_url=None, dependencies=[Depends(gate.check)])
    app.state.settings = settings
    app.state.engine = make_engine(settings.database_url)
    app.state.sessions = sessionmaker(app.state.engine)
    app.state.pages = Pages(settings, read_words(settings.root / "content"))
    _add_routes(app)
    # The last one added is the outermost: even an error page leaves with the safety headers and
    # is in the log.
    app.add_middleware(Visiting, session_cookie=settings.session_cookie)
    app.add_middleware(failures.FailureBoundary)
    app.add_middleware(Security, allowed_hosts=settings.allowed_hosts)
    app.add_middleware(RequestLog)
    return app


SHELL = (
    health.router,
    language.router,
    first_routes.router,
    sign_in_routes.router,
    account_routes.router,
    people_routes.router,
)


def _add_routes(app: FastAPI) -> None:
    for router in (*ROUTERS, *SHELL):
        app.include_router(router)
    app.mount("/static", StaticFiles(packages=[("app", "static")]), name="static")
    app.add_exception_handler(gate.Refused, refused)
    app.add_exception_handler(HTTPException, errors.http_error)
    app.add_exception_handler(RequestValidationError, errors.validation_error)
