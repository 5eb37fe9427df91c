"""The first page of a new desk: whoever started it makes the first admin.

The set-up code is printed where the desk was started, and is part of the address that opens
there. Coming from this computer is not enough: other people may work on it too, and behind a
proxy everybody seems to come from it.
"""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from app.database import DatabaseSession
from app.models import Role
from app.people import accounts, links, passwords
from app.people.accounts import PersonDraft
from app.people.sign_in_routes import welcome
from app.web.pages import go_to, show

router = APIRouter()

FormText = Annotated[str, Form()]


@router.get("/first")
def show_first(request: Request, session: DatabaseSession, code: str = "") -> Response:
    """Show the form while there is nobody; afterwards there is only the sign-in."""
    if accounts.anybody(session):
        return go_to("/sign-in")
    return _form(request, code=code)


@router.post("/first")
def make_first_admin(
    request: Request,
    session: DatabaseSession,
    code: FormText = "",
    name: FormText = "",
    email: FormText = "",
    password: FormText = "",
    again: FormText = "",
) -> Response:
    """Make the first admin and sign them in; the code works once."""
    if accounts.anybody(session):
        return go_to("/sign-in")
    draft = PersonDraft.cleaned(name, email, Role.ADMIN)
    problems = draft.problems(session)
    if problem := passwords.problem_with(password, again, draft.email):
        problems["password"] = problem
    code = code.strip()
    if not links.is_setup_code(session, code):
        problems["code"] = "people.problem.code"
    if problems:
        return _form(request, 422, code=code, draft=draft, problems=problems)
    if not links.use_up(session, code):  # somebody else used it in the same moment
        return go_to("/sign-in")
    return welcome(request, session, accounts.add(session, draft, password))


def _form(
    request: Request,
    status: int = 200,
    *,
    code: str = "",
    draft: PersonDraft | None = None,
    problems: dict[str, str] | None = None,
) -> Response:
    return show(
        request,
        "people/first.html",
        status=status,
        back="/first",
        code=code,
        draft=draft or PersonDraft(),
        problems=problems or {},
    )
