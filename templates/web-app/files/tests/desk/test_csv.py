"""The glossary comes from a spreadsheet and goes back to one, safely and in words."""

import codecs

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from app.desk.glossary import TermDraft
from app.desk.glossary_csv import read_table, write_terms
from app.problem import Problem


def send(client: TestClient, content: bytes) -> Response:
    """Import a file as the page does."""
    return client.post("/glossary/import", files={"file": ("terms.csv", content, "text/csv")})


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize(
    "header", ["source,target,note", "원문,번역,메모", "Term;Translation;Note"]
)
def test_a_file_is_read_with_and_without_bom(client: TestClient, mark: bytes, header: str) -> None:
    """A byte order mark, Korean column names and semicolons are all fine."""
    line = "template,서식,새 말" if "," in header else "template;서식;새 말"
    answer = send(client, mark + f"{header}\r\n{line}\r\n".encode())
    assert "1 term added" in answer.text
    assert "서식" in client.get("/glossary").text


def test_the_report_says_what_happened_to_each_line(client: TestClient) -> None:
    """Added, changed, the same, and skipped with line and reason; nothing is deleted."""
    lines = [
        "source,target,note",
        "template,서식,",  # new
        "DRAFT,초고,",  # changed, although written in capitals
        "folder,폴더,",  # the same
        '"two\nlines",두 줄,',  # new, and takes two lines of the file
        "owner,,",  # line 7
        "template,틀,",  # line 8
    ]
    page = send(client, "\n".join(lines).encode()).text
    for words in ("2 terms added", "1 term changed", "1 term was the same", "2 lines skipped"):
        assert words in page
    assert "Line 7</strong> (owner): Write how it is translated." in page
    assert "Line 8</strong> (template): The term stands further up" in page
    assert "14 terms" in client.get("/glossary").text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("원문,번역\n용어,말\n".encode("cp949"), "not in UTF-8"),
        ("source,target\nterm,용어\n".encode("utf-16"), "not in UTF-8"),
        (b"first,second\nterm,word\n", "must name the columns"),
        (b"", "No file was chosen"),
        (b"source,target\n" + b"x" * 1_000_000, "larger than 1 MB"),
        (b"source,target\n" + b"x" * 200_000 + b",y\n", "cannot be read at line 2"),
    ],
)
def test_an_unreadable_file_changes_nothing(client: TestClient, content: bytes, words: str) -> None:
    """The page says what to do, and that the glossary is as it was."""
    answer = send(client, content)
    assert answer.status_code == 422
    assert words in answer.text
    assert "The glossary is as it was" in answer.text
    assert "12 terms" in client.get("/glossary").text


def test_no_file_is_not_an_error_of_the_program(client: TestClient) -> None:
    """Sending the form without a file is answered in words."""
    nothing = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename=""\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post("/glossary/import", content=nothing, headers=kind)
    assert answer.status_code == 422
    assert "No file was chosen" in answer.text


def test_an_export_opens_in_a_spreadsheet(client: TestClient) -> None:
    """The file has a byte order mark, without which Excel garbles Korean."""
    answer = client.get("/glossary/export")
    assert answer.content.startswith(codecs.BOM_UTF8)
    assert "attachment" in answer.headers["content-disposition"]
    assert len(answer.text.splitlines()) == 13


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_made_harmless(start: str) -> None:
    """A cell that a spreadsheet would run begins with an apostrophe in the export."""
    written = write_terms([TermDraft(f"{start}1+1", "더하기", "")]).decode("utf-8-sig")
    assert f"'{start}1+1" in written


@pytest.mark.parametrize("term", ["=1+1", "-able", "@mention", "'=quoted", "'plain'", "보통"])
def test_an_export_can_be_imported_unchanged(term: str) -> None:
    """What the export added is taken off again, and nothing else."""
    [(_, cells)] = read_table(write_terms([TermDraft(term, "말", "")]))
    assert cells["source"] == term


def test_a_whole_round_trip_changes_nothing(client: TestClient) -> None:
    """Importing the export finds every term the same."""
    client.post("/glossary", data={"source": "-less", "target": "없는", "note": "=뜻"})
    page = send(client, client.get("/glossary/export").content).text
    assert "13 terms were the same" in page
    assert "skipped" not in page


def test_a_broken_table_is_a_problem() -> None:
    """Reading says which line it was."""
    with pytest.raises(Problem) as caught:
        read_table(b"source,target\nfine,y\n" + b"x" * 200_000 + b",y\n")
    assert caught.value.values == {"line": 3}
