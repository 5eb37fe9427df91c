"""Terms are found as a translator would find them."""

import pytest

from app.desk.highlighting import highlight_source
from app.desk.matching import find_terms
from app.models import Term


def terms(**pairs: str) -> list[Term]:
    """Make terms; an underscore stands for a space."""
    return [Term(source=one.replace("_", " "), target=two) for one, two in pairs.items()]


@pytest.mark.parametrize(
    ("source", "term", "found"),
    [
        ("Open the folder.", "folder", True),
        ("FOLDERS", "folder", True),
        ("two categories", "category", True),
        ("a sign-in page", "sign in", True),
        ("sign\nin", "sign in", True),
        ("airplane", "plan", False),
        ("planned", "plan", False),
        ("3 folders2", "folder", False),
        ("C++ code", "C++", True),
        ("작업 공간에서", "작업 공간", True),
        ("API를 열어요", "API", True),
    ],
)
def test_what_counts_as_found(source: str, term: str, found: bool) -> None:
    """Whole words, plurals, hyphens and Korean particles are understood."""
    assert bool(find_terms(source, "", [Term(source=term, target="x")])) is found


def test_the_longest_term_wins() -> None:
    """A part of a longer term is no term of its own, unless it also stands alone."""
    glossary = terms(folder="폴더", shared_folder="공유 폴더")
    alone = find_terms("Open the shared folder.", "", glossary)
    assert [use.term.source for use in alone] == ["shared folder"]
    both = find_terms("A folder in the shared folder.", "", glossary)
    assert [use.term.source for use in both] == ["folder", "shared folder"]


def test_a_latin_target_is_a_whole_word() -> None:
    """`app` does not count as used because of `apple`."""
    glossary = terms(program="app")
    assert not find_terms("program", "the apple", glossary)[0].used
    assert find_terms("program", "the app은", glossary)[0].used


def test_the_pieces_are_the_whole_text() -> None:
    """Marking loses and doubles nothing."""
    source = "Folder, shared folder, folders!"
    pieces = highlight_source(
        source, find_terms(source, "", terms(folder="폴더", shared_folder="공유 폴더"))
    )
    assert "".join(piece.text for piece in pieces) == source
    assert [piece.text for piece in pieces if piece.use] == ["Folder", "shared folder", "folders"]
