"""Strict reading of YAML says what YAML says, refuses its surprises, and never answers with anything but a sentence."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pairkit.errors import BrokenFile
from pairkit.playbook.form import RULE, SHAPES
from pairkit.project.reading import read_agreement
from pairkit.scaffold.form import TEMPLATE
from pairkit.strict import Either, Form, Items, Record, Scalar, Table, Text, Truth, Whole, read

_NAMES = st.sampled_from(("a", "b", "name", "가", "with space", "x-y", "id"))
_TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ("no", "Yes", "on", "12", "1.5", "null", "~", "true", "a: b", "# x", "*a & b", "- x", "2026-01-01")
    ),
)


def _ends(text: str) -> int:
    """Return how many lines a document has, by YAML's own idea of where a line ends."""
    return len(re.split("\r\n|[\n\r\x85\u2028\u2029]", text))


def _assert_is_there(error: BrokenFile, text: str) -> None:
    line = error.facts["line"]
    assert isinstance(line, int)
    assert 1 <= line <= _ends(text), (line, text)


def _read(text: str, form: Form) -> Any:
    """Read, and check that a refusal names the file and one of its lines."""
    try:
        return read(text, "some.yaml", form)
    except BrokenFile as error:
        _assert_is_there(error, text)
        raise


@st.composite
def _value(draw: st.DrawFn, depth: int = 3) -> tuple[Any, Form]:  # noqa: PLR0911 - one for each form
    """Return a value and a form that it fits."""
    kinds = ["text", "whole", "truth", "scalar"] + (["items", "table", "record"] if depth else [])
    match draw(st.sampled_from(kinds)):
        case "text":
            return draw(_TEXTS), Text(empty=True)
        case "whole":
            return draw(st.integers(0, 10**6)), Whole()
        case "truth":
            return draw(st.booleans()), Truth()
        case "scalar":
            return draw(st.one_of(_TEXTS, st.integers(0, 99), st.booleans(), st.none())), Scalar()
        case "items":
            value, form = draw(_value(depth=depth - 1))
            return [value] * draw(st.integers(0, 2)), Items(form)
        case "table":
            value, form = draw(_value(depth=depth - 1))
            return dict.fromkeys(draw(st.lists(_NAMES, max_size=3)), value), Table(form)
    fields = {name: draw(_value(depth=depth - 1)) for name in draw(st.lists(_NAMES, max_size=3))}
    forms = {name: form for name, (_, form) in fields.items()}
    return {name: value for name, (value, _) in fields.items()}, Record(needs=forms)


class _Plainly(yaml.SafeDumper):
    """Writes every value out: what stands in two places is no reference."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - its caller decides
        return True


@given(
    pair=_value(),
    style=st.sampled_from((None, "'", '"', "|", ">")),
    flow=st.sampled_from((None, True, False)),
    unicode=st.booleans(),
)
def test_what_a_yaml_program_writes_is_read_alike(
    pair: tuple[Any, Form], style: str | None, flow: bool | None, unicode: bool
) -> None:
    """A document as a program writes it, in any style, reads as PyYAML's own reader reads it, kinds included."""
    value, form = pair
    text = yaml.dump(value, Dumper=_Plainly, default_style=style, default_flow_style=flow, allow_unicode=unicode)
    expected = yaml.safe_load(text)
    got = _read(text, form)
    assert got == expected
    assert repr(got) == repr(expected)  # True is not 1


_SURPRISES = tuple(word for low in ("yes", "no", "on", "off") for word in (low, low.title(), low.upper()))
_SPELLINGS = (
    *("true", "True", "TRUE", "false", "null", "Null", "~", "''", '""', "'no'", '"on"', "'12'", "abc", "한국", "a b"),
    *("0", "7", "010", "0o17", "0x1F", "0b11", "1_000", "+1", "-1", "1:30", "1.5", "1e3", ".inf", ".NaN", "2026-01-01"),
    *("!!str 5", "!!str no", "!!int 5", '!!int "5"', '!!bool "yes"', "!!bool 'no'", "!!bool true", "!!bool maybe"),
    *("|\n  no\n", ">\n  a\n  b\n", "no # really", "x # really", "[no]", "[x]", "{a: no}", "{a: x}"),
)


_MAYBE = object()  # what YAML itself cannot tell


@pytest.mark.parametrize("spelling", _SPELLINGS)
@pytest.mark.parametrize("form", [Truth(), Whole(), Scalar(), Text(), Text(empty=True), Items(Scalar())], ids=repr)
def test_a_value_is_what_yaml_says_or_refused(spelling: str, form: Form) -> None:
    """However a value is spelled: what is accepted is YAML's value; only a text may be its letters as they stand."""
    text = f"key: {spelling}"
    try:
        got = _read(text, Record(needs={"key": form}))["key"]
    except BrokenFile:
        return
    letters = re.sub(r"^!!\w+ | #.*", "", spelling).strip("'\"")
    value = _MAYBE if "maybe" in spelling else yaml.safe_load(text)["key"]
    as_written = isinstance(form, (Text, Scalar)) and not isinstance(value, (str, type(None)))
    expected = "" if value is None and isinstance(form, Text) else value
    assert repr(got) in ([repr(expected), repr(letters)] if as_written else [repr(expected)])


