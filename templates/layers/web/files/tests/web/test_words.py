"""The words of the two languages belong together, and the maker can change them any time."""

import os
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.problem import Problem
from app.settings import ROOT
from app.web.words import Words, read_words

PLURAL = re.compile(r"\.(one|other)$")
USED_IN_PAGES = re.compile(r"""\bt\(["']([a-z0-9_.]+)["'][,)]""")
AREAS = r"start|csv|file|backup|done|people\.problem|(?:files|review|glossary)\.problem"
USED_IN_CODE = re.compile(rf"""["']((?:{AREAS})\.[a-z_0-9]+)["']""")


def test_both_languages_have_the_same_keys() -> None:
    """No screen falls back to a bare key in one of the languages."""
    words = read_words(ROOT / "content")
    english, korean = (
        {PLURAL.sub("", key) for key in words[one].all_keys()} for one in ("en", "ko")
    )
    assert english == korean


def test_every_word_that_is_used_exists() -> None:
    """A key that a page or the code names stands in the words."""
    words = read_words(ROOT / "content")["en"]
    known = {PLURAL.sub("", key) for key in words.all_keys()}
    pages = "".join(path.read_text("utf-8") for path in (ROOT / "app/pages").rglob("*.html"))
    code = "".join(path.read_text("utf-8") for path in (ROOT / "app").rglob("*.py"))
    used = set(USED_IN_PAGES.findall(pages)) | set(USED_IN_CODE.findall(code))
    assert len(used) > 50
    assert used - known == set()


def test_a_change_shows_without_a_restart(tmp_path: Path) -> None:
    """The maker saves the file, loads the page again and sees the new words."""
    path = tmp_path / "ui.en.yaml"
    words = _written(path, "hello: Hello, {name}", at=1)
    assert words.get("hello", name="Mina") == "Hello, Mina"
    path.write_text("hello: Good morning, {name}", encoding="utf-8")
    os.utime(path, ns=(2, 2))
    words.refresh()
    assert words.get("hello", name="Mina") == "Good morning, Mina"


def test_a_slip_keeps_the_last_good_words(tmp_path: Path) -> None:
    """While the desk runs, a broken file changes nothing on the screen."""
    path = tmp_path / "ui.en.yaml"
    words = _written(path, "hello: Hello", at=1)
    path.write_text('hello: "Hello', encoding="utf-8")
    os.utime(path, ns=(2, 2))
    words.refresh()
    assert words.get("hello") == "Hello"


def test_a_slip_at_the_start_names_file_and_line(tmp_path: Path) -> None:
    """Before the start a broken file is named, with the line to look at."""
    with pytest.raises(Problem) as caught:
        _written(tmp_path / "ui.en.yaml", "a: fine\nb: [not closed\n", at=1)
    assert caught.value.key == "start.broken_words"
    assert caught.value.values["file"] == "ui.en.yaml"


def test_values_stay_text(tmp_path: Path) -> None:
    """`no` is a word and not a false; a stray brace does no harm; one and many differ."""
    text = 'answer: no\nbrace: "{ {n}"\nterm: {one: "{n} term", other: "{n} terms"}'
    words = _written(tmp_path / "ui.en.yaml", text, at=1)
    assert words.get("answer") == "no"
    assert words.get("brace", n=1) == "{ 1"
    assert [words.get("term", n=n) for n in (0, 1, 2)] == ["0 terms", "1 term", "2 terms"]


def test_the_language_is_remembered(client: TestClient) -> None:
    """The switch leads back to the same page in the other language."""
    answer = client.post("/language", data={"language": "ko", "back": "/glossary"})
    assert answer.url.path == "/glossary"
    assert '<html lang="ko">' in answer.text
    assert '<html lang="ko">' in client.get("/").text


def _written(path: Path, text: str, at: int) -> Words:
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(at, at))
    return Words(path)
