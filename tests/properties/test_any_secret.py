"""No literal in a change is overlooked, no secret is printed, and no text is too odd to be judged."""

from __future__ import annotations

import itertools
from types import ModuleType

from hypothesis import assume, example, given
from hypothesis import strategies as st

import pairkit.rules.haystack as haystack_module
from pairkit.change.model import MODIFIED, NEW, OLD, Block, Change, FileChange, Hunk
from pairkit.rules.decoys import entropy, is_placeholder, is_reference, is_words, looks_random
from pairkit.rules.haystack import Haystack
from pairkit.rules.mask import Mask, masked

_TEXTS = st.text(st.sampled_from('abAB \n"=İKßé가'), max_size=40)
_LITERALS = st.lists(st.text(st.sampled_from('abk "=éß가'), min_size=1, max_size=4), max_size=4)


def _change(texts: list[list[str]], side: str) -> Change:
    """Return a change with a file for each list of texts: blocks of `side`, with others on the other side."""
    files = []
    for n, blocks in enumerate(texts):
        hunks = []
        for line, text in enumerate(blocks, 1):
            here = Block(side, line * 100, text)
            there = Block(NEW if side == OLD else OLD, line, "abab")
            hunks.append(Hunk(here, there) if side == OLD else Hunk(there, here))
        files.append(FileChange(f"file{n}", MODIFIED, None, None, tuple(hunks)))
    return Change("staged", tuple(files))


def _lower(text: str) -> str:
    """Lower case sign by sign: a sign that grows when lowered stays as it is."""
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


@given(
    texts=st.lists(st.lists(_TEXTS, max_size=3), max_size=3),
    literals=_LITERALS,
    reach=st.sampled_from((4, 7, 20, 1000)),
    side=st.sampled_from((NEW, OLD)),
)
@example(texts=[["aaaa"], ["İAB"]], literals=["ab", "aa"], reach=4, side=NEW)
@example(texts=[["ab", "", "ab\nab"]], literals=["ab"], reach=4, side=OLD)
def test_every_literal_is_in_a_region_and_no_region_leaves_its_block(
    texts: list[list[str]], literals: list[str], reach: int, side: str
) -> None:
    """Each place of a literal, found the naive way, lies in a region; regions stay in their block, apart."""
    change = _change(texts, side)
    with _reach(haystack_module, reach):
        regions = Haystack(change, side, lambda: literals).regions(literals)
    for region in regions:
        assert 0 <= region.start < region.end <= len(region.block.text)
        assert region.block in list(region.file.blocks(side))
        inside = _lower(region.block.text[region.start : region.end])
        assert any(literal in inside for literal in literals)
    for one, other in itertools.pairwise(regions):
        assert one.block is not other.block or one.end < other.start
    for file in change.files:
        for block in file.blocks(side):
            mine = [(region.start, region.end) for region in regions if region.block is block]
            for start, end in _occurrences(_lower(block.text), literals):
                assert any(a <= start and end <= b for a, b in mine), (block.text, start)
                line = block.text.rfind("\n", 0, start) + 1
                assert any(a <= max(line, start - reach) and min(len(block.text), start + reach) <= b for a, b in mine)


def _occurrences(text: str, literals: list[str]) -> list[tuple[int, int]]:
    return [(at, at + len(lit)) for lit in literals for at in range(len(text)) if text.startswith(lit, at)]


class _reach:  # noqa: N801 - reads as a word
    """Set the reach of a region for a while."""

    def __init__(self, module: ModuleType, reach: int) -> None:
        self._module, self._reach, self._before = module, reach, module.REACH

    def __enter__(self) -> None:
        self._module.REACH = self._reach  # type: ignore[attr-defined]

    def __exit__(self, *_: object) -> None:
        self._module.REACH = self._before  # type: ignore[attr-defined]


_SIGNS = st.sampled_from("abcdXYZ019-_ +/=é가")
_SECRETS = st.lists(st.text(_SIGNS, min_size=4, max_size=40), min_size=1, max_size=4)


