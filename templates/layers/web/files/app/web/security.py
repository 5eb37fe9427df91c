"""Refuse requests from other sites, and tell the browser what pages may do.

There is no sign-in yet, so these two checks are all that stands between the desk and
any other page that is open in the same browser. This file is closed: change it only
together with the developer.
"""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import error_page

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Security:
    """The outermost middleware: host, origin, headers."""

    def __init__(self, app: ASGIApp, allowed_hosts: tuple[str, ...]) -> None:
        self._app = app
        self._allowed_hosts = allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through or refuse it; every answer gets the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        request = Request(scope, receive)
        if not is_known_host(request, self._allowed_hosts):
            page = error_page(request, 400, "unknown_host")
            await page(scope, receive, send_with_headers)
        elif not is_same_origin(request):
            page = error_page(request, 403, "foreign_request")
            await page(scope, receive, send_with_headers)
        else:
            await self._app(scope, receive, send_with_headers)


def is_known_host(request: Request, allowed: tuple[str, ...]) -> bool:
    """Refuse a foreign name that was made to point at this computer (DNS rebinding)."""
    host = request.headers.get("host", "").lower()
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host) in allowed


def is_same_origin(request: Request) -> bool:
    """Tell whether a request that changes something comes from the desk's own pages.

    Browsers name the relation in Sec-Fetch-Site, older ones at least the Origin. A request
    with neither is no browser's (a script of one's own), and carries nobody's rights.
    """
    if request.method in SAFE_METHODS:
        return True
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
