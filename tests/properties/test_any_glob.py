"""A pattern says of every path what a slow and obvious reading of it says; the most specific zone wins."""

from __future__ import annotations

import itertools
import re
import unicodedata
import warnings
from functools import cache

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from pairkit.project import globs
from pairkit.project.globs import any_matches, matcher, normal
from pairkit.project.zones import CLOSED, GUARD_FILES, SHARED, ZONES, Zones, is_guard_file, may_change

_NAMES = st.text("ab.-+^$|(한", min_size=1, max_size=3).filter(lambda name: name not in (".", ".."))
_PATHS = st.lists(_NAMES, min_size=1, max_size=4).map("/".join)
_CLASSES = st.sampled_from(("[ab]", "[!a]", "[^a]", "[a-b]", "[+-0]", "[.]", "[-b]", "[한]"))
_PARTS = st.lists(st.one_of(st.sampled_from((*"ab.-+^$|(한", "*", "?")), _CLASSES), min_size=1, max_size=4).map("".join)
_SEGMENTS = st.one_of(_PARTS.filter(lambda part: "**" not in part and part not in (".", "..")), st.just("**"))


@st.composite
def _patterns(draw: st.DrawFn) -> str:
    segments = draw(st.lists(_SEGMENTS, min_size=1, max_size=4))
    return draw(st.sampled_from(("", "", "/"))) + "/".join(segments) + draw(st.sampled_from(("", "", "/")))


def _fits(pattern: str, path: str) -> bool:
    """Read a pattern the slow way: name by name, letter by letter, as `globs` says that patterns are read."""
    pattern, path = (unicodedata.normalize("NFC", text) for text in (pattern, path))
    below = pattern.endswith("/")
    pinned = "/" in pattern.removesuffix("/")
    names = pattern.strip("/").split("/")
    return _names_fit((*([] if pinned else ["**"]), *names, *(["**"] if below else [])), tuple(path.split("/")))


