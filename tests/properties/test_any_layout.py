"""Text fits the terminal and loses no word; foreign text cannot steer the terminal."""

from __future__ import annotations

import itertools
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from pairkit.words.layout import clean, columns, pad, wrap

_WORDS = st.text(st.sampled_from("abc가나é한\u200b\u1100\u1161ｗ。・"), min_size=1, max_size=30).filter(
    lambda word: not word.isspace()
)
_TEXTS = st.lists(st.lists(_WORDS, max_size=12).map(" ".join), min_size=1, max_size=3).map("\n".join)
_HEADS = st.sampled_from(("", "  ", "- ", "가 ", "     > "))


@given(text=st.one_of(_TEXTS, st.text(max_size=60)), first=_HEADS, rest=_HEADS, width=st.integers(1, 60))
@example(text="가나다 라마바", first="", rest="", width=6)
@example(text="a b", first="- ", rest="  ", width=3)
def test_wrapped_lines_fit_and_lose_no_word(text: str, first: str, rest: str, width: int) -> None:
    """A line is wider than asked only if it holds one single word; all words stay, in order, and so do paragraphs."""
    lines = wrap(text, first, rest, width).split("\n")
    words = []
    for n, line in enumerate(lines):
        head = rest if n else first
        assert line.startswith(head.rstrip())
        inside = line[len(head) :]
        words += inside.split()
        assert columns(line) <= width or len(inside.split()) <= 1
    assert words == text.split()
    assert len(lines) >= len(text.split("\n"))


@given(text=_TEXTS, width=st.integers(5, 60))
def test_a_line_breaks_only_where_it_must(text: str, width: int) -> None:
    """The first word of a line would not have fitted on the line before, so no line is short for nothing."""
    for paragraph in text.split("\n"):
        lines = wrap(paragraph, width=width).split("\n")
        for line, following in itertools.pairwise(lines):
            assert columns(f"{line} {following.split()[0]}") > width
    together = [line for paragraph in text.split("\n") for line in wrap(paragraph, width=width).split("\n")]
    assert wrap(text, width=width).split("\n") == together


@given(text=st.text(max_size=20), width=st.integers(0, 40))
@example(text="가", width=1)
def test_padded_text_is_as_wide_as_asked(text: str, width: int) -> None:
    """`pad` fills up to the width and cuts nothing; what is wider stays as it is."""
    padded = pad(text, width)
    assert padded.startswith(text)
    assert padded[len(text) :].strip(" ") == ""
    assert columns(padded) == max(width, columns(text))


@given(
    text=st.text(st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")), max_size=6),
    more=st.text("ab -", max_size=4),
)
def test_hangul_takes_two_columns_in_either_form(text: str, more: str) -> None:
    """A Korean syllable is two columns wide, whole or in pieces; Latin letters and marks on them are as ever."""
    assert columns(text + more) == 2 * len(text) + len(more)
    assert columns(unicodedata.normalize("NFD", text) + more) == 2 * len(text) + len(more)
    assert columns(unicodedata.normalize("NFD", "é" * len(text)) + more) == len(text) + len(more)


_RAW = st.text(
    st.one_of(st.characters(), st.sampled_from("\x1b\u202e\u2066\x07\x9b\r\n\t\u2028\udc80\ud800\u3000\x7f\u200f"))
)


@given(text=_RAW)
@example(text="\x1b[31m\u202egpj.exe\udcff")
def test_clean_text_cannot_steer_a_terminal(text: str) -> None:
    """No control sign, direction mark, line break or lone surrogate is left; cleaning twice changes nothing more."""
    cleaned = clean(text)
    assert not [
        letter for letter in cleaned if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    ]
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")


@given(before=_RAW, letter=st.characters(), after=_RAW)
def test_cleaning_keeps_what_can_be_printed(before: str, letter: str, after: str) -> None:
    """Printable text, the wide space of Korean and Japanese too, stays; the rest becomes an escape in its place."""
    assert clean(before + letter + after) == clean(before) + clean(letter) + clean(after)
    printable = letter.isprintable() or letter == "\u3000"
    assert (clean(letter) == letter) == printable
    assert printable or clean(letter).startswith("\\")
