"""What a stranger sends is found by plain text first: no way of saying it may be missing there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairkit.rules.code.flow import SOURCES, hears


@pytest.mark.parametrize("language", sorted(SOURCES))
@given(data=st.data())
def test_what_the_pattern_finds_is_heard(language: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(SOURCES[language]))
    assert hears(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("py", "@app.get('/a')\ndef one(name): pass\n"),
        ("java", "void one(@RequestParam String name) {}"),
        ("java", 'void one(@PathVariable("id") final String name) {}'),
    ],
)
def test_what_a_route_is_given_is_heard(language: str, text: str) -> None:
    assert hears(text, language)