@st.composite
def _secrets_and_text(draw: st.DrawFn) -> tuple[list[str], str]:
    """Return secrets, some of them parts or neighbours of others, and a text full of them."""
    secrets = draw(_SECRETS)
    one = draw(st.sampled_from(secrets))
    cut = draw(st.integers(0, len(one)))
    secrets += [part for part in (one[:cut], one[cut:], one[cut:] + one[:cut]) if draw(st.booleans())]
    pieces = draw(st.lists(st.one_of(st.sampled_from(secrets), st.text(_SIGNS, max_size=6)), max_size=8))
    return secrets, draw(st.sampled_from(("", "", " ", "\n"))).join(pieces)


@given(pair=_secrets_and_text())
@example(pair=(["abcdefghijklmnop", "abcdefgh"], "key=abcdefghijklmnop abcdefghijkl"))
@example(pair=(["SECRET+1234567SECR"], "SECRET+1234567SECRET+1234567SECR"))
def test_no_secret_survives(pair: tuple[list[str], str]) -> None:
    """After masking, no known secret of eight signs or more stands anywhere in the text, also where secrets overlap."""
    secrets, text = pair
    shown = Mask(secrets)(text)
    assert [secret for secret in secrets if len(secret) >= 8 and secret in shown] == []


@given(pair=_secrets_and_text(), other=st.text(st.sampled_from("mnopq \n"), max_size=20))
def test_what_is_no_secret_is_left_as_it_is(pair: tuple[list[str], str], other: str) -> None:
    """Masking changes nothing in a text without secrets, and nothing around one."""
    secrets, _ = pair
    mask = Mask(secrets)
    assert mask(other) == other
    longest = max(secrets, key=len)
    assume(len(longest) >= 4)
    assert mask(f"mn {longest} op") == f"mn {masked(longest)} op" or any(
        len(secret) >= 4 and secret in f"mn {masked(longest)} op" for secret in secrets
    )


@given(secret=st.text(min_size=1, max_size=60))
def test_a_masked_secret_shows_at_most_half(secret: str) -> None:
    """What is shown of a secret is at most eight of its signs, and nothing of one that is short or has blanks in it."""
    shown = masked(secret)
    bare = secret.strip()
    if len(bare) < 16 or any(sign.isspace() for sign in bare):
        assert shown == "••••••"
    else:
        assert shown == f"{bare[:4]}…{bare[-4:]}"
        assert 2 * len(shown.replace("…", "")) <= len(bare) or "…" in bare


_ANY = st.one_of(st.text(max_size=60), st.text(st.sampled_from("aB0-_.$%{}<>()/:\n \ud800\0"), max_size=60))


@given(value=_ANY)
@example(value="")
@example(value="\ud800" * 30)
@example(value="a" * 16)
def test_any_value_can_be_judged(value: str) -> None:
    """Every question about a value has an answer, true or false, whatever the value."""
    for question in (is_placeholder, is_reference, is_words, looks_random):
        assert question(value) in (True, False), question


@given(value=st.text(max_size=60))
def test_entropy_is_between_nothing_and_all_different(value: str) -> None:
    """Entropy is zero for one sign repeated, and at most that of signs which are all different."""
    measured = entropy(value)
    assert -1e-9 <= measured <= (len(set(value)).bit_length() if value else 0)
    assert entropy(value * 2) == measured or abs(entropy(value * 2) - measured) < 1e-9
    assert (abs(measured) < 1e-9) == (len(set(value)) <= 1)


@given(
    value=st.text(
        st.sampled_from("ABCDEFGHJKMNPQRSTUVWYZabcdefghjkmnpqrstuvwyz2356789"), min_size=32, max_size=40
    ).filter(lambda text: len(set(text)) > 20 and any(sign.isdigit() for sign in text))
)
def test_a_generated_key_looks_like_one(value: str) -> None:
    """Thirty-two mixed letters and digits look random and are no words; in `${}` or a call they are a reference."""
    assert looks_random(value)
    assert not is_words(value)
    assert is_reference("${" + value + "}")
    assert is_reference(f"key({value})")
    assert is_placeholder(f"your-{value}")
    assert is_placeholder(value[0] * 40)