@pytest.mark.parametrize("form", [Truth(), Scalar(), Text(), Items(Text()), Either((Text(), Items(Text())))], ids=repr)
def test_yes_and_no_without_quotes_are_refused(form: Form) -> None:
    """`no` means false to YAML and "no" to people, so nobody's guess is taken; in quotes it is a text."""
    for word in _SURPRISES:
        value = f"[{word}]" if isinstance(form, Items) else word
        with pytest.raises(BrokenFile) as refused:
            _read(f"a: 1\nkey: {value}\n", Record(needs={"a": Whole(), "key": form}))
        assert refused.value.key == "yaml-surprising"
        assert refused.value.facts["line"] == 2
        if not isinstance(form, (Truth, Items)):
            assert _read(f"key: '{word}'", Table(form)) == {"key": word}


_MARKS = st.text(st.sampled_from("ab:- \n\t[]{},#&*!|>'\"%@`?~0\\\r\0\u00a0\u2028가\x85<=="), max_size=30)
_JUNK = st.one_of(st.text(max_size=30), _MARKS)
_FORMS = st.sampled_from((RULE, SHAPES, TEMPLATE, Table(Scalar()), Items(Table(Items(Text()))), Scalar(), Truth()))
_AGREEMENT = """\
version: 1
requires: ">=0.1"
people:
  - {name: Jiwon, role: developer, emails: [jiwon@example.com], language: en}
zones:
  maker: [content/**]
size: {split: 400, stop: 1000}
rules: {big-change: {severity: note, because: "a reason"}}
"""


@given(text=_JUNK, form=_FORMS)
@example(text="a: *b", form=Scalar())
@example(text="\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), form=Scalar())
@example(text="a: [\n\n", form=Table(Scalar()))
def test_junk_is_refused_with_a_line(text: str, form: Form) -> None:
    """Whatever the text, the only answer besides a value is BrokenFile, and its line is in the document."""
    try:
        _read(text, form)
    except BrokenFile:
        return


@given(
    start=st.integers(0, len(_AGREEMENT)),
    length=st.integers(0, 12),
    put=st.one_of(_JUNK, st.sampled_from(("version",))),
)
@example(start=9, length=1, put="1" * 5000)
@example(start=22, length=5, put=">=" + "9" * 5000)
@example(start=22, length=5, put=">=0.\u0661")
def test_a_spoilt_agreement_is_refused_with_a_line(start: int, length: int, put: str) -> None:
    """A `pairkit.yaml` into which anything was typed anywhere is read, or refused with a line of it."""
    text = _AGREEMENT[:start] + put + _AGREEMENT[start + length :]
    try:
        read_agreement(text)
    except BrokenFile as error:
        _assert_is_there(error, text)


@pytest.mark.parametrize("bracket", ["[", "{a: ", "- ", "[[],"])
def test_brackets_without_end_do_not_end_the_program(bracket: str) -> None:
    """A file of a hundred thousand opening brackets is refused; the reader is written in C and must not run away."""
    code = (
        "import sys\nfrom pairkit.errors import BrokenFile\nfrom pairkit.strict import Scalar, read\n"
        "try:\n    read(sys.argv[1] * 60000, 'x', Scalar())\nexcept BrokenFile:\n    print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, bracket], capture_output=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, [b"refused"])


_QUOTINGS = st.sampled_from(("{}", "'{}'", '"{}"', "!!str {}", "? {}\n"))


@given(
    names=st.lists(_NAMES, min_size=2, max_size=5),
    quotings=st.lists(_QUOTINGS, min_size=5, max_size=5),
    depth=st.integers(0, 3),
    record=st.booleans(),
)
@example(names=["a", "a"], quotings=["{}"] * 5, depth=0, record=True)
def test_a_key_given_twice_is_refused(names: list[str], quotings: list[str], depth: int, record: bool) -> None:
    """A key that stands twice in one table is refused at its second place, however deep and however quoted."""
    inside = "".join(
        "".join(" " * depth + part for part in f"{quoting.format(name)}: {n}\n".splitlines(keepends=True))
        for n, (name, quoting) in enumerate(zip(names, quotings, strict=False))
    )
    text = "".join(" " * n + f"level{n}:\n" for n in range(depth)) + inside
    form: Form = Record(may=dict.fromkeys(names, Whole())) if record else Table(Whole())
    for n in reversed(range(depth)):
        form = Record(needs={f"level{n}": form})
    if len(set(names)) == len(names):
        assert list(_read(text, form).values()) or depth
        return
    with pytest.raises(BrokenFile) as refused:
        _read(text, form)
    assert refused.value.key == "yaml-twice"
    second = next(n for n, name in enumerate(names) if name in names[:n])
    line = text.splitlines()[int(str(refused.value.facts["line"])) - 1]
    assert names[second] in line
    assert refused.value.facts["name"] == names[second]


@given(name=st.text("abcdefgh", min_size=1, max_size=6))
def test_an_unknown_key_is_refused(name: str) -> None:
    """A key that a record does not know is refused and named, with the known ones."""
    known: dict[str, Form] = {"abc": Whole(), "title": Text()}
    if name in known:
        return
    with pytest.raises(BrokenFile) as refused:
        _read(f"abc: 1\n{name}: 1\n", Record(may=known))
    assert refused.value.key in ("yaml-unknown-key", "yaml-unknown-key-close")
    assert (refused.value.facts["name"], refused.value.facts["line"]) == (name, 2)


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "- &x [1]\n- *x\n", "a: &x {b: *x}\n"])
def test_references_are_refused(text: str) -> None:
    """An alias lets ten lines stand for a billion values, so none is followed."""
    with pytest.raises(BrokenFile) as refused:
        _read(text, Either((Table(Scalar()), Items(Scalar()))))
    assert refused.value.key == "yaml-alias"
