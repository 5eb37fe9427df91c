"""The glossary comes from any program's file and goes back to one, safely and in words."""

import codecs
import io
import tracemalloc

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session

from app.database import make_engine
from app.desk.glossary_import import import_terms
from app.exchange import csv_table
from app.exchange.formats import FORMATS, by_name, read_rows
from app.exchange.rows import Languages
from app.problem import Problem
from app.settings import Settings

EN_KO = Languages("en", "ko")
COLUMNS = ("source", "target", "note")


def send(client: TestClient, content: bytes, name: str = "terms.csv") -> Response:
    """Send a file as the page does, and return what it would do."""
    return client.post("/glossary/import", files={"file": (name, content, "text/csv")})


def take_over(client: TestClient, content: bytes, name: str = "terms.csv") -> Response:
    """Send a file, look at it and take it over."""
    assert send(client, content, name).status_code == 200
    return client.post("/glossary/import/apply")


def written(kind: str, *rows: dict[str, str]) -> bytes:
    """Write rows as a file of that format."""
    found = by_name(kind)
    assert found
    return b"".join(found.write(rows, COLUMNS, EN_KO))


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize(
    "header",
    ["source,target,note", "원문,번역,메모", "Term;Translation;Note", "용어\t번역어\t비고"],
)
def test_a_table_is_read_with_and_without_bom(client: TestClient, mark: bytes, header: str) -> None:
    """A byte order mark, Korean column names, semicolons and tabs are all fine."""
    sign = next(one for one in ",;\t" if one in header)
    content = mark + f"{header}\r\n{sign.join(('template', '서식', '새 말'))}\r\n".encode()
    assert "1 new" in take_over(client, content).text
    assert "서식" in client.get("/glossary").text


def test_korean_excel_is_read(client: TestClient) -> None:
    """CP949, which Excel writes on a Korean Windows, is no obstacle."""
    take_over(client, "원문,번역\r\ntemplate,서식\r\n".encode("cp949"))
    assert "서식" in client.get("/glossary").text


def test_nothing_changes_before_it_was_looked_at(client: TestClient) -> None:
    """The preview counts new, changed, same and skipped with line and reason; then one decides."""
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
    for words in ("2 new", "1 changed", "1 the same already", "2 lines skipped"):
        assert words in page
    assert "<del>초안</del>" in page
    assert "<ins>초고</ins>" in page
    assert "Line 7</strong> (owner): Write how it is translated." in page
    assert "Line 8</strong> (template): The term stands further up" in page
    assert "12 terms" in client.get("/glossary").text
    assert "2 new" in client.get("/glossary/import").text
    assert "2 new" in client.post("/glossary/import/apply").text
    assert "14 terms" in client.get("/glossary").text
    assert client.get("/glossary/import").url.path == "/glossary"


def test_a_file_can_be_left(client: TestClient) -> None:
    """Dropping the file forgets it."""
    send(client, b"source,target\ntemplate,x\n")
    assert "Nothing has changed" in client.post("/glossary/import/drop").text
    client.post("/glossary/import/apply")
    assert "12 terms" in client.get("/glossary").text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "a.csv",
            "source,target\nterm,용어\n".encode("utf-16"),
            "letters of the file cannot be read",
        ),
        ("a.csv", b"first,second\nterm,word\n", "must name the columns"),
        ("a.csv", b"", "No file was chosen"),
        ("a.csv", b"source,target\n" + b"x" * 20_000_000, "larger than 20 MB"),
        ("a.csv", b"source,target\n" + b"x" * 200_000 + b",y\n", "cannot be read at line 2"),
        ("a.docx", b"PK", "“docx” cannot be read"),
        ("a.xlsx", b"no workbook", "damaged"),
        ("a.tmx", b"<tmx><body>", "cannot be read at line 1"),
        (
            "a.tmx",
            b'<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/hostname">]><tmx><tu>&x;</tu></tmx>',
            "refers to other files",
        ),
        ("a.xlf", b'<!DOCTYPE t [<!ENTITY a "aa">]><xliff>&a;</xliff>', "refers to other files"),
    ],
)
def test_an_unreadable_file_changes_nothing(
    client: TestClient, name: str, content: bytes, words: str
) -> None:
    """The page says what to do, and that everything is as it was."""
    answer = send(client, content, name)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Everything is as it was" in answer.text
    assert client.get("/glossary/import").url.path == "/glossary"


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


