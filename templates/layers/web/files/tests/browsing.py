"""Browsers for the tests: with and without a sign-in."""

import re

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from app.models import Role
from app.people import accounts, sessions
from app.people.tokens import form_token

ADDRESS = "http://127.0.0.1:8000"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "correct horse " + "battery"


def browser(app: FastAPI) -> TestClient:
    """Return a browser without JavaScript that sends forms from the desk's own pages."""
    return TestClient(app, base_url=ADDRESS, headers=OWN_PAGE)


def signed_in(app: FastAPI, role: Role) -> TestClient:
    """Return the browser of a person of that role, whose requests carry the form token."""
    client = browser(app)
    with app.state.sessions() as session:
        person = accounts.find_by_email(session, f"{role.value}@example.com")
        assert person
        token = sessions.start(session, person)
        session.commit()
    client.cookies.set(app.state.settings.session_cookie, token)
    client.headers["X-Form-Token"] = form_token(token)
    return client


def token_of(page: Response) -> str:
    """Read the form token out of a page."""
    found = re.search(r'name="form_token" value="(\w+)"', page.text)
    assert found
    return found[1]


def sign_in(
    client: TestClient, email: str = "reviewer@example.com", password: str = PASSWORD, **more: str
) -> Response:
    """Fill in the form as a browser does."""
    data = {"email": email, "password": password, "form_token": token_of(client.get("/sign-in"))}
    return client.post("/sign-in", data=data | more, follow_redirects=False)
