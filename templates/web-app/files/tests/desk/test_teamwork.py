"""Several people work on the same translations: who did what is clear, and nothing is lost."""

import re

import pytest
from browsing import signed_in
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.models import Role

ONE = "/translations/1"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def translator(app: FastAPI) -> TestClient:
    """Return the browser of a translator."""
    return signed_in(app, Role.TRANSLATOR)


@pytest.fixture
def reviewer(app: FastAPI) -> TestClient:
    """Return the browser of a reviewer."""
    return signed_in(app, Role.REVIEWER)


def revision(client: TestClient, path: str = ONE) -> str:
    """Read the revision out of the page."""
    found = re.search(r'name="revision" value="(\d+)"', client.get(path).text)
    assert found
    return found[1]


def write(client: TestClient, text: str, **more: str) -> str:
    """Change the text of the first translation and return the page that follows."""
    data = {"target": text, "revision": revision(client)} | more
    return client.post(f"{ONE}/text", data=data).text


def test_the_history_has_names(translator: TestClient, reviewer: TestClient) -> None:
    """Who changed, commented and accepted stands beside each step."""
    write(translator, "새로 쓴 글")
    translator.post(f"{ONE}/comment", data={"remark": "더 짧게 썼어요."})
    form = {"decision": "accept", "revision": revision(reviewer)}
    page = reviewer.post(f"{ONE}/decision", data=form).text
    steps = re.findall(r'<strong>([^<]+)</strong> <span class="by">([^<]+)<', page)
    assert steps == [
        ("Accepted", "Reviewer Kim"),
        ("Comment", "Translator Kim"),
        ("Text changed", "Translator Kim"),
    ]


def test_a_draft_waits_for_its_writer(translator: TestClient, reviewer: TestClient) -> None:
    """A draft is not offered for review; sending it is one click."""
    page = write(translator, "아직 쓰는 중", keep="draft")
    assert 'class="chip draft"' in page
    assert f'href="{ONE}"' not in reviewer.get("/?status=to_review").text
    sent = translator.post(f"{ONE}/send", data={"revision": revision(translator)}).text
    assert "Sent to review." in sent
    assert 'class="chip to_review"' in sent
    assert f'href="{ONE}"' in reviewer.get("/?status=to_review").text


def test_a_comment_fits_any_revision(translator: TestClient, reviewer: TestClient) -> None:
    """Somebody else's change does not get in the way of a remark; an empty one is held."""
    write(reviewer, "바뀐 글")
    page = translator.post(f"{ONE}/comment", data={"remark": "궁금해요"}, headers=HTMX)
    assert "The comment is added." in page.text
    for remark, words in (("", "Write the comment first"), ("가" * 2001, "too long")):
        answer = translator.post(f"{ONE}/comment", data={"remark": remark})
        assert answer.status_code == 422
        assert words in answer.text
        assert remark in answer.text


def test_two_writers_both_keep_their_text(translator: TestClient, reviewer: TestClient) -> None:
    """The second one sees both texts and what differs, and can then decide with one more click."""
    opened = revision(translator)
    write(reviewer, "검수자가 먼저 고친 글")
    late = {"target": "번역가가 나중에 고친 글", "revision": opened}
    answer = translator.post(f"{ONE}/text", data=late)
    assert answer.status_code == 409
    assert "Nothing was saved yet" in answer.text
    plain = re.sub(r"<[^>]+>", "", answer.text)
    for text in ("The text as it is now", "Your text", "먼저", "나중에"):
        assert text in plain
    assert "<del>" in answer.text
    assert "<ins>" in answer.text
    again = re.search(r'name="revision" value="(\d+)"', answer.text)
    assert again
    done = translator.post(f"{ONE}/text", data=late | {"revision": again[1]})
    assert "번역가가 나중에 고친 글" in done.text
    assert "검수자가 먼저 고친 글" in done.text  # in the history


def test_an_empty_translation_cannot_be_accepted(client: TestClient) -> None:
    """Somebody has to write it first."""
    table = b"source,target\nNothing yet,\n"
    client.post("/files/import", files={"file": ("a.csv", table)})
    client.post("/files/import/apply")
    form = {"decision": "accept", "revision": revision(client, "/translations/9")}
    answer = client.post("/translations/9/decision", data=form)
    assert answer.status_code == 422
    assert "no translation to accept" in answer.text


def test_any_two_versions_are_compared(client: TestClient) -> None:
    """Word by word, with words and signs for what went and came; a wild number is the nearest."""
    assert "only one version" in client.get(f"{ONE}/compare").text
    write(client, "로그인하면 작업 공간을 열 수 있어요.")
    write(client, "로그인하면 작업 공간을 바로 열 수 있어요.")
    page = client.get(f"{ONE}/compare").text
    assert "<ins>" in page
    assert '[<span class="hidden">' not in page
    assert "added: " in page
    first = client.get(f"{ONE}/compare", params={"older": "1", "newer": "3"}, headers=HTMX).text
    assert "removed: " in first
    assert "<html" not in first
    assert client.get(f"{ONE}/compare?older=-1&newer=99999999").status_code == 200


def test_everything_is_searched(translator: TestClient) -> None:
    """Sources, translations, terms with their notes, and comments; in any capitals and pieces."""
    translator.post(f"{ONE}/comment", data={"remark": "Zebra를 봤어요"})
    for words, found in (
        ("WORKSPACE", "Sign in to open your workspace."),
        ("휴지통으로", "Move this folder to the trash?"),
        ("띄어 써요", "workspace"),
        ("zebra", "Zebra를 봤어요"),
    ):
        assert found in translator.get("/search", params={"q": words}).text
    assert "Nothing found for “100%”" in translator.get("/search?q=100%25").text
    assert "Type what you are looking for" in translator.get("/search").text


def test_a_changed_glossary_shows_at_once(client: TestClient) -> None:
    """The index of the terms is built anew when one is added, changed or deleted."""
    assert "sign-after missing" not in client.get("/translations/2").text
    client.post("/glossary", data={"source": "device", "target": "장치"})
    assert "sign-after missing" in client.get("/translations/2").text
    form = {"source": "device", "target": "기기", "revision": "1"}
    client.post("/glossary/13/edit", data=form)
    assert "sign-after missing" not in client.get("/translations/2").text
    client.post("/glossary/13/delete")
    assert ">device" not in client.get("/translations/2").text
