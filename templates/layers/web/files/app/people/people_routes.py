"""The admins' page: who is here, as what, and the links that let people in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Request, Response

from app.database import DatabaseSession
from app.models import Person, Role
from app.people import accounts, links
from app.people.accounts import PersonDraft
from app.web.pages import go_to, show

router = APIRouter(prefix="/people")

FormText = Annotated[str, Form()]


@router.get("")
def show_people(request: Request, session: DatabaseSession) -> Response:
    """Show everybody, and the form for one more."""
    return _people(request, session)


@router.post("")
def add_person(
    request: Request,
    session: DatabaseSession,
    name: FormText = "",
    email: FormText = "",
    role: FormText = "",
) -> Response:
    """Add a person, and show once the link with which they choose a password."""
    draft = PersonDraft.cleaned(name, email, role)
    problems = draft.problems(session)
    if problems:
        return _people(request, session, 422, draft=draft, problems=problems)
    try:
        person = accounts.add(session, draft)
    except accounts.Taken:
        taken = {"email": "people.problem.email_taken"}
        return _people(request, session, 422, draft=draft, problems=taken)
    token = links.make(session, person)
    session.commit()
    return _people(request, session, person=person, token=token)


def get_person(session: DatabaseSession, person_id: Annotated[int, Path(ge=1, lt=2**31)]) -> Person:
    """Return the person that the address names, or answer that there is no such page."""
    person = session.get(Person, person_id)
    if person is None:
        raise HTTPException(404)
    return person


Named = Annotated[Person, Depends(get_person)]


@router.post("/{person_id}")
def change_person(
    request: Request,
    session: DatabaseSession,
    person: Named,
    role: FormText = "",
    active: FormText = "",
) -> Response:
    """Give a person another role, shut them out or let them in again."""
    if role not in list(Role):
        raise HTTPException(400)
    if not accounts.change(session, person, Role(role), active=active == "yes"):
        return _people(request, session, 422, problems={"last": "people.problem.last_admin"})
    session.commit()
    return go_to("/people", "person_changed")


@router.post("/{person_id}/link")
def make_link(request: Request, session: DatabaseSession, person: Named) -> Response:
    """Make a link for a new password; the old password works until the link is used."""
    if not person.active:
        raise HTTPException(400)
    token = links.make(session, person)
    session.commit()
    return _people(request, session, person=person, token=token)


def _people(
    request: Request,
    session: DatabaseSession,
    status: int = 200,
    *,
    draft: PersonDraft | None = None,
    problems: dict[str, str] | None = None,
    person: Person | None = None,
    token: str = "",
) -> Response:
    return show(
        request,
        "people/people.html",
        status=status,
        back="/people",
        people=accounts.everybody(session),
        roles=list(Role),
        draft=draft or PersonDraft(),
        problems=problems or {},
        invited=person,
        link=f"{request.base_url}welcome/{token}" if token else "",
    )
