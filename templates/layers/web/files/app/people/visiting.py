"""Recognise the visitor before anything else looks at the request."""

from fastapi import Request, Response
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.people import sessions
from app.people.tokens import form_token, new_token
from app.people.visitor import Visitor

# A browser without a sign-in gets a cookie of its own, which its forms answer to.
FORM_COOKIE = "desk_form"
# What watches the desk, and what pages load, needs no database.
UNKNOWN_THERE = ("/static/", "/health", "/ready")


class Visiting:
    """The middleware that puts the visitor into `request.state`."""

    def __init__(self, app: ASGIApp, session_cookie: str) -> None:
        self._app = app
        self._cookie = session_cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Recognise the visitor; the answer takes a useless cookie away or brings a new one.

        Our cookies come first: one that the route itself sets, after a sign-in, has the last word.
        """
        if scope["type"] != "http" or scope["path"].startswith(UNKNOWN_THERE):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        request.state.visitor = visitor = await run_in_threadpool(self._recognise, request)
        cookies = Response()
        if visitor.sign_in_ended:
            cookies.delete_cookie(self._cookie)
        if not visitor.role and not request.cookies.get(FORM_COOKIE):
            value = new_token()
            request.state.visitor = Visitor(
                form_token=form_token(value), sign_in_ended=visitor.sign_in_ended
            )
            set_cookie(cookies, request, FORM_COOKIE, value)

        async def send_with_cookies(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                own = headers.getlist("set-cookie")
                del headers["set-cookie"]
                for value in (*cookies.headers.getlist("set-cookie"), *own):
                    headers.append("set-cookie", value)
            await send(message)

        await self._app(scope, receive, send_with_cookies)

    def _recognise(self, request: Request) -> Visitor:
        unknown = form_token(request.cookies.get(FORM_COOKIE, ""))
        token = request.cookies.get(self._cookie, "")
        if not token:
            return Visitor(form_token=unknown)
        make_session: sessionmaker[Session] = request.app.state.sessions
        with make_session() as session:
            found = sessions.find(session, token)
            if found is None:
                return Visitor(form_token=unknown, sign_in_ended=True)
            person = found.person
            return Visitor(form_token(token), person.id, person.name, person.role, found.token_hash)


def set_cookie(response: Response, request: Request, name: str, value: str) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send along with a form."""
    response.set_cookie(
        name,
        value,
        max_age=int(sessions.ALTOGETHER.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
