"""Terms are found, added, changed and deleted, each with a clear word."""

import re
import threading

import pytest
from browsing import signed_in
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.models import Role

FIRST = "/glossary/1/edit"
TERM = {"source": "template", "target": "서식", "note": "‘템플릿’이 아니에요"}


def revision(client: TestClient, path: str = FIRST) -> str:
    """Read the revision out of the form."""
    found = re.search(r'name="revision" value="(\d+)"', client.get(path).text)
    assert found
    return found[1]


def test_the_list_is_searched(client: TestClient) -> None:
    """The search looks into term, translation and note."""
    for search in ("notif", "알림", "시계 소리"):
        page = client.get("/glossary", params={"q": search}).text
        assert "notification</th>" in page
        assert "1 term<" in page


def test_an_added_term_is_checked_at_once(client: TestClient) -> None:
    """A new term shows in the list, and in the next review."""
    page = client.post("/glossary", data={"source": "device", "target": "장치"}).text
    assert "The term is added." in page
    assert '<mark class="sign-after missing">device' in client.get("/translations/2").text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"source": " ", "target": "서식"}, "Write the term."),
        ({"source": "template", "target": ""}, "Write how it is translated."),
        ({"source": "x" * 201, "target": "서식"}, "Too long."),
        ({"source": "Shared  FOLDER", "target": "공유함"}, "in the glossary already"),
    ],
)
def test_a_faulty_term_is_held_with_a_reason(
    client: TestClient, form: dict[str, str], words: str
) -> None:
    """Nothing is added, the reason stands at the field, and what was typed is kept."""
    answer = client.post("/glossary", data=form)
    assert answer.status_code == 422
    assert words in answer.text
    assert form["target"] in answer.text
    assert "12 terms" in answer.text


def test_a_term_is_changed(client: TestClient) -> None:
    """Editing may also change only the capitals of a term."""
    form = {"source": "Sign In", "target": "로그인", "revision": revision(client)}
    assert "The term is changed." in client.post(FIRST, data=form).text
    assert "Sign In</th>" in client.get("/glossary").text


def test_a_change_cannot_make_two_of_one_term(client: TestClient) -> None:
    """Renaming a term to one that exists is held, with what was typed."""
    form = {"source": "draft", "target": "초고", "revision": revision(client)}
    answer = client.post(FIRST, data=form)
    assert answer.status_code == 422
    assert 'value="초고"' in answer.text


def test_two_who_edit_a_term_both_keep_their_text(client: TestClient) -> None:
    """The second one sees both, and what differs, and decides with one more click."""
    late = {"source": "sign in", "target": "들어가기", "revision": revision(client)}
    client.post(FIRST, data=late | {"target": "로그온"})
    answer = client.post(FIRST, data=late)
    assert answer.status_code == 409
    assert "Nothing was saved yet" in answer.text
    assert 'value="들어가기"' in answer.text
    assert "로그온" in re.sub(r"<[^>]+>", "", answer.text)
    assert "로그온</td>" in client.get("/glossary").text
    done = client.post(FIRST, data=late | {"revision": revision(client)})
    assert "The term is changed." in done.text


def test_the_same_change_twice_is_no_conflict(client: TestClient) -> None:
    """Two who write the same are told nothing of each other."""
    form = {"source": "sign in", "target": "로그온", "revision": revision(client)}
    client.post(FIRST, data=form)
    assert "The term is changed." in client.post(FIRST, data=form).text


def test_a_form_for_a_deleted_term_is_answered(client: TestClient) -> None:
    """Nothing fails; the page does not exist any more."""
    form = {"source": "sign in", "target": "들어가기", "revision": revision(client)}
    client.post("/glossary/1/delete")
    assert client.post(FIRST, data=form).status_code == 404


def test_the_same_term_added_twice_at_once_is_said_in_words(app: FastAPI) -> None:
    """One of them wins; the others are told that the term is there, and no page fails."""
    answers: list[int] = []
    together = threading.Barrier(4)

    def add() -> None:
        client = signed_in(app, Role.ADMIN)
        together.wait()
        answers.append(client.post("/glossary", data=TERM).status_code)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [200, 422, 422, 422]


def test_deleting_asks_first(client: TestClient) -> None:
    """The link only asks; the button deletes."""
    assert "Delete this term?" in client.get("/glossary/1/delete").text
    assert "sign in</th>" in client.get("/glossary").text
    assert "The term is deleted." in client.post("/glossary/1/delete").text
    assert "sign in</th>" not in client.get("/glossary").text


def test_htmx_adds_a_term_in_place(client: TestClient) -> None:
    """With htmx the list and the word about it come without a new page."""
    answer = client.post("/glossary", data=TERM, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert "The term is added." in answer.text
    assert "template</th>" in answer.text


def test_a_long_glossary_comes_in_pages(client: TestClient) -> None:
    """Fifty terms a page; a page number that does not exist shows the nearest."""
    rows = "".join(f"term {number:03},용어 {number}\n" for number in range(60))
    client.post("/glossary/import", files={"file": ("t.csv", f"source,target\n{rows}".encode())})
    client.post("/glossary/import/apply")
    assert "Page 1 of 2" in client.get("/glossary").text
    assert "workspace</th>" in client.get("/glossary", params={"page": "99"}).text
    assert client.get("/glossary", params={"page": "-1"}).status_code == 200