@pytest.mark.parametrize("kind", [one.name for one in FORMATS])
def test_every_format_goes_out_and_comes_back_unchanged(client: TestClient, kind: str) -> None:
    """Importing an export of any kind finds every term the same, formulas and signs included."""
    client.post("/glossary", data={"source": "-less <b>", "target": "=없는 & 것", "note": "@뜻"})
    export = client.get("/glossary/export", params={"format": kind})
    found = by_name(kind)
    assert found
    page = send(client, export.content, f"terms.{found.endings[0]}").text
    assert "13 the same already" in page
    assert "skipped" not in page


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formulas_are_made_harmless(start: str) -> None:
    """A cell that a spreadsheet would run is a text in the export."""
    row = {"source": f"{start}1+1", "target": "더하기", "note": ""}
    assert f"'{start}1+1" in written("csv", row).decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(written("xlsx", row))).active
    assert sheet is not None
    assert sheet["A2"].data_type != "f"


def test_a_formula_in_a_workbook_is_read_as_text() -> None:
    """What somebody wrote counts, not what a program computed from it."""
    book = Workbook()
    assert book.active is not None
    for line in (["Source", "Target"], ["total", "=SUM(A1:A2)"]):
        book.active.append(line)
    file = io.BytesIO()
    book.save(file)
    [row] = read_rows(file, "terms.xlsx", EN_KO)
    assert row.cells == {"source": "total", "target": "=SUM(A1:A2)"}


@pytest.mark.parametrize("term", ["=1+1", "-able", "@mention", "'=quoted", "'plain'", "보통"])
def test_a_table_keeps_what_only_looks_like_a_formula(term: str) -> None:
    """What the export added is taken off again, and nothing else."""
    file = io.BytesIO(written("csv", {"source": term, "target": "말"}))
    [row] = csv_table.read(file, EN_KO)
    assert row.cells["source"] == term


def test_a_term_base_of_the_older_spelling_is_read() -> None:
    """TBX before 2019 calls its parts otherwise; the first term of a language counts."""
    text = """<martif type="TBX"><text><body><termEntry id="1"><descrip>뜻</descrip>
    <langSet xml:lang="en-US"><tig><term>draft</term></tig><tig><term>sketch</term></tig></langSet>
    <langSet xml:lang="ko"><ntig><termGrp><term>초안</term></termGrp></ntig></langSet>
    </termEntry></body></text></martif>"""
    [row] = read_rows(io.BytesIO(text.encode()), "a.tbx", EN_KO)
    assert row.cells == {"source": "draft", "target": "초안", "note": "뜻"}


def test_segments_of_a_unit_are_joined() -> None:
    """XLIFF 2.0 may cut a text into segments with spaces between; inline marks stay text."""
    text = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en"
    trgLang="ko"><file id="1"><unit id="1" name="menu"><segment state="final"><source>One.</source>
    <target>하나.</target></segment><ignorable><source> </source></ignorable>
    <segment state="final"><source><pc id="1">Two</pc>.</source>
    <target>둘.</target></segment></unit>
    </file></xliff>"""
    [row] = read_rows(io.BytesIO(text.encode()), "a.xlf", EN_KO)
    assert row.cells["source"] == "One. Two."
    assert row.cells["target"] == "하나. 둘."
    assert (row.cells["context"], row.cells["status"]) == ("menu", "accepted")


def test_a_broken_table_says_which_line() -> None:
    """The number is that of the file."""
    with pytest.raises(Problem) as caught:
        list(
            csv_table.read(io.BytesIO(b"source,target\nfine,y\n" + b"x" * 200_000 + b",y\n"), EN_KO)
        )
    assert caught.value.values == {"line": 3}


@pytest.mark.parametrize("broken", ['a,"b\nc,d\ne,f\n', 'a,"b"c\nc,d\n'])
def test_a_quotation_mark_swallows_nothing(broken: str) -> None:
    """One that is not closed would take all lines that follow into one cell: it is said instead."""
    with pytest.raises(Problem) as caught:
        list(csv_table.read(io.BytesIO(f"source,target\nfine,y\n{broken}".encode()), EN_KO))
    assert (caught.value.key, caught.value.values) == ("csv.broken_line", {"line": 3})


LARGE = "source,target,note\n" + "".join(f"term {n},용어 {n},\n" for n in range(100_000))


def test_a_large_file_is_never_whole_in_memory() -> None:
    """A hundred thousand rows are read one by one."""
    file = io.BytesIO(LARGE.encode())
    tracemalloc.start()
    rows = sum(1 for _ in read_rows(file, "a.csv", EN_KO))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == 100_000
    assert peak < 2_000_000


def test_a_large_file_is_taken_over_in_batches(settings: Settings) -> None:
    """A hundred thousand terms come in, and a second time all of them are the same."""
    engine = make_engine(settings.database_url)
    with Session(engine) as session:
        for expected in ((100_000, 0), (0, 100_000)):
            rows = read_rows(io.BytesIO(LARGE.encode()), "a.csv", EN_KO)
            report = import_terms(session, rows, apply=True)
            assert (report.added, report.unchanged) == expected
            session.commit()
    engine.dispose()
