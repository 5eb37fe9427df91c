"""Translations come from files and go back to them; what comes in is reviewed here."""

import io

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.exchange.formats import SEGMENT_FORMATS, by_name, read_rows
from app.exchange.rows import Languages

EN_KO = Languages("en", "ko")


def send(client: TestClient, content: bytes, name: str) -> Response:
    """Send a file and take it over."""
    assert client.post("/files/import", files={"file": (name, content)}).status_code == 200
    return client.post("/files/import/apply")


def exported(client: TestClient, kind: str, which: str) -> list[dict[str, str]]:
    """Fetch translations and read them again."""
    found = by_name(kind)
    assert found
    content = client.get("/files/export", params={"format": kind, "which": which}).content
    rows = read_rows(io.BytesIO(content), f"a.{found.endings[0]}", EN_KO)
    return [row.cells for row in rows]


def test_a_table_brings_new_and_newer_texts(client: TestClient) -> None:
    """New texts wait for review or are drafts; a newer one keeps the older in the history."""
    table = (
        "context,source,target\n"
        "Menu,Save,저장\n"  # new
        "Menu,Print,\n"  # new, without a translation
        # was accepted
        '"Editor, message",Your draft is saved on this device.,초안을 여기 저장했어요.\n'
        "Menu,Save,저장하기\n"  # twice
        ",,빈칸\n"
    )
    preview = client.post("/files/import", files={"file": ("a.csv", table.encode())}).text
    for words in ("2 new", "1 changed", "2 lines skipped", "further up in the file"):
        assert words in preview
    assert "2 of 8 accepted" in client.get("/").text
    client.post("/files/import/apply")
    page = client.get("/").text
    assert "1 of 10 accepted" in page
    assert 'class="chip draft"' in page
    changed = client.get("/translations/2").text
    assert "Came from a file" in changed
    assert "초안을 이 기기에 저장했어요." in changed
    assert "Came from a file" in client.get("/translations/9").text


def test_left_out_tags_are_told_before(client: TestClient) -> None:
    """What is lost shows in the preview and again afterwards, with how many texts it is."""
    unit = '<trans-unit id="{0}"><source>{1} it</source><target>그것</target></trans-unit>'
    units = unit.format(1, "Open") + unit.format(2, '<g id="1"><g id="2">Move</g></g>')
    start = '<xliff version="1.2"><file source-language="en" target-language="ko"><body>'
    file = ("a.xliff", f"{start}{units}</body></file></xliff>".encode())
    assert "1 text has inline tags" in client.post("/files/import", files={"file": file}).text
    assert "1 text has inline tags" in client.post("/files/import/apply").text
    assert "Move it" in client.get("/").text
    memory = (
        '<tmx version="1.4"><body><tu><tuv xml:lang="en"><seg><bpt i="1">b</bpt>Go</seg></tuv>'
        '<tuv xml:lang="ko"><seg>가기</seg></tuv></tu></body></tmx>'
    )
    page = client.post("/files/import", files={"file": ("a.tmx", memory.encode())}).text
    assert "1 text has inline tags" in page


def test_what_another_program_approved_is_reviewed_here(client: TestClient) -> None:
    """The state in a file is a claim: the text waits for review."""
    unit = (
        '<xliff version="1.2"><file source-language="en" target-language="ko"><body>'
        '<trans-unit id="1" approved="yes" resname="Menu"><source>Open</source>'
        "<target>열기</target></trans-unit></body></file></xliff>"
    )
    send(client, unit.encode(), "a.xlf")
    assert 'class="chip to_review"' in client.get("/translations/9").text


@pytest.mark.parametrize("kind", [one.name for one in SEGMENT_FORMATS])
def test_only_the_accepted_ones_go_out(client: TestClient, kind: str) -> None:
    """Each format carries source, translation and place; all of them only if asked for."""
    rows = exported(client, kind, "accepted")
    assert [row["target"] for row in rows] == [
        "초안을 이 기기에 저장했어요.",
        "요금제는 소유자만 바꿀 수 있어요.",
    ]
    assert rows[1]["context"] == "Billing, note"
    assert len(exported(client, kind, "all")) == 8


def test_an_unknown_format_is_no_page(client: TestClient) -> None:
    """A made-up address is not an error of the program."""
    assert client.get("/files/export?format=exe").status_code == 404
    assert client.get("/glossary/export?format=exe").status_code == 404
