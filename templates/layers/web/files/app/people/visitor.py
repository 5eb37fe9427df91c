"""Who sends a request: somebody signed in, or a browser without a sign-in."""

from dataclasses import dataclass

from fastapi import Request

from app.models import Role


@dataclass(frozen=True)
class Visitor:
    """What the rest of the app needs to know; without a role nobody is signed in."""

    form_token: str = ""
    person_id: int = 0
    name: str = ""
    role: Role | None = None
    session: str = ""
    # A cookie came along that is not (or no longer) good for anything.
    sign_in_ended: bool = False


def visitor_of(request: Request) -> Visitor:
    """Return the visitor; a page for an early error may come before anybody is known."""
    return getattr(request.state, "visitor", Visitor())
