"""A key is looked for only where its literal says that one can begin: nothing is lost by that."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairkit.change.hidden import LIMIT
from pairkit.change.model import ADDED, NEW, Block, Change, FileChange, Hunk, Side
from pairkit.change.patch import from_patch
from pairkit.change.unified import read_hunks
from pairkit.playbook.index import available, index
from pairkit.playbook.leads import leads
from pairkit.playbook.stride import is_found_everywhere, stride
from pairkit.project.globs import _expressed, _pieces, _starred
from pairkit.rules.haystack import Haystack
from pairkit.rules.shapes import _matches

_KEYS = re.compile(r"(?<![a-z])(?:ab[0-9]{3}|[0-9]{2}-aba[0-9])")
_LITERALS = ["ab", "-aba"]


@pytest.mark.parametrize(
    ("pattern", "literals", "expected"),
    [
        (r"(?<![a-z])(?P<secret>ghp_[a-z]{3})", ["ghp_"], [0]),
        (r"[0-9]{8,10}:AA", [":aa"], [8, 9, 10]),
        (r"(?:(?i:discord|TOKEN)[\\w.]{0,9}=|\\.run\\()", ["discord", "token", ".run("], [0]),
        (r"[0-9]Q~x", [f"{n}q~" for n in range(10)], [0]),
        (r"nf[bcopu]_", [f"nf{one}_" for one in "bcopu"], [0]),
        (r"secret[_-]?key", ["secret_key", "secretkey", "secret-key"], [0]),
        (r"[a-z]{1,64}:x", [":x"], []),  # may begin anywhere before
        (r"(?:aa|bb)x", ["aa"], []),  # one way has no literal
        (r"-{5}x", ["-----"], []),  # not found at each of its places
    ],
)
def test_where_a_match_begins(pattern: str, literals: list[str], expected: list[int]) -> None:
    assert leads(pattern.replace("\\\\", "\\"), literals) == expected


@given(st.text(alphabet="ab01-\n z", max_size=60))
def test_matches_are_those_of_a_search(text: str) -> None:
    """Looking where literals stand finds what looking everywhere around them finds."""
    found = leads(_KEYS.pattern, _LITERALS)
    assert found
    block = Block(NEW, 1, text)
    file = FileChange("a.py", ADDED, None, Side(None, "100644", True, lambda: (block,)), (Hunk(None, block),))
    hits = Haystack(Change("patch", (file,)), NEW, lambda: _LITERALS).hits(_LITERALS)
    assert [(match.start(), match.end()) for region, own in hits for match in _matches(_KEYS, found, region, own)] == [
        (match.start(), match.end()) for region, _ in hits for match in _KEYS.finditer(text, region.start, region.end)
    ]


def test_most_shapes_are_known() -> None:
    """Who writes a shape whose beginning is not known makes large files slow."""
    shapes = index(available()).shapes
    unknown = [shape["id"] for shape in shapes if not shape["leads"]]
    assert len(unknown) < len(shapes) / 8, unknown


@given(st.text(alphabet="ab", min_size=1, max_size=5), st.text(alphabet="ab", max_size=30))
def test_places_are_passed_over_only_in_rows(literal: str, text: str) -> None:
    step = stride(literal)
    assert 2 * step >= len(literal)
    every = [at for at in range(len(text)) if text.startswith(literal, at)]
    if is_found_everywhere(literal):
        assert all(after - before >= step for before, after in pairwise(every))


@given(
    st.lists(st.text(alphabet="ab.", min_size=1, max_size=2), min_size=2, max_size=4),
    st.text(alphabet="ab.", max_size=8),
)
def test_stars_in_names_mean_what_a_pattern_means(parts: list[str], name: str) -> None:
    expressed = _expressed(_pieces("**/" + "*".join(parts)))
    for path in (name, f"app/{name}"):
        if name:
            assert _starred(parts)(path) == expressed(path)


def test_a_very_long_file_of_a_patch_is_listed_and_not_read() -> None:
    """As in a repository: what nobody reads is told of, whichever way it came."""
    line = b"+" + b"x" * 99 + b"\n"
    count = LIMIT // 100 + 2
    head = b"diff --git a/a.js b/a.js\nnew file mode 100644\n--- /dev/null\n+++ b/a.js\n@@ -0,0 +1,%d @@\n" % count
    change = from_patch(head + line * count)
    assert [(one.path, one.reason) for one in change.skipped] == [("a.js", "too-long")]
    assert change.files[0].hunks == ()
    assert not from_patch(head.replace(b"%d" % count, b"3") + line * 3).skipped


@given(st.lists(st.sampled_from([b"+a", b"+", b"-b", b" c"]), max_size=6))
def test_new_lines_at_one_go_are_the_same_hunk(lines: list[bytes]) -> None:
    added = [line for line in lines if line.startswith(b"+")]
    hunks, at = read_hunks([b"@@ -0,0 +1,%d @@" % len(added), *added], 0)
    assert at == len(added) + 1
    assert [block.added.text.split("\n") for block in hunks if block.added] == (
        [[line[1:].decode() for line in added]] if added else []
    )
