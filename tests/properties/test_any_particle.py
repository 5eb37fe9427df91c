"""A Korean particle fits the word before it, whatever the word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pairkit.words.catalogue import fill
from pairkit.words.josa import forms, with_particle

_PAIRS = {
    "을": "를",
    "이": "가",
    "은": "는",
    "과": "와",
    "으로": "로",
    "이에요": "예요",
    "이라": "라",
    "이나": "나",
    "아": "야",
}
_PARTICLES = st.sampled_from([form for pair in _PAIRS.items() for form in pair])
_SYLLABLES = st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣"))
_WORDS = st.text(st.one_of(_SYLLABLES, st.sampled_from("ab1-_./ ")), max_size=5)
_CLOSING = st.sampled_from(("", '"', "'", "”", "’", ")", "]", "}", "»", "`", '")'))


def _expected(syllable: str, particle: str) -> str:
    """Choose by the letters themselves: a syllable of three has a final consonant."""
    closed = next(form for form, open_ in _PAIRS.items() if particle in (form, open_))
    letters = unicodedata.normalize("NFD", syllable)
    ends_open = len(letters) == 2 or (closed == "으로" and letters[2] == "\u11af")  # 서울로, not 서울으로
    return _PAIRS[closed] if ends_open else closed


@given(before=_WORDS, syllable=_SYLLABLES, closing=_CLOSING, particle=_PARTICLES)
@example(before="", syllable="울", closing="", particle="으로")
@example(before="", syllable="힣", closing="", particle="로")
@example(before="", syllable="가", closing="", particle="을")
def test_the_particle_follows_the_last_syllable(before: str, syllable: str, closing: str, particle: str) -> None:
    """For every Hangul syllable, quoted or not, the form is the one its final consonant asks for."""
    word = before + syllable + closing
    assert with_particle(word, particle) == word + _expected(syllable, particle)


@given(word=st.text(max_size=8), pair=st.sampled_from(sorted(_PAIRS.items())))
def test_either_form_asks_for_the_same(word: str, pair: tuple[str, str]) -> None:
    """Whichever form a translator wrote, the same one comes out, and it is one of the two or both."""
    closed, open_ = pair
    got = with_particle(word, closed)
    assert got == with_particle(word, open_)
    assert got.removeprefix(word) in (closed, open_, f"{closed}({open_})")
    assert got.startswith(word)


@given(syllable=_SYLLABLES, particle=_PARTICLES)
def test_hangul_in_pieces_takes_the_same_particle(syllable: str, particle: str) -> None:
    """A file name that a Mac took to pieces (NFD) is read like the whole one."""
    pieces = unicodedata.normalize("NFD", syllable)
    assert with_particle(pieces, particle) == pieces + _expected(syllable, particle)


@given(text=st.text(max_size=4), word=st.text(max_size=5))
def test_what_is_no_particle_is_left_as_it_is(text: str, word: str) -> None:
    """`forms` knows a pair by either of its forms and by nothing else; any other ending is only put behind the word."""
    pair = forms(text)
    known = [(closed, open_) for closed, open_ in _PAIRS.items() if text in (closed, open_)]
    assert pair == (known[0] if known else None)
    if pair is None:
        assert with_particle(word, text) == word + text
    else:
        assert {forms(form) for form in pair} == {pair}


@pytest.mark.parametrize(
    ("word", "said"),
    [
        *(("0", "영을"), ("1", "일을"), ("2", "이를"), ("3", "삼을"), ("4", "사를"), ("5", "오를"), ("6", "육을")),
        *(("7", "칠을"), ("8", "팔을"), ("9", "구를"), ("10", "십을"), ("sql", "엘을"), ("a.m", "엠을"), ("n", "엔을")),
        *(("r", "알을"), ("py", "와이를"), ("x", "엑스를"), ("README", "이를")),
    ],
)
def test_digits_and_latin_letters_are_read_aloud(word: str, said: str) -> None:
    """A word that ends in a digit or a Latin letter takes the particle of that sign's Korean name."""
    assert with_particle(word, "을") == word + said[-1]
    assert with_particle(word.upper(), "를") == word.upper() + said[-1]


@pytest.mark.parametrize(
    ("word", "said"),
    [
        *(("pre-commit", "이"), ("git", "이"), ("pairkit", "이"), ("Copilot", "이"), ("Cline", "이"), ("prek", "이")),
        *(
            ("Cursor", "가"),
            ("server", "가"),
            ("docker", "가"),
            ("Claude Code", "가"),
            ("er", "이"),
            ("commit-msg", "가"),
        ),
    ],
)
def test_words_of_the_trade_are_said_as_words(word: str, said: str) -> None:
    """What Koreans say as a word, and not letter by letter, takes the particle of that word."""
    assert with_particle(word, "가") == word + said


def test_a_name_in_quotation_marks_has_its_particle_behind_them() -> None:
    """`“{name:”은}` puts the particle behind the mark, and chooses it by the name."""
    assert fill("“{a:”은} “{b:”을}", {"a": "책상", "b": "desk"}) == "“책상”은 “desk”를"


@given(name=_WORDS, syllable=_SYLLABLES, particle=_PARTICLES, count=st.integers(0, 12))
def test_a_text_is_filled_with_the_particle(name: str, syllable: str, particle: str, count: int) -> None:
    """`{name:을}` in a text is the word with its particle, `{count:file|files}` goes by number, no fact is nothing."""
    word = name + syllable
    filled = fill(f"{{a:{particle}}} {{n}} {{n:file|files}} [{{none}}]", {"a": word, "n": count})
    assert filled == f"{word}{_expected(syllable, particle)} {count} {'file' if count == 1 else 'files'} []"
