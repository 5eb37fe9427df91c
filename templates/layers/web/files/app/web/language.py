"""Which language a page is in: the reader's choice (a cookie), else the project's default."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse

from app.settings import LANGUAGES

COOKIE = "desk_language"
YEAR = 365 * 24 * 60 * 60

router = APIRouter()


def language_of(request: Request) -> str:
    """Return the language code of this request."""
    chosen = request.cookies.get(COOKIE, "")
    default: str = request.app.state.settings.language
    return chosen if chosen in LANGUAGES else default


@router.post("/language")
def choose_language(
    request: Request,
    language: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "/",
) -> RedirectResponse:
    """Remember the choice and go back to the page it was made on."""
    response = RedirectResponse(back if is_own_path(back) else "/", status_code=303)
    if language in LANGUAGES:
        secure = request.url.scheme == "https"
        response.set_cookie(
            COOKIE, language, max_age=YEAR, httponly=True, samesite="lax", secure=secure
        )
    return response


def is_own_path(target: str) -> bool:
    """Tell a path on this site from an address elsewhere, so that nobody is sent away.

    Browsers read `//host` and `/\\host` as another site, and skip tabs and newlines.
    """
    return (
        target.startswith("/")
        and target[1:2] not in ("/", "\\")
        and not set(target) & set("\t\r\n")
    )
