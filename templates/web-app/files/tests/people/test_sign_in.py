"""The way in: for those with a password, for nobody else, and not by guessing."""

from datetime import timedelta

import pytest
from browsing import ADDRESS, PASSWORD, browser, sign_in, signed_in, token_of
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from app.models import Person, Role, SignedInSession, SignInAttempt
from app.models.declarative import now
from app.people import attempts, sessions

COOKIE = "desk_session"


def test_the_right_password_lets_in(visitor: TestClient) -> None:
    """One comes back to where one was going, whatever capitals the address was typed in."""
    asked = visitor.get("/glossary?q=x", follow_redirects=False)
    assert asked.headers["location"] == "/sign-in?next=%2Fglossary%3Fq%3Dx"
    answer = sign_in(visitor, "Reviewer@Example.com", next="/glossary?q=x")
    assert answer.headers["location"] == "/glossary?q=x"
    assert "Reviewer Kim" in visitor.get("/").text


@pytest.mark.parametrize("target", ["https://elsewhere.example", "//elsewhere.example", "/\\x"])
def test_nobody_is_sent_elsewhere(visitor: TestClient, target: str) -> None:
    """The page one goes on to is one of the desk."""
    assert sign_in(visitor, next=target).headers["location"] == "/"


@pytest.mark.parametrize("email", ["reviewer@example.com", "nobody@example.com", ""])
def test_the_wrong_password_does_not(visitor: TestClient, email: str) -> None:
    """The words are the same whether there is such an account or not."""
    answer = sign_in(visitor, email, "wrong password")
    assert answer.status_code == 422
    assert "do not go together" in answer.text
    assert COOKIE not in answer.headers.get("set-cookie", "")


