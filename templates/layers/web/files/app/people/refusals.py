"""What somebody sees whom the gate has stopped."""

from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from app.people.gate import HEADER, Refused
from app.people.visitor import visitor_of
from app.web.errors import error_page
from app.web.pages import wants_part
from app.web.security import SAFE_METHODS


async def refused(request: Request, error: Exception) -> Response:
    """Lead to the sign-in where that helps, else say in words what is missing."""
    reason = error.reason if isinstance(error, Refused) else "not_allowed"
    if reason == "not_set_up" and request.method in SAFE_METHODS:
        return RedirectResponse("/first", 303)
    if reason in ("not_signed_in", "not_set_up"):
        return _sign_in(request)
    answer = error_page(request, 403, reason)
    if reason == "form":
        # Only the desk's own pages can read this: with it they may simply send once more.
        answer.headers[HEADER] = visitor_of(request).form_token
    return answer


def _sign_in(request: Request) -> Response:
    """Send a reader to the sign-in and back; who was sending something keeps the page."""
    if request.method in SAFE_METHODS and not wants_part(request):
        query = f"?{request.url.query}" if request.url.query else ""
        asked = {"next": request.url.path + query} if request.url.path != "/" else {}
        if visitor_of(request).sign_in_ended:
            asked["ended"] = "1"
        return RedirectResponse(f"/sign-in?{urlencode(asked)}" if asked else "/sign-in", 303)
    return error_page(request, 401, "not_signed_in")
