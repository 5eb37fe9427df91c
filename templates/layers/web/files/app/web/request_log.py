"""A number for each request, in the log and in the answer, and one line about it."""

import logging
import re
import secrets
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.logs import log, request_id

HEADER = "X-Request-ID"
# What a proxy in front may hand on; anything else could write lines of its own into a log.
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Asked every few seconds by whoever watches; only trouble is worth a line.
QUIET = ("/health", "/healthz", "/ready", "/readyz", "/static")


def route_of(scope: Scope) -> str:
    """Return the pattern of the address, which holds nothing that a person typed or was given."""
    route = getattr(scope.get("route"), "path", None)
    if route is None:
        return "/static" if scope["path"].startswith("/static/") else "(no route)"
    return str(route)


class RequestLog:
    """The outermost middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        number = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(number)
        started, status = time.perf_counter(), 0

        async def send_with_number(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = number
            await send(message)

        try:
            await self._app(scope, receive, send_with_number)
        finally:
            _note(scope, status, started)
            request_id.reset(token)


def _note(scope: Scope, status: int, started: float) -> None:
    route = route_of(scope)
    level = logging.INFO if status < 500 else logging.WARNING
    if route in QUIET and level == logging.INFO:
        return
    facts = {
        "method": scope["method"],
        "route": route,
        "status": status,
        "ms": round((time.perf_counter() - started) * 1000, 1),
    }
    log.log(level, "answered", extra={"facts": facts})