def test_the_cookie_is_kept_from_scripts_and_other_sites(app: FastAPI) -> None:
    """HttpOnly and SameSite always; Secure as soon as the desk is reached by https."""
    plain = sign_in(browser(app)).headers["set-cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=lax" in plain
    assert "Secure" not in plain
    secure = TestClient(app, base_url=ADDRESS.replace("http:", "https:"))
    secure.headers["Sec-Fetch-Site"] = "same-origin"
    page = secure.get("/sign-in")
    form = {"language": "ko", "form_token": token_of(page)}
    language = secure.post("/language", data=form, follow_redirects=False)
    for answer in (page, language, sign_in(secure)):
        assert "Secure" in answer.headers["set-cookie"]


def test_signing_in_changes_the_cookie(app: FastAPI) -> None:
    """A cookie that somebody else had set before is worth nothing afterwards."""
    client = browser(app)
    sign_in(client)
    first = client.cookies[COOKIE]
    other = browser(app)
    other.cookies.set(COOKIE, first)
    other.cookies.set("desk_form", client.cookies["desk_form"])
    page = other.get("/account")
    data = {"email": "admin@example.com", "password": PASSWORD, "form_token": token_of(page)}
    other.post("/sign-in", data=data)
    client.cookies.set(COOKIE, first)
    assert client.get("/account").url.path == "/sign-in"


@pytest.mark.parametrize("value", ["x", "", "a" * 43, "ü%00"])
def test_a_tampered_cookie_is_signed_out_politely(visitor: TestClient, value: str) -> None:
    """No error: the sign-in page, and the useless cookie is taken away."""
    headers = {b"Cookie": f"{COOKIE}={value}".encode()}
    answer = visitor.get("/glossary", headers=headers, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
    if value:
        assert f'{COOKIE}=""; expires=' in answer.headers["set-cookie"]


def test_a_good_cookie_with_one_other_letter_is_worth_nothing(app: FastAPI) -> None:
    """Neither the sign-in nor the one that forms answer to can be guessed from another."""
    good = signed_in(app, Role.ADMIN).cookies[COOKIE]
    for changed in (good[:-1] + ("A" if good[-1] != "A" else "B"), good + "A", good[:-1]):
        other = browser(app)
        other.cookies.set(COOKIE, changed)
        assert other.get("/people").url.path == "/sign-in"
    client = browser(app)
    token = token_of(client.get("/sign-in"))
    client.cookies.clear()
    client.cookies.set("desk_form", "made up")
    data = {"email": "admin@example.com", "password": PASSWORD, "form_token": token}
    assert client.post("/sign-in", data=data).status_code == 403


@pytest.mark.parametrize("column", ["seen_at", "created_at"])
def test_a_sign_in_ends_by_itself(app: FastAPI, column: str) -> None:
    """Unused for a day, or two weeks old in any case."""
    client = signed_in(app, Role.TRANSLATOR)
    old = {"seen_at": sessions.UNUSED, "created_at": sessions.ALTOGETHER}[column]
    with app.state.sessions() as session:
        session.execute(
            update(SignedInSession).values({column: now() - old - timedelta(minutes=1)})
        )
        session.commit()
    page = client.get("/glossary")
    assert page.url.path == "/sign-in"
    assert "Your sign-in has ended" in page.text


def test_signing_in_over_an_ended_sign_in(visitor: TestClient) -> None:
    """The useless cookie that came along is not taken away together with the new one."""
    token = token_of(visitor.get("/sign-in"))
    visitor.cookies.set(COOKIE, "ended")
    data = {"email": "admin@example.com", "password": PASSWORD, "form_token": token}
    answer = visitor.post("/sign-in", data=data, follow_redirects=False)
    last = answer.headers.get_list("set-cookie")[-1]
    assert last.startswith(f"{COOKIE}=")
    assert not last.startswith(f'{COOKIE}=""')


def test_signing_out_ends_it_on_the_server(app: FastAPI) -> None:
    """The cookie is worth nothing afterwards, even if somebody kept a copy."""
    client = signed_in(app, Role.TRANSLATOR)
    kept = client.cookies[COOKIE]
    assert "You are signed out" in client.post("/sign-out").text
    copy = browser(app)
    copy.cookies.set(COOKIE, kept)
    assert copy.get("/").url.path == "/sign-in"


def test_signing_out_everywhere(app: FastAPI) -> None:
    """All of one's browsers, and nobody else's."""
    here, there = signed_in(app, Role.TRANSLATOR), signed_in(app, Role.TRANSLATOR)
    other = signed_in(app, Role.REVIEWER)
    assert "2 browsers" in here.get("/account").text
    here.post("/account/sign-out-everywhere")
    assert there.get("/").url.path == "/sign-in"
    assert other.get("/").url.path == "/"


def test_guessing_is_slowed_down_for_the_account(visitor: TestClient, app: FastAPI) -> None:
    """After ten failures even the right password waits, and the page says how long."""
    for _ in range(attempts.ACCOUNT_LIMIT):
        assert sign_in(visitor, password="wrong password").status_code == 422
    answer = sign_in(visitor)
    assert answer.status_code == 429
    assert "try again in 15 minutes" in answer.text
    assert sign_in(browser(app), "admin@example.com").status_code == 303
    with app.state.sessions() as session:
        session.execute(update(SignInAttempt).values(at=now() - attempts.WINDOW))
        session.commit()
    assert sign_in(visitor).status_code == 303


def test_guessing_is_slowed_down_for_the_address(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trying one password on many accounts waits as well."""
    monkeypatch.setattr(attempts, "ADDRESS_LIMIT", 3)
    client = browser(app)
    for number in range(3):
        sign_in(client, f"person{number}@example.com", "wrong password")
    assert sign_in(client).status_code == 429


def test_one_success_forgives_the_account(app: FastAPI) -> None:
    """Mistyping now and then never adds up."""
    for _ in range(3):
        client = browser(app)
        for _ in range(4):
            sign_in(client, password="wrong password")
        assert sign_in(client).status_code == 303


def test_passwords_and_cookies_are_not_in_the_database(app: FastAPI, visitor: TestClient) -> None:
    """Whoever reads the tables finds neither."""
    sign_in(visitor)
    with app.state.sessions() as session:
        kept = [one.token_hash for one in session.scalars(select(SignedInSession))]
        kept += [str(one.password_hash) for one in session.scalars(select(Person))]
    assert not {visitor.cookies[COOKIE], PASSWORD} & set(kept)
    assert all(one.startswith("$argon2id$") or len(one) == 64 for one in kept)


def test_who_was_sending_something_keeps_the_page(visitor: TestClient) -> None:
    """htmx gets a notice beside the form and no page in its place."""
    answer = visitor.post("/translations/1/comment", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["hx-retarget"] == "#notice"
    assert "still on this page" in answer.text
