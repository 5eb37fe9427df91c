"""The log is for programs and developers, and holds nothing about a person."""

import io
import json
import logging

import pytest
from browsing import PASSWORD, browser, sign_in
from fastapi import FastAPI

from app.web.logs import JsonLines


@pytest.fixture
def lines() -> io.StringIO:
    """Return what is logged from here on, as it would stand in the file."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("desk")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield stream
    logger.removeHandler(handler)


def test_each_request_has_a_number(app: FastAPI, lines: io.StringIO) -> None:
    """The number in the answer finds the line; a proxy may have given it."""
    answer = browser(app).get("/sign-in", headers={"X-Request-ID": "given-12345678"})
    assert answer.headers["x-request-id"] == "given-12345678"
    [line] = [json.loads(one) for one in lines.getvalue().splitlines()]
    assert line["request"] == "given-12345678"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/sign-in", 200)


def test_a_made_up_number_cannot_write_lines(app: FastAPI) -> None:
    """What a stranger sends in its place is not taken over."""
    answer = browser(app).get("/sign-in", headers={"X-Request-ID": 'x" {"event": "forged"}'})
    assert "forged" not in answer.headers["x-request-id"]


def test_nothing_about_a_person_is_logged(app: FastAPI, lines: io.StringIO) -> None:
    """Neither names, addresses and passwords nor searches, texts and one-time links."""
    client = browser(app)
    sign_in(client, "reviewer@example.com", "wrong password")
    sign_in(client, "reviewer@example.com", PASSWORD)
    client.get("/search", params={"q": "a private search"})
    client.get("/welcome/secret-token-of-a-link")
    client.get("/typed-by-somebody")
    logged = lines.getvalue()
    assert logged.count("\n") > 5
    for private in ("reviewer", "Kim", "password", "private", "secret-token", "typed-by", "127.0"):
        assert private not in logged


def test_whoever_watches_fills_no_log(app: FastAPI, lines: io.StringIO) -> None:
    """Health checks and style sheets are not worth a line while all is well."""
    client = browser(app)
    for path in ("/health", "/ready", "/static/desk.css"):
        assert client.get(path).status_code == 200
    assert lines.getvalue() == ""
