"""Every address is open to exactly those whom app/access.py names."""

import re
from collections.abc import Iterator

import pytest
from browsing import browser, signed_in
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from app.access import ADMINS, EVERYBODY, NOBODY, REVIEWERS, RULES, who_may
from app.main import create_app
from app.models import Role
from app.routes import ROUTERS

WAYS = sorted(RULES)
VISITORS: list[Role | None] = [None, *Role]
FORMS = {"POST /translations/{translation_id}/text": {"revision": "0"}}


def routes(app: FastAPI) -> Iterator[str]:
    """Return every method and path that the app answers."""
    from app.main import SHELL

    for router in (*ROUTERS, *SHELL):
        for route in router.routes:
            if isinstance(route, APIRoute):
                yield from (f"{method} {route.path}" for method in route.methods)


def test_every_route_is_named_and_every_name_is_a_route(app: FastAPI) -> None:
    """A new route without a line in the table fails here; so does a line without a route."""
    assert sorted(set(routes(app))) == WAYS


def test_the_roles_may_what_they_should() -> None:
    """The table itself, in one glance: a change of it is a decision."""
    closed = {way for way, who in RULES.items() if who == ADMINS}
    assert closed == {way for way in WAYS if " /people" in way}
    reading = {way for way, who in RULES.items() if who == REVIEWERS and "GET" in way}
    assert all("import" in way or "term_id" in way for way in reading)
    assert frozenset(Role) == EVERYBODY
    assert who_may("GET", "/no-such") == NOBODY
    assert who_may("HEAD", "/people") == ADMINS


def send(client: TestClient, way: str) -> int:
    """Send an empty request to a route, and return the status."""
    method, path = way.split(" ")
    path = re.sub(r"\{\w+\}", "1", path)
    form = {"revision": "0"} if method == "POST" else None
    return client.request(method, path, data=form, follow_redirects=False).status_code


@pytest.mark.parametrize("role", VISITORS)
def test_every_route_for_every_role(app: FastAPI, role: Role | None) -> None:
    """Who may not is refused (403), or sent to the sign-in (303, 401); who may is never refused."""
    for way in WAYS:
        client = signed_in(app, role) if role else browser(app)
        status = send(client, way)
        if role not in RULES[way]:
            refused = (403,) if role else (303, 401)
            assert status in refused, way
        elif role:
            assert status not in (401, 403), way


def test_a_route_that_the_table_does_not_name_is_closed(app: FastAPI) -> None:
    """Forgetting the line closes the route, even to an admin."""

    @app.get("/forgotten")
    def forgotten() -> str:
        return "open"

    assert signed_in(app, Role.ADMIN).get("/forgotten").status_code == 403


def test_pages_offer_what_the_role_may_do(app: FastAPI) -> None:
    """A translator sees no button that would be refused."""
    translator, reviewer = signed_in(app, Role.TRANSLATOR), signed_in(app, Role.REVIEWER)
    for path, way in (
        ("/translations/1", 'action="/translations/1/decision"'),
        ("/glossary", 'action="/glossary/import"'),
        ("/files", 'action="/files/import"'),
    ):
        assert way not in translator.get(path).text
        assert way in reviewer.get(path).text
    assert 'href="/people"' not in reviewer.get("/").text
    assert 'href="/people"' in signed_in(app, Role.ADMIN).get("/").text


def test_the_app_is_made_with_the_gate(app: FastAPI) -> None:
    """Without any cookie nothing of the desk is shown."""
    page = browser(create_app(app.state.settings)).get("/")
    assert page.url.path == "/sign-in"
    assert "workspace" not in page.text
