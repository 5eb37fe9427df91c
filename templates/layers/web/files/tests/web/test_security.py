"""Nothing but the desk's own pages can change something, and pages run no foreign code."""

import pytest
from browsing import ADDRESS
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.people.tokens import form_token
from app.web.security import LARGEST_BODY

FORM = {"language": "ko", "back": "/"}


@pytest.fixture
def stranger(app: FastAPI) -> TestClient:
    """Return a client that says nothing about where it comes from."""
    client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
    cookie = client.get("/sign-in").cookies["desk_form"]
    client.headers["X-Form-Token"] = form_token(cookie)
    return client


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://127.0.0.1:9000"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_another_site_is_refused(stranger: TestClient, headers: dict[str, str]) -> None:
    """An open page elsewhere cannot send a form here in one's name."""
    answer = stranger.post("/language", data=FORM, headers=headers)
    assert answer.status_code == 403
    assert "This did not come from the desk itself" in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": ADDRESS}, {"Sec-Fetch-Site": "none"}]
)
def test_the_desks_own_form_is_taken(stranger: TestClient, headers: dict[str, str]) -> None:
    """The check does not stop the desk's own pages, in new browsers and in old ones."""
    assert stranger.post("/language", data=FORM, headers=headers).status_code == 303


def test_reading_from_elsewhere_is_allowed(stranger: TestClient) -> None:
    """A link from another site still opens the desk."""
    assert stranger.get("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_foreign_host_name_is_refused(stranger: TestClient) -> None:
    """A name elsewhere that is made to point at this computer opens nothing."""
    answer = stranger.get("/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "does not know this address" in answer.text


@pytest.mark.parametrize("path", ["/", "/no-such-page", "/static/desk.css", "/healthz"])
def test_every_answer_carries_the_safety_headers(client: TestClient, path: str) -> None:
    """Pages, files and errors alike forbid inline and foreign scripts, and framing."""
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_https_stays_https(client: TestClient) -> None:
    """Whoever came by https is told to do so always; on one's own computer nobody is."""
    name = "strict-transport-security"
    assert name not in client.get("/").headers
    assert client.get("https://127.0.0.1:8000/").headers[name].startswith("max-age=")


@pytest.mark.parametrize("back", ["https://elsewhere.example", "//elsewhere.example", "/\\x", "x"])
def test_the_language_switch_leads_nowhere_else(client: TestClient, back: str) -> None:
    """Nobody is sent to another site by a link to this one."""
    form = {"language": "ko", "back": back}
    answer = client.post("/language", data=form, follow_redirects=False)
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "headers", [{"Content-Length": str(LARGEST_BODY + 1)}, {"Transfer-Encoding": "chunked"}]
)
def test_an_endless_body_is_refused_before_it_is_read(
    stranger: TestClient, headers: dict[str, str]
) -> None:
    """Nobody fills the disk, with or without a sign-in."""
    answer = stranger.post("/language", headers=headers)
    assert answer.status_code == 413
    assert "This is too large" in answer.text
