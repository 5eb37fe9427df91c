"""Render a page, or only the part of it that htmx asked for."""

from datetime import UTC, datetime
from functools import partial

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from app.access import who_may
from app.people.visitor import visitor_of
from app.settings import LANGUAGES, Settings
from app.web.language import language_of
from app.web.words import Words


class Pages:
    """The page templates and the words that go into them."""

    def __init__(self, settings: Settings, words: dict[str, Words]) -> None:
        self._settings = settings
        self._words = words
        self._templates = Environment(
            loader=PackageLoader("app", "pages"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def words_for(self, request: Request) -> Words:
        """Return the words in this request's language, fresh from the file."""
        words = self._words[language_of(request)]
        words.refresh()
        return words

    def render(self, request: Request, template: str, **context: object) -> str:
        """Fill a template; every one of them can use what is named here."""
        words = self.words_for(request)
        language = language_of(request)
        shared = {
            "t": words.get,
            "moment": partial(_moment, words),
            "site": self._settings,
            "language": language,
            "other_language": next(code for code in LANGUAGES if code != language),
            "path": request.url.path,
            "back": _address(request),
            "partial": wants_part(request),
            "done": _done(request, words),
            "visitor": visitor_of(request),
            "may": partial(_may, request),
        }
        return self._templates.get_template(template).render(shared | context)


def show(
    request: Request, template: str, *, part: str = "", status: int = 200, **context: object
) -> HTMLResponse:
    """Answer with a page; for htmx with `part`, the template of the piece that changes."""
    pages: Pages = request.app.state.pages
    name = part if part and wants_part(request) else template
    # The same address gives a page or a part of it: no cache may mix them up.
    headers = {"Vary": "HX-Request", "Cache-Control": "no-store"}
    return HTMLResponse(pages.render(request, name, **context), status, headers)


def go_to(path: str, done: str = "") -> RedirectResponse:
    """Send the browser on after a form, so that reloading does not send the form again."""
    return RedirectResponse(f"{path}?done={done}" if done else path, status_code=303)


def wants_part(request: Request) -> bool:
    """Tell whether htmx asks for a piece; going back in the history needs the whole page."""
    headers = request.headers
    return "HX-Request" in headers and "HX-History-Restore-Request" not in headers


def _done(request: Request, words: Words) -> str:
    """Return what was just done, if the address names it (after a form without JavaScript)."""
    key = f"done.{request.query_params.get('done', '')}"
    return words.get(key) if key in words else ""


def _may(request: Request, action: str) -> bool:
    """Tell a page whether to offer something, by the same table that the gate goes by."""
    method, _, route = action.partition(" ")
    return visitor_of(request).role in who_may(method, route)


def _address(request: Request) -> str:
    """Return this page's path and query without the note of what was done."""
    query = request.url.remove_query_params("done").query
    return f"{request.url.path}?{query}" if query else request.url.path


def _moment(words: Words, when: datetime) -> str:
    """Write a time of the database (UTC) as this computer's local time."""
    local = when.replace(tzinfo=UTC).astimezone()
    return words.get(
        "time.moment",
        year=local.year,
        month=local.month,
        month_name=words.get(f"time.months.{local.month}"),
        day=local.day,
        clock=f"{local:%H:%M}",
    )
