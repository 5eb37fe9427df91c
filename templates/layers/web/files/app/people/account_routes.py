"""One's own account: the password, and where one is signed in; and the link to a first password."""

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request, Response

from app.database import DatabaseSession
from app.models import Person
from app.people import accounts, attempts, links, passwords, sessions
from app.people.sign_in_routes import signed_out, welcome
from app.people.visitor import visitor_of
from app.web.pages import show

router = APIRouter()

FormText = Annotated[str, Form()]


@router.get("/account")
def show_account(request: Request, session: DatabaseSession) -> Response:
    """Show who one is here, and the form for another password."""
    return _account(request, session)


@router.post("/account/password")
def change_password(
    request: Request,
    session: DatabaseSession,
    current: FormText = "",
    password: FormText = "",
    again: FormText = "",
) -> Response:
    """Change the password; every other browser is signed out, this one gets a new sign-in."""
    person = _myself(request, session)
    address = request.client.host if request.client else ""
    if attempts.wait_until(session, person.email, address):
        return _account(request, session, 429, {"current": "people.problem.too_often"})
    attempts.record(session, person.email, address)
    session.commit()
    if not passwords.matches(person.password_hash, current):
        return _account(request, session, 422, {"current": "people.problem.current"})
    attempts.forgive(session, person.email, address)
    if problem := passwords.problem_with(password, again, person.email):
        session.commit()
        return _account(request, session, 422, {"password": problem})
    accounts.set_password(session, person, password)
    return welcome(request, session, person, "/account?done=password_changed")


@router.post("/account/sign-out-everywhere")
def sign_out_everywhere(request: Request, session: DatabaseSession) -> Response:
    """End all of one's sign-ins, this one too."""
    sessions.end_all(session, visitor_of(request).person_id)
    session.commit()
    return signed_out(request)


@router.get("/welcome/{token}")
def show_welcome(request: Request, session: DatabaseSession, token: str) -> Response:
    """Show whose link it is; looking at it does not use it up."""
    return _welcome(request, _invited(session, token))


@router.post("/welcome/{token}")
def choose_password(
    request: Request,
    session: DatabaseSession,
    token: str,
    password: FormText = "",
    again: FormText = "",
) -> Response:
    """Choose the password that only this person knows, and come in."""
    person = _invited(session, token)
    if problem := passwords.problem_with(password, again, person.email):
        return _welcome(request, person, 422, problem)
    if not links.use_up(session, token):
        raise HTTPException(404)
    accounts.set_password(session, person, password)
    return welcome(request, session, person)


def _invited(session: DatabaseSession, token: str) -> Person:
    person = links.person_of(session, token)
    if person is None:
        raise HTTPException(410)
    return person


def _myself(request: Request, session: DatabaseSession) -> Person:
    return session.get_one(Person, visitor_of(request).person_id)


def _welcome(request: Request, person: Person, status: int = 200, problem: str = "") -> Response:
    return show(
        request, "people/welcome.html", status=status, back="/", person=person, problem=problem
    )


def _account(
    request: Request,
    session: DatabaseSession,
    status: int = 200,
    problems: dict[str, str] | None = None,
) -> Response:
    person = _myself(request, session)
    return show(
        request,
        "people/account.html",
        status=status,
        back="/account",
        person=person,
        browsers=sessions.count(session, person.id),
        problems=problems or {},
    )
