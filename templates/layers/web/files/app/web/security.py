"""Refuse requests from other sites, and tell the browser what pages may do.

These checks come before anything looks at who is asking: they stand between the desk and any
other page that is open in the same browser. The sign-in is in `app/people/`. This file is
closed: change it only together with the developer.
"""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.errors import error_page

# No form or file is larger; a body that is would fill the disk before any route sees it.
LARGEST_BODY = 30_000_000

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


# Sent where the desk is reached by https: browsers then do not ask for it without any more. A
# year; subdomains are left out, because they may be others' programs.
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}


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

        request = Request(scope, receive)
        headers = HEADERS | ONLY_HTTPS if is_secure(request) else HEADERS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers)
            await send(message)

        if not is_known_host(request, self._allowed_hosts):
            page = error_page(request, 400, "unknown_host")
            await page(scope, receive, send_with_headers)
        elif not is_same_origin(request):
            page = error_page(request, 403, "foreign_request")
            await page(scope, receive, send_with_headers)
        elif is_too_large(request):
            page = error_page(request, 413, "too_large")
            await page(scope, receive, send_with_headers)
        else:
            await self._app(scope, receive, send_with_headers)


def is_secure(request: Request) -> bool:
    """Tell whether the browser came by https.

    Behind a proxy the server reads it from X-Forwarded-Proto, from the proxies it trusts
    (`--forwarded-allow-ips`, this computer unless told otherwise), and puts it into the scheme.
    """
    return request.url.scheme == "https"


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


def is_too_large(request: Request) -> bool:
    """Refuse a body by its announced length; browsers announce it for every form.

    A body in pieces of unknown length comes from no form, and is refused as well.
    """
    length = request.headers.get("content-length", "0")
    pieces = "transfer-encoding" in request.headers
    return pieces or not length.isdecimal() or int(length) > LARGEST_BODY
