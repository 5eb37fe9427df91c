"""The way in and the way out."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from app.database import DatabaseSession
from app.models import Person
from app.models.declarative import now
from app.people import accounts, attempts, passwords, sessions
from app.people.visiting import set_cookie
from app.people.visitor import visitor_of
from app.text import clean_line
from app.web.language import is_own_path
from app.web.pages import go_to, show

router = APIRouter()

FormText = Annotated[str, Form()]


@router.get("/sign-in")
def show_sign_in(
    request: Request,
    session: DatabaseSession,
    target: Annotated[str, Query(alias="next")] = "/",
    ended: str = "",
) -> Response:
    """Show the form; who is signed in already goes on, and a new desk is set up first."""
    if visitor_of(request).role:
        return go_to(target if is_own_path(target) else "/")
    if not accounts.anybody(session):
        return go_to("/first")
    return _form(request, next_page=target, problem="people.ended" if ended else "")


@router.post("/sign-in")
def sign_in(
    request: Request,
    session: DatabaseSession,
    email: FormText = "",
    password: FormText = "",
    target: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Sign in, or say why not without telling whether the account exists."""
    email, address = clean_line(email)[:200], request.client.host if request.client else ""
    wait = attempts.wait_until(session, email, address)
    if wait:
        return _form(request, 429, email=email, next_page=target, wait=_minutes_until(wait))
    attempts.record(session, email, address)
    session.commit()
    person = accounts.find_by_email(session, email)
    if not passwords.matches(person.password_hash if person else None, password) or not (
        person and person.active
    ):
        return _form(request, 422, email=email, next_page=target, problem="people.wrong")
    attempts.forgive(session, email, address)
    return welcome(request, session, person, target)


def welcome(
    request: Request, session: DatabaseSession, person: Person, next_page: str = "/"
) -> Response:
    """Begin a new sign-in under a new cookie, whatever cookie the browser came with."""
    sessions.end(session, visitor_of(request).session)
    token = sessions.start(session, person)
    session.commit()
    answer = go_to(next_page if is_own_path(next_page) else "/")
    set_cookie(answer, request, request.app.state.settings.session_cookie, token)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, session: DatabaseSession) -> Response:
    """End this browser's sign-in."""
    sessions.end(session, visitor_of(request).session)
    session.commit()
    return signed_out(request)


def signed_out(request: Request) -> Response:
    """Lead to the sign-in, and take the cookie away."""
    answer = go_to("/sign-in", "signed_out")
    answer.delete_cookie(request.app.state.settings.session_cookie)
    return answer


def _minutes_until(time: datetime) -> int:
    return max(1, -(-int((time - now()).total_seconds()) // 60))


def _form(
    request: Request,
    status: int = 200,
    *,
    email: str = "",
    next_page: str = "/",
    problem: str = "",
    wait: int = 0,
) -> Response:
    return show(
        request,
        "people/sign_in.html",
        status=status,
        back="/sign-in",
        email=email,
        next_page=next_page,
        problem=problem,
        wait=wait,
    )
