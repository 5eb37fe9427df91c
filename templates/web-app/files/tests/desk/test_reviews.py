"""A translation is found, judged and corrected, and nothing that was typed is lost."""

import re
import unicodedata

import pytest
from fastapi.testclient import TestClient

MISSING_TERM = "/translations/3"  # "되돌릴" where the glossary expects "복원"
HTMX = {"HX-Request": "true"}


def revision_of(client: TestClient, path: str) -> str:
    """Read the revision out of the form, as a browser would send it."""
    found = re.search(r'name="revision" value="(\d+)"', client.get(path).text)
    assert found
    return found[1]


def sources(page: str) -> list[str]:
    """Return the source texts of a list page."""
    return re.findall(r'<a href="/translations/\d+">([^<]+)</a>', page)


def test_the_list_shows_everything_with_counts(client: TestClient) -> None:
    """The start page has the eight samples, and counts them by status."""
    page = client.get("/").text
    assert len(sources(page)) == 8
    assert re.findall(r'class="count">(\d+)<', page) == ["8", "0", "5", "1", "2"]
    assert "2 of 8 accepted" in page


def test_the_list_is_filtered_and_searched(client: TestClient) -> None:
    """Status and search narrow the list; the search also finds Korean, also in pieces."""
    asked = client.get("/", params={"status": "needs_change"}).text
    assert sources(asked) == ["Turn off notifications for this folder"]
    in_pieces = unicodedata.normalize("NFD", "요금제")
    for search in ("요금제", in_pieces, "OWNER", "Billing"):
        assert sources(client.get("/", params={"q": search}).text) == [
            "Only the owner can change the plan."
        ]
    assert "Nothing found for “100%”" in client.get("/", params={"q": "100%"}).text


def test_htmx_gets_only_the_part_that_changes(client: TestClient) -> None:
    """The same address gives htmx the list alone, and the whole page when going back."""
    part = client.get("/", headers=HTMX)
    assert part.text.lstrip().startswith('<div id="list">')
    assert "HX-Request" in part.headers["vary"]
    back = client.get("/", headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in back.text


def test_terms_are_marked_in_words_too(client: TestClient) -> None:
    """Used and missing terms differ by words and signs, not by colour alone."""
    page = client.get(MISSING_TERM).text
    assert '<mark class="sign-after used">folder' in page
    assert '<mark class="sign-after missing">restore' in page
    assert "(not used)" in page
    assert "Not in the translation" in page


def test_accepting_leads_back_with_a_word(client: TestClient) -> None:
    """Without JavaScript the form is answered by a redirect, so reloading is safe."""
    form = {"decision": "accept", "revision": revision_of(client, MISSING_TERM)}
    answer = client.post(f"{MISSING_TERM}/decision", data=form)
    assert [one.status_code for one in answer.history] == [303]
    assert '<p class="notice good">Accepted.</p>' in answer.text
    assert "3 of 8 accepted" in client.get("/").text


def test_asking_for_a_change_needs_a_comment(client: TestClient) -> None:
    """Without a comment nobody would know what to change; with one it is in the history."""
    form = {"decision": "change", "revision": revision_of(client, MISSING_TERM)}
    refused = client.post(f"{MISSING_TERM}/decision", data=form)
    assert refused.status_code == 422
    assert "Say in a comment what should change" in refused.text
    taken = client.post(f"{MISSING_TERM}/decision", data={**form, "comment": "복원이 맞아요."})
    assert "<blockquote>복원이 맞아요.</blockquote>" in taken.text


def test_an_incomplete_form_says_that_nothing_changed(client: TestClient) -> None:
    """A decision without the revision it is about changes nothing, and the page says so."""
    answer = client.post("/translations/1/decision", data={"decision": "accept"})
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.text


def test_an_edited_text_waits_for_review_and_can_be_brought_back(client: TestClient) -> None:
    """What was accepted was the old text; it stays in the history."""
    accepted = "/translations/6"
    form = {"target": "요금제는 소유자만 바꿔요.", "revision": revision_of(client, accepted)}
    page = client.post(f"{accepted}/text", data=form).text
    assert 'class="chip to_review"' in page
    assert 'name="target" value="요금제는 소유자만 바꿀 수 있어요."' in page


def test_the_same_text_changes_nothing(client: TestClient) -> None:
    """Saving without a change leaves status and history alone."""
    accepted = "/translations/6"
    form = {
        "target": "요금제는 소유자만 바꿀 수 있어요. ",
        "revision": revision_of(client, accepted),
    }
    page = client.post(f"{accepted}/text", data=form).text
    assert "nothing has changed" in page
    assert 'class="chip accepted"' in page


@pytest.mark.parametrize(
    ("action", "form", "kept"),
    [
        ("text", {"target": "두 번째 글"}, "두 번째 글</textarea>"),
        ("decision", {"decision": "accept", "comment": "좋아요"}, "좋아요</textarea>"),
    ],
)
def test_an_old_page_cannot_undo_newer_work(
    client: TestClient, action: str, form: dict[str, str], kept: str
) -> None:
    """Of two open pages the second save is held, with what was typed, instead of winning."""
    old = revision_of(client, MISSING_TERM)
    client.post(f"{MISSING_TERM}/text", data={"target": "첫 번째 글", "revision": old})
    answer = client.post(f"{MISSING_TERM}/{action}", data={**form, "revision": old})
    assert answer.status_code == 409
    assert kept in answer.text
    assert "Nothing was saved yet" in answer.text
    assert "첫 번째 글" in client.get(MISSING_TERM).text


def test_a_failed_form_keeps_what_was_typed(client: TestClient) -> None:
    """A comment that is too long comes back whole."""
    comment = "가" * 2001
    form = {"decision": "change", "comment": comment, "revision": revision_of(client, MISSING_TERM)}
    answer = client.post(f"{MISSING_TERM}/decision", data=form, headers=HTMX)
    assert answer.status_code == 422
    assert comment in answer.text


def test_the_next_one_to_review_is_offered(client: TestClient) -> None:
    """From each translation a link leads to the next that waits, at the end to the first."""
    assert 'href="/translations/3"' in client.get("/translations/1").text
    assert 'href="/translations/1"' in client.get("/translations/8").text
