"""Errors are told in words, in the reader's language, and truthfully."""

import logging
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.access import PUBLIC, RULES
from app.database import DatabaseSession


@pytest.fixture
def failing(app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Return a client of a desk with two addresses that fail, before and after saving."""
    for route in ("GET /fail", "POST /fail", "POST /fail-after-saving"):
        monkeypatch.setitem(RULES, route, PUBLIC)

    @app.api_route("/fail", methods=["GET", "POST"])
    def fail() -> None:
        raise RuntimeError("a secret detail")

    @app.post("/fail-after-saving")
    def fail_after_saving(session: DatabaseSession) -> None:
        session.execute(text("UPDATE alembic_version SET version_num = version_num"))
        session.commit()
        raise RuntimeError("a secret detail")

    return client


@pytest.mark.parametrize(
    ("language", "words"), [("en", "This page does not exist"), ("ko", "찾으시는 화면이 없어요")]
)
def test_a_missing_page_says_so(client: TestClient, language: str, words: str) -> None:
    """A wrong address is answered in the reader's language."""
    client.cookies.set("desk_language", language)
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert words in answer.text


@pytest.mark.parametrize(
    ("method", "path", "words"),
    [
        ("GET", "/fail", "nothing is lost"),
        ("POST", "/fail", "is not saved"),
        ("POST", "/fail-after-saving", "Your change is saved"),
    ],
)
def test_a_failure_says_whether_the_work_is_saved(
    failing: TestClient, method: str, path: str, words: str
) -> None:
    """The page for an unexpected error knows whether the database took the change."""
    answer = failing.request(method, path)
    assert answer.status_code == 500
    assert words in answer.text
    assert "a secret detail" not in answer.text
    assert "content-security-policy" in answer.headers


def test_the_reference_on_the_page_is_in_the_log(
    failing: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """What the maker passes on finds the error in the developer's log."""
    with caplog.at_level(logging.ERROR):
        page = failing.get("/fail").text
    found = re.search(r"reference ([0-9a-f]{6})", page)
    assert found
    assert f"reference {found[1]}" in caplog.text
    assert "a secret detail" in caplog.text


def test_htmx_gets_a_failure_as_a_notice(failing: TestClient) -> None:
    """A failure leaves the form on the page as it is, and speaks beside it."""
    answer = failing.post("/fail", headers={"HX-Request": "true"})
    assert answer.headers["hx-retarget"] == "#notice"
    assert "<html" not in answer.text
