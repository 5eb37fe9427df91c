"""Every page is there in both languages, and needs no JavaScript."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

PAGES = {
    "/": ("Translations", "번역 검수"),
    "/?status=needs_change": ("Translations", "번역 검수"),
    "/translations/3": ("Your decision", "검수 결과"),
    "/translations/3/compare": ("Compare versions", "버전 비교"),
    "/search?q=draft": ("Search everywhere", "모두 찾기"),
    "/files": ("Fetch translations", "번역 내려받기"),
    "/people": ("Let somebody in", "사람 들이기"),
    "/account": ("Change the password", "비밀번호 바꾸기"),
    "/glossary": ("Add a term", "용어 더하기"),
    "/glossary/1/edit": ("Edit a term", "용어 고치기"),
    "/glossary/1/delete": ("Delete this term?", "이 용어를 지울까요?"),
}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_speaks_the_readers_language(client: TestClient, path: str, language: str) -> None:
    """Each page carries its words, its language, and no key without words."""
    client.cookies.set("desk_language", language)
    answer = client.get(path)
    assert answer.status_code == 200
    assert PAGES[path][language == "ko"] in answer.text
    assert f'<html lang="{language}">' in answer.text
    assert not re.search(r">\s*[a-z_]+(\.[a-z_]+)+\s*<", answer.text)


@pytest.mark.parametrize("path", ["/translations/999", "/translations/x", "/glossary/9e9/edit"])
def test_what_is_not_there_is_a_missing_page(client: TestClient, path: str) -> None:
    """A wrong number or a word in its place is a page that does not exist, and no more."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert "This page does not exist" in answer.text


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_inline_code(client: TestClient, path: str) -> None:
    """What the safety headers forbid is not there: no inline script, style or event handler."""
    page = client.get(path).text
    assert "<script>" not in page
    assert not re.search(r"\s(style|on\w+)=", page)


def test_the_title_is_shown_as_it_is(client: TestClient) -> None:
    """Quotes and brackets in the project's title are text, and never markup."""
    page = client.get("/").text
    assert "<desk>" not in page
    assert 'Mina’s "번역" <desk>' in unescape(page)


def test_what_people_typed_is_never_markup(client: TestClient) -> None:
    """A term with tags in it is shown, not run."""
    client.post("/glossary", data={"source": "<script>x</script>", "target": "<b>굵게</b>"})
    page = client.get("/glossary").text
    assert "<script>x" not in page
    assert "<b>굵게" not in page