@cache
def _names_fit(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    if not pattern:
        return not path
    if pattern[0] == "**":
        if len(pattern) == 1:  # at the end: all below, but not the folder itself
            return bool(path)
        return _names_fit(pattern[1:], path) or (bool(path) and _names_fit(pattern, path[1:]))
    return bool(path) and _letters_fit(pattern[0], path[0]) and _names_fit(pattern[1:], path[1:])


def _letters_fit(pattern: str, name: str) -> bool:
    if not pattern:
        return not name
    if pattern[0] == "*":
        return _letters_fit(pattern[1:], name) or (bool(name) and _letters_fit(pattern, name[1:]))
    if pattern[0] == "[" and "]" in pattern[2:]:
        inside, _, rest = pattern[1:].partition("]")
        return bool(name) and _is_among(inside, name[0]) and _letters_fit(rest, name[1:])
    return bool(name) and pattern[0] in ("?", name[0]) and _letters_fit(pattern[1:], name[1:])


def _is_among(inside: str, letter: str) -> bool:
    if inside[0] in "!^":
        return not _is_among(inside[1:], letter)
    if len(inside) == 3 and inside[1] == "-":
        return inside[0] <= letter <= inside[2]
    return letter in inside


@given(pattern=_patterns(), path=_PATHS)
@example(pattern="a/", path="b/a/b")
@example(pattern="/a/", path="b/a/b")
@example(pattern="a/**", path="a")
@example(pattern="a/**/b", path="a/b")
@example(pattern="*.b", path="a/.b")
@example(pattern="a[!b]a", path="a/a")
@example(pattern="a/b[+-0]b", path="a/b/b")
@example(pattern="**/a*/", path="a")
def test_a_pattern_fits_as_a_slow_reading_of_it(pattern: str, path: str) -> None:
    """The matcher, with its short ways for common patterns, agrees with a reading name by name and letter by letter."""
    assert matcher(pattern)(normal(path)) == _fits(pattern, path)


@given(data=st.data(), path=_PATHS)
def test_a_pattern_made_from_a_path_fits_it(data: st.DataObject, path: str) -> None:
    """Whatever of a path is replaced by a wildcard, the pattern still fits that path."""
    names = path.split("/")
    whole = [data.draw(st.booleans()) for _ in names]
    made = []
    for n, name in enumerate(names):
        at = data.draw(st.integers(0, len(name) - 1))
        wild = data.draw(st.sampled_from(("*", "?", "[!z]", "**" if whole[n] else "*")))
        if wild == "**":
            made.append("**" if n < len(names) - 1 or data.draw(st.booleans()) else "*")
        else:
            made.append(name[:at] + wild + name[at + 1 :])
    for pattern in ("/" + "/".join(made), made[-1] if made[-1] != "**" else "*"):
        assert matcher(pattern)(normal(path)), pattern
        assert any_matches(["no-such-name", pattern], normal(path))


@given(pattern=_patterns(), path=_PATHS, form=st.sampled_from(("NFC", "NFD")), other=st.sampled_from(("NFC", "NFD")))
@example(pattern="글/*.md", path="글/한국어.md", form="NFD", other="NFC")
@example(pattern="é?", path="éa", form="NFD", other="NFD")
def test_hangul_in_pieces_is_the_same_hangul(pattern: str, path: str, form: str, other: str) -> None:
    """A pattern and a path compare alike whether a Mac took their letters to pieces or not; zones too."""
    as_typed = matcher(pattern)(normal(path))
    pieces_pattern, pieces_path = unicodedata.normalize(form, pattern), unicodedata.normalize(other, path)  # type: ignore[arg-type]
    assert matcher(pieces_pattern)(normal(pieces_path)) == as_typed
    assert (Zones({"maker": [pieces_pattern]}).of(pieces_path) == "maker") == (as_typed and not is_guard_file(path))


@given(pattern=st.text("ab*?[]!^-/\\ .&|~{}$", min_size=1, max_size=7), path=_PATHS)
@example(pattern="[!]", path="a")
@example(pattern="[b-a]", path="a")
@example(pattern="[[a]", path="a")
@example(pattern="[a--b]", path="a")
@example(pattern="[]", path="a")
@example(pattern="[a\\]b", path="a")
def test_no_pattern_is_an_accident(pattern: str, path: str) -> None:
    """Patterns are typed by people: one that makes no sense fits nothing or something, but raises and warns nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert matcher(pattern)(normal(path)) in (True, False)
        assert Zones({"closed": [pattern]}).of(path) in (CLOSED, SHARED)


@given(letters=st.text("ab", max_size=3), more=st.text("ab", max_size=3), path=_PATHS)
@example(letters="a", more="/b", path="a/b")
@example(letters="a", more="/b", path="ab")
@example(letters="a", more="/b", path="ab/b")
def test_two_stars_within_a_name_cross_folders(letters: str, more: str, path: str) -> None:
    """`a**b` fits everything that begins with a and ends with b, folders in between or not; a slash stays a slash."""
    pattern = f"/{letters}**{more}"
    assume(letters or not more.startswith("/"))
    expected = path.startswith(letters) and path.endswith(more) and len(path) >= len(letters) + len(more)
    assert matcher(pattern)(normal(path)) == expected


_TREE = [
    "/".join(names)
    for depth in (1, 2, 3)
    for names in itertools.product(("a", "b", "a.md", "b.md"), repeat=depth)
    if not any("." in name for name in names[:-1])
]
_USUAL = st.sampled_from(
    [
        *(
            "a",
            "/a",
            "a/",
            "/a/",
            "b/",
            "*.md",
            "/*.md",
            "a/*.md",
            "/a/*.md",
            "a/**",
            "**/a",
            "**/a/**",
            "a/b/",
            "a/b/**",
        ),
        *(
            "a.md",
            "/a.md",
            "a/a.md",
            "a/b/a.md",
            "a/**/a.md",
            "a/**/*.md",
            "**/*.md",
            "a/*/a.md",
            "a/*/*.md",
            "**",
            "*",
        ),
        *("a/b", "a/b/a", "/b/a.md", "b/**/a.md", "a/*", "a/*/**", "/a/b/*"),
    ]
)


@given(narrow=_USUAL, wide=_USUAL, zones=st.lists(st.sampled_from(ZONES), min_size=2, max_size=2, unique=True))
@example(narrow="/a.md", wide="a.md", zones=["closed", "maker"])
@example(narrow="/a/", wide="a/", zones=["closed", "maker"])
@example(narrow="a/a.md", wide="a/**/a.md", zones=["closed", "maker"])
def test_the_narrower_pattern_wins(narrow: str, wide: str, zones: list[str]) -> None:
    """If all that one pattern fits is only a part of what another fits, then the first decides there."""
    inner = [path for path in _TREE if matcher(narrow)(path)]
    outer = [path for path in _TREE if matcher(wide)(path)]
    assume(set(inner) < set(outer))
    asked = Zones({zones[0]: [narrow], zones[1]: [wide]})
    for path in outer:
        assert asked.of(path) == (zones[0] if path in inner else zones[1]), path


@given(pattern=_USUAL, zones=st.lists(st.sampled_from(ZONES), min_size=2, max_size=2, unique=True))
def test_of_equal_patterns_the_stricter_zone_wins(pattern: str, zones: list[str]) -> None:
    """The same pattern in two zones means the stricter one."""
    stricter = max(zones, key=ZONES.index)
    for path in _TREE:
        expected = stricter if matcher(pattern)(path) else SHARED
        assert Zones({zone: [pattern] for zone in zones}).of(path) == expected


@given(data=st.data(), lists=st.dictionaries(st.sampled_from(ZONES), st.lists(_USUAL, max_size=4), max_size=4))
def test_the_order_in_the_file_means_nothing(data: st.DataObject, lists: dict[str, list[str]]) -> None:
    """Zones say the same of every path in whatever order they and their patterns stand; unnamed paths are shared."""
    shuffled = {
        zone: data.draw(st.permutations(patterns)) for zone, patterns in data.draw(st.permutations([*lists.items()]))
    }
    named = [pattern for patterns in lists.values() for pattern in patterns]
    for path in _TREE:
        assert Zones(lists).of(path) == Zones(shuffled).of(path)
        if not any_matches(named, path):
            assert Zones(lists).of(path) == SHARED


@given(
    pattern=st.sampled_from(GUARD_FILES),
    below=_PATHS,
    zone=st.sampled_from(ZONES),
    more=st.lists(st.one_of(_USUAL, st.just("**")), max_size=3),
    form=st.sampled_from(("NFC", "NFD")),
)
def test_guard_files_are_closed_whatever_is_agreed(
    pattern: str, below: str, zone: str, more: list[str], form: str
) -> None:
    """No list of zones, not even one that names the file itself, opens a file that keeps the agreement."""
    path = unicodedata.normalize(form, pattern.strip("/").replace("**", below))  # type: ignore[arg-type]
    assert is_guard_file(path)
    zones = Zones({zone: [path, f"/{path}", *more, "**"]})
    assert zones.of(path) == CLOSED
    assert not may_change("maker", zones.of(path))
    assert may_change("developer", zones.of(path))
    assert not is_guard_file("elsewhere/" + path)


@pytest.mark.parametrize("role", ["maker", "developer"])
@pytest.mark.parametrize("zone", ZONES)
def test_who_answers_for_what(role: str, zone: str) -> None:
    """A maker answers for the maker's and the shared files, a developer for all but the maker's."""
    expected = {"maker": {"maker", "shared"}, "developer": {"shared", "developer", "closed"}}
    assert may_change(role, zone) == (zone in expected[role])


@given(
    pattern=st.lists(st.sampled_from(("*", "**", "/", "**/", "a", "?", "[ab]")), min_size=8, max_size=20).map("".join)
)
@example(pattern="*a*a*a*b")
@example(pattern="**/a/**/a/**/b**")
def test_many_stars_say_the_same_step_by_step(pattern: str) -> None:
    """Patterns with many stars are read another way, which never tries again; it says what an expression would."""
    expression = re.compile("".join(globs._pieces(pattern)), re.DOTALL)
    slowly = globs._step_by_step(globs._pieces(pattern))
    for path in ("a", "a/a/b", "aab/", "/a//b", "aaaaab", "a/b/a/b/aa", ""):
        assert slowly(path) == (expression.fullmatch(path) is not None)


def test_a_pattern_longer_than_any_path_fits_none() -> None:
    """It is not even made into an expression: one of 400,000 signs took seconds."""
    assert not matcher("?" * 400_000)("a" * 400_000)
    assert matcher("a/" + "?" * 4000)("a/" + "b" * 4000)
