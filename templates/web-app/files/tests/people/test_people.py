"""Admins let people in and shut them out; nobody else ever knows a password."""

import re

import pytest
from browsing import PASSWORD, browser, sign_in, signed_in, token_of
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.main import create_app
from app.models import Person, Role
from app.people import accounts
from app.settings import Settings
from app.starting import setup_code

NEW = "a brand new " + "pass phrase"
TRANSLATOR = 1


def link_in(page: str) -> str:
    """Read the one-time link off the page, as a path."""
    found = re.search(r"http://127\.0\.0\.1:8000(/welcome/[\w-]+)", page)
    assert found
    return found[1]


def choose(client: TestClient, path: str, password: str = NEW, again: str = "") -> str:
    """Open a link and choose a password; return the words of the answer."""
    data = {"password": password, "again": again or password}
    return client.post(path, data=data | {"form_token": token_of(client.get(path))}).text


def test_the_first_one_makes_the_first_admin(new_settings: Settings) -> None:
    """Everything leads to the set-up page; with the code one is in, and the page is gone."""
    app = create_app(new_settings)
    client = browser(app)
    page = client.get("/glossary")
    assert page.url.path == "/first"
    code = setup_code(new_settings)
    form = {
        "code": code,
        "name": "Mina",
        "email": "mina@example.com",
        "password": PASSWORD,
        "again": PASSWORD,
        "form_token": token_of(page),
    }
    assert client.post("/first", data=form).url.path == "/"
    assert "Mina" in client.get("/people").text
    assert setup_code(new_settings) == ""
    assert browser(app).get(f"/first?code={code}").url.path == "/sign-in"
    late = browser(app)
    form["form_token"] = token_of(late.get("/sign-in"))
    late.post("/first", data=form | {"email": "late@example.com"})
    assert "late@example.com" not in client.get("/people").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": "guessed"}, "not the set-up code"),
        ({"code": ""}, "not the set-up code"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "aaaaaaaaaaaa", "again": "aaaaaaaaaaaa"}, "easy to guess"),
        ({"again": "something else"}, "not the same"),
        ({"email": "mina"}, "Write an e-mail address"),
        ({"name": ""}, "Write a name"),
    ],
)
def test_the_set_up_says_what_is_missing(
    new_settings: Settings, change: dict[str, str], words: str
) -> None:
    """Being on this computer is not enough, and nothing that was typed is lost but passwords."""
    client = browser(create_app(new_settings))
    form = {
        "code": setup_code(new_settings),
        "name": "Mina",
        "email": "mina@example.com",
        "password": PASSWORD,
        "again": PASSWORD,
        "form_token": token_of(client.get("/first")),
    }
    answer = client.post("/first", data=form | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert PASSWORD not in answer.text


def test_an_invited_person_chooses_the_password(client: TestClient, app: FastAPI) -> None:
    """The link is shown once, works once, and signs in."""
    form = {"name": "Jiwon", "email": "Jiwon@example.com", "role": "translator"}
    page = client.post("/people", data=form).text
    path = link_in(page)
    assert "/welcome/" not in client.get("/people").text
    guest = browser(app)
    assert "Hello, Jiwon" in guest.get(path).text
    assert "too short" in choose(guest, path, "short")
    choose(guest, path)
    assert "Jiwon" in guest.get("/account").text
    assert guest.get(path).status_code == 410
    assert sign_in(browser(app), "jiwon@example.com", NEW).status_code == 303


def test_the_same_address_is_not_invited_twice(client: TestClient) -> None:
    """Capitals do not make another person."""
    form = {"name": "Again", "email": "ADMIN@example.com", "role": "admin"}
    answer = client.post("/people", data=form)
    assert answer.status_code == 422
    assert "is here already" in answer.text


def test_the_same_address_added_by_two_at_once_is_said_in_words(
    client: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one gets the form back with what was typed, and the first one's link works."""
    form = {"name": "Jiwon", "email": "jiwon@example.com", "role": "reviewer"}
    path = link_in(client.post("/people", data=form).text)
    monkeypatch.setattr(accounts, "find_by_email", lambda *_: None)  # asked a moment before
    answer = client.post("/people", data=form | {"name": "Jiwon Kim"})
    monkeypatch.undo()
    assert answer.status_code == 422
    assert "is here already" in answer.text
    assert 'value="Jiwon Kim"' in answer.text
    assert browser(app).get(path).status_code == 200
    assert client.get("/people").text.count("jiwon@example.com") == 1


def test_a_forgotten_password_is_replaced(client: TestClient, app: FastAPI) -> None:
    """The old one works until the link is used; then it does not, and old sign-ins end."""
    before = signed_in(app, Role.TRANSLATOR)
    first = link_in(client.post(f"/people/{TRANSLATOR}/link").text)
    path = link_in(client.post(f"/people/{TRANSLATOR}/link").text)
    assert browser(app).get(first).status_code == 410  # only the newest link works
    assert before.get("/").url.path == "/"
    choose(browser(app), path)
    assert before.get("/").url.path == "/sign-in"
    assert sign_in(browser(app), "translator@example.com").status_code == 422
    assert sign_in(browser(app), "translator@example.com", NEW).status_code == 303


def test_a_role_counts_from_the_next_click(client: TestClient, app: FastAPI) -> None:
    """Nobody has to sign in again to be promoted, or to lose a right."""
    translator = signed_in(app, Role.TRANSLATOR)
    assert translator.get("/people").status_code == 403
    client.post(f"/people/{TRANSLATOR}", data={"role": "admin", "active": "yes"})
    assert translator.get("/people").status_code == 200


def test_who_is_shut_out_is_out_at_once(client: TestClient, app: FastAPI) -> None:
    """Open sign-ins end, the password does not help, and a link cannot be made."""
    translator = signed_in(app, Role.TRANSLATOR)
    client.post(f"/people/{TRANSLATOR}", data={"role": "translator"})
    assert translator.get("/").url.path == "/sign-in"
    assert sign_in(browser(app), "translator@example.com").status_code == 422
    assert client.post(f"/people/{TRANSLATOR}/link").status_code == 400
    assert "Translator Kim" in client.get("/people").text


def test_the_last_admin_stays(client: TestClient, app: FastAPI) -> None:
    """The desk cannot be locked from the inside."""
    with app.state.sessions() as session:
        admin = session.query(Person).filter_by(role=Role.ADMIN).one().id
    for form in ({"role": "reviewer", "active": "yes"}, {"role": "admin"}):
        answer = client.post(f"/people/{admin}", data=form)
        assert answer.status_code == 422
        assert "the only admin" in answer.text


def test_changing_ones_own_password(client: TestClient, app: FastAPI) -> None:
    """It needs the present one; other browsers are signed out and this one stays."""
    elsewhere = signed_in(app, Role.ADMIN)
    wrong = {"current": "wrong password", "password": NEW, "again": NEW}
    assert "not your current password" in client.post("/account/password", data=wrong).text
    right = wrong | {"current": PASSWORD}
    assert "The password is changed" in client.post("/account/password", data=right).text
    assert elsewhere.get("/").url.path == "/sign-in"
    assert sign_in(browser(app), "admin@example.com", NEW).status_code == 303
