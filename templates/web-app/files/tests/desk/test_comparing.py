"""What went and what came is found word by word, and nothing is lost on the way."""

import pytest

from app.desk.comparing import compare


@pytest.mark.parametrize(
    ("before", "after", "went", "came"),
    [
        ("a b c", "a x c", ["b"], ["x"]),
        ("초안을 저장했어요.", "초고를 저장했어요.", ["초안을"], ["초고를"]),
        ("same", "same", [], []),
        ("", "new", [], ["new"]),
        ("old", "", ["old"], []),
        ("one, two", "one; two", [","], [";"]),
    ],
)
def test_only_words_that_differ_are_marked(
    before: str, after: str, went: list[str], came: list[str]
) -> None:
    """Both sides put together again are the texts themselves."""
    found = compare(before, after)
    assert "".join(one.text for one in found.before) == before
    assert "".join(one.text for one in found.after) == after
    assert [one.text for one in found.before if one.changed] == went
    assert [one.text for one in found.after if one.changed] == came
