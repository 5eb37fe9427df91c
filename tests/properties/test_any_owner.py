"""CODEOWNERS says of every file what the zones say, and a person's own text around a block stays to the letter."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pairkit.guard.kept import NoEnd, inner_of, kept, taken
from pairkit.guard.server.owners import owner_of, owners, said_as
from pairkit.project.agreement import Agreement
from pairkit.project.globs import any_matches, matcher
from pairkit.project.people import Person
from pairkit.project.zones import GUARD_FILES, ZONES

PEOPLE = (Person("J", "developer", github="jiwon"), Person("M", "maker", github="mina"))
OWNER = {"maker": "@mina", "developer": "@jiwon", "closed": "@jiwon", "shared": ""}
MARKS = ("<!-- a -->", "<!-- /a -->")

name = st.sampled_from(["app", "a", "b", "api", "models", "docs", "x.md", "a b", "글", ".github", "#x", "!y"])
part = st.one_of(name, st.sampled_from(["*", "**", "*.md", "a*", "?", "[ab]", "[a-c]x", "*s"]))
pattern = st.builds(
    lambda start, parts, end: start + "/".join(parts) + end,
    st.sampled_from(["", "/"]),
    st.lists(part, min_size=1, max_size=4),
    st.sampled_from(["", "", "/", "/**"]),
)
path = st.lists(name, min_size=1, max_size=5).map("/".join)


@given(
    st.dictionaries(st.sampled_from(ZONES), st.lists(pattern, max_size=4), min_size=1),
    st.lists(st.one_of(path, st.just("pairkit.yaml"), st.just(".pairkit/x")), min_size=1, max_size=8),
)
@settings(max_examples=600)
def test_the_last_line_that_matches_is_the_most_specific_pattern(zones: dict[str, list[str]], paths: list[str]) -> None:
    """The one difference, a folder called like a pattern that means a file, is left out here and told at generation."""
    patterns = [one for list_ in zones.values() for one in list_]
    for_files = [one for one in (*patterns, *GUARD_FILES) if not one.endswith(("/**", "/"))]
    assume(all(said_as(one) for one in patterns))
    agreement = Agreement(PEOPLE, {zone: tuple(list_) for zone, list_ in zones.items()})
    lines, ours = owners(agreement, "github").lines, agreement.make_zones()
    for one in paths:
        folders = ["/".join(one.split("/")[:n]) for n in range(1, one.count("/") + 1)]
        if any(any_matches(for_files, folder) for folder in folders):
            continue
        assert (owner_of(lines, one) or "") == OWNER[ours.of(one)], (one, lines)


@given(pattern, path)
@settings(max_examples=400)
def test_a_line_takes_what_its_pattern_takes(one: str, file: str) -> None:
    said = said_as(one)
    if said and matcher(one)(file):
        assert owner_of([f"{line} @x" for line in said], file) == "@x", said


text = st.text(alphabet=st.sampled_from("ab \n\r#-<!>글"), max_size=60)


@given(text, text, text, text)
@settings(max_examples=400)
def test_text_around_a_block_stays(before: str, inner: str, other: str, after: str) -> None:
    inner, other = inner.replace("\r", ""), other.replace("\r", "")
    one = kept(before, inner, MARKS)
    assert one.startswith(before)
    whole = one + after
    assert inner_of(one, MARKS) == inner
    again = kept(whole, other, MARKS)
    start, end = again.index(MARKS[0]), again.index(MARKS[1]) + len(MARKS[1])
    assert again[:start] == whole[: whole.index(MARKS[0])]
    assert again[end:] == whole[whole.index(MARKS[1]) + len(MARKS[1]) :]
    assert kept(again, other, MARKS) == again
    if before.strip():
        assert taken(one, MARKS) == before


def test_a_block_without_an_end_is_left_alone() -> None:
    with pytest.raises(NoEnd):
        kept(f"mine\n{MARKS[0]}\nmine too\n", "x", MARKS)
