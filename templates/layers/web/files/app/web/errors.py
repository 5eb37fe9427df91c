"""Error pages in words: what happened, whether the work is safe, what to do now."""

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from app.web.pages import Pages, wants_part

KNOWN = {
    400: "bad_request",
    404: "not_found",
    405: "not_possible",
    410: "link_used",
    413: "too_large",
    422: "not_understood",
}


def error_page(
    request: Request, status: int, kind: str, *, saved: str = "", reference: str = ""
) -> HTMLResponse:
    """Show the words `error.<kind>.*`; htmx gets them as a notice beside the untouched form."""
    pages: Pages = request.app.state.pages
    part = wants_part(request)
    body = pages.render(
        request,
        "error_notice.html" if part else "error.html",
        kind=kind,
        saved=saved,
        reference=reference,
        back="/",
        done="",
    )
    headers = {"Cache-Control": "no-store"}
    if part:
        headers |= {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"}
    return HTMLResponse(body, status, headers)


async def http_error(request: Request, error: Exception) -> HTMLResponse:
    """Answer an HTTPException, raised by a route or by the router."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    kind = KNOWN.get(status, "bad_request" if status < 500 else "failed")
    return error_page(request, status, kind)


async def validation_error(request: Request, error: Exception) -> HTMLResponse:
    """Answer a request whose parts have the wrong type; a wrong path is simply no page."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    if any(one["loc"][0] == "path" for one in found):
        return error_page(request, 404, "not_found")
    return error_page(request, 422, "not_understood")
