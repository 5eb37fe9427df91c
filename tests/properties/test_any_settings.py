"""Whatever stands in a settings file of an agent: putting an entry in and taking it out gives back every byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pairkit.guard.jsonc import NotJson, insert, members, parse, remove

KEYS = ("hooks", "PreToolUse")
ENTRY = {"matcher": "*", "hooks": [{"type": "command", "command": "pairkit-hook", "timeout": 10}]}

_plain = (
    st.none()
    | st.booleans()
    | st.integers(-99, 99)
    | st.text(max_size=5)
    | st.floats(allow_nan=False, allow_infinity=False, width=16)
)
_value = st.recursive(
    _plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
_space = st.sampled_from(["", " ", "\n", "\n  ", "\r\n\t", "  // 설명 }\n", "/* , ] */", "\n\n"])
_comma = st.sampled_from(["", "", ","])


@st.composite
def _written(draw: st.DrawFn, value: Any) -> str:
    """Write a value in any of the ways in which people write JSON: spaces, comments and trailing commas anywhere."""
    if not isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=draw(st.booleans()))
    items = []
    for one in value:
        before, after = draw(_space), draw(_space)
        if isinstance(value, dict):
            text = f"{json.dumps(one)}{draw(_space)}:{draw(_space)}{draw(_written(value[one]))}"
        else:
            text = draw(_written(one))
        items.append(before + text + after)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    trailing = draw(_comma) + draw(_space) if items else draw(_space)
    return opening + ",".join(items) + trailing + closing


@st.composite
def _settings(draw: st.DrawFn) -> str:
    data: dict[str, Any] = draw(st.dictionaries(st.text(max_size=4), _value, max_size=3))
    if draw(st.booleans()):
        hooks: dict[str, Any] = draw(st.dictionaries(st.text(max_size=3), _value, max_size=2))
        if draw(st.booleans()):
            hooks["PreToolUse"] = draw(st.lists(_value, max_size=2))
        data["hooks"] = hooks
    order = draw(st.permutations(list(data)))
    text = draw(_written({key: data[key] for key in order}))
    return draw(_space) + text + draw(_space)


@given(_settings(), st.integers(1, 3))
@example("{}", 1)
@example("{ }", 1)
@example('{"hooks":{}}', 1)
@example('{"hooks": {\n}}\n', 1)
@example('{\n  "hooks": {\n    "PreToolUse": []\n  }\n}\n', 2)
@example('{\r\n\t"a": 1, // why\r\n}\r\n', 1)
@example('{"a": 1 /* last */}', 1)
def test_in_and_out_again(text: str, count: int) -> None:
    """In: everything else means what it meant, in its order, and ours is last. Out: every byte is as it was."""
    entries = [{**ENTRY, "n": n} for n in range(count)]
    before = parse(text).value
    written = insert(text, KEYS, entries)
    assert members(written, KEYS)[-count:] == entries
    after = parse(written).value
    assert list(after)[: len(before)] == list(before)
    assert {key: value for key, value in after.items() if key != "hooks"} == {
        key: value for key, value in before.items() if key != "hooks"
    }
    assert members(written, KEYS)[:-count] == members(text, KEYS)
    assert remove(written, KEYS, len(members(text, KEYS)), count) == text


@given(_settings())
def test_two_lists_in_one_file(text: str) -> None:
    """Two entries in different places go out in the other order, and every byte is back."""
    written = insert(insert(text, KEYS, [ENTRY]), ("pairkit-deny", "list"), ["a", "b"])
    assert remove(remove(written, ("pairkit-deny", "list"), 0, 2), KEYS, len(members(text, KEYS)), 1) == text


@given(_value)
def test_what_json_writes_is_read_alike(value: Any) -> None:
    """Plain JSON reads as the standard reader reads it."""
    assert parse(json.dumps(value)).value == value


@given(st.text(max_size=30) | st.text(alphabet='{}[]",:/* \n1a', max_size=30))
def test_what_is_no_json_is_refused_with_its_line(text: str) -> None:
    """Anything is read or refused, with a line that exists."""
    line = 1
    try:
        parse(text)
    except NotJson as error:
        line = error.line
    assert 1 <= line <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "line"),
    [("[]", 1), ('{\n"hooks": []}', 2), ('{\n"hooks": {\n"PreToolUse": {}}}', 3), ("{\n\n,}", 3), ("", 1)],
)
def test_a_foreign_form_is_refused(text: str, line: int) -> None:
    """Where a list should be and something else is, nothing is written."""
    with pytest.raises(NotJson) as caught:
        insert(text, KEYS, [ENTRY])
    assert caught.value.line == line
