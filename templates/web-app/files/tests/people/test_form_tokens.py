"""Every form carries the token of this browser, and is refused without it."""

import re

import pytest
from browsing import signed_in
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.models import Role
from app.settings import ROOT

FORM = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL)
FIELD = "form_token.html"


def test_every_form_has_the_field() -> None:
    """No page has a form that would be refused."""
    for page in (ROOT / "app/pages").rglob("*.html"):
        for form in FORM.findall(page.read_text("utf-8")):
            assert FIELD in form, page.name


@pytest.mark.parametrize("token", [None, "", "0" * 64])
def test_a_form_without_the_token_is_refused(app: FastAPI, token: str | None) -> None:
    """Neither signed in nor on the way in does a missing or a wrong token pass."""
    client = signed_in(app, Role.ADMIN)
    del client.headers["X-Form-Token"]
    data = {"source": "template", "target": "서식"} | ({"form_token": token} if token else {})
    answer = client.post("/glossary", data=data)
    assert answer.status_code == 403
    assert "Nothing was saved" in answer.text
    assert "12 terms" in client.get("/glossary").text


def test_the_token_in_the_page_is_taken(app: FastAPI) -> None:
    """A browser without JavaScript sends the hidden field."""
    client = signed_in(app, Role.ADMIN)
    del client.headers["X-Form-Token"]
    found = re.search(r'name="form_token" value="(\w+)"', client.get("/glossary").text)
    assert found
    data = {"source": "template", "target": "서식", "form_token": found[1]}
    assert "13 terms" in client.post("/glossary", data=data).text


def test_a_refusal_brings_the_fresh_token(app: FastAPI) -> None:
    """After a new sign-in in another tab the old page can send once more."""
    client = signed_in(app, Role.ADMIN)
    good = client.headers["X-Form-Token"]
    client.headers["X-Form-Token"] = "old"
    answer = client.post("/glossary", data={"source": "a", "target": "b"})
    assert answer.headers["X-Form-Token"] == good


def test_signing_in_needs_the_token_too(visitor: TestClient) -> None:
    """Nobody can be signed in to an account that another site chose."""
    form = {"email": "admin@example.com", "password": "x"}
    assert visitor.post("/sign-in", data=form).status_code == 403
