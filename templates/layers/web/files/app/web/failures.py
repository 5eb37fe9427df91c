"""The last line: an unexpected error becomes a page that tells the truth about the work."""

from sqlalchemy.exc import OperationalError, TimeoutError
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import error_page
from app.web.logs import record_failure
from app.web.request_log import route_of


class FailureBoundary:
    """Catch what nothing else caught, log it under a reference and show that reference."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer for it if that fails before an answer has begun."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        answering = False

        async def watch(message: Message) -> None:
            nonlocal answering
            answering = True
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except (OperationalError, TimeoutError) as error:
            record_failure(error, f"{scope['method']} {route_of(scope)}: reaching the database")
            if answering:
                raise
            request = Request(scope, receive)
            page = error_page(request, 503, "no_database", saved=_saved(request))
            page.headers["Retry-After"] = "5"
            await page(scope, receive, send)
        except Exception as error:
            reference = record_failure(error, f"{scope['method']} {route_of(scope)}")
            if answering:
                raise
            request = Request(scope, receive)
            page = error_page(request, 500, "failed", saved=_saved(request), reference=reference)
            await page(scope, receive, send)


def _saved(request: Request) -> str:
    """Return which sentence is true: saved, not_saved, or nothing_sent (only reading)."""
    if getattr(request.state, "saved", False):
        return "saved"
    return "nothing_sent" if request.method in ("GET", "HEAD") else "not_saved"
