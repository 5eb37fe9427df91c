"""The one gate: every request to a route passes here, before the route's own code.

`app/access.py` says who may do what. What is not named there is closed to everybody.
"""

import secrets

from fastapi import Request
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from app.access import who_may
from app.people import accounts
from app.people.visitor import visitor_of
from app.web.security import SAFE_METHODS

FIELD = "form_token"
HEADER = "X-Form-Token"


class Refused(Exception):
    """The request stops here; `reason` names the words that say why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def check(request: Request) -> None:
    """Let the request through, or raise Refused: not_set_up, not_signed_in, not_allowed, form."""
    route = getattr(request.scope.get("route"), "path", "")
    visitor = visitor_of(request)
    if visitor.role not in who_may(request.method, route):
        if visitor.role:
            raise Refused("not_allowed")
        set_up = await run_in_threadpool(_is_set_up, request)
        raise Refused("not_signed_in" if set_up else "not_set_up")
    if request.method not in SAFE_METHODS and not await _carries_token(request):
        raise Refused("form")


def _is_set_up(request: Request) -> bool:
    make_session: sessionmaker[Session] = request.app.state.sessions
    with make_session() as session:
        return accounts.anybody(session)


async def _carries_token(request: Request) -> bool:
    """Tell whether the request carries the token of a page that this desk gave this browser."""
    given: object = request.headers.get(HEADER)
    if given is None:
        given = (await request.form()).get(FIELD)
    expected = visitor_of(request).form_token
    return (
        isinstance(given, str)
        and bool(expected)
        and secrets.compare_digest(given.encode(), expected.encode())
    )
