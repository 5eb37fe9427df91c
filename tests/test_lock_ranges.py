"""Which locked versions are in a range, as each package manager reads it; what cannot be read is no mismatch."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairkit.change.patch import from_patch
from pairkit.rules.reading.graphql import breaks, field
from pairkit.rules.reading.locks import Lock, _within, fits
from pairkit.rules.reading.manifests import Entry
from pairkit.rules.reading.openapi import demands


@pytest.mark.parametrize(
    ("version", "spec", "caret", "inside"),
    [
        ("1.2.3", "^1.2", False, True),
        ("2.0.0", "^1.2", False, False),
        ("0.3.0", "^0.2.1", False, False),
        ("0.2.9", "^0.2.1", False, True),
        ("0.8.5", "0.8", True, True),
        ("0.9.0", "0.8", True, False),
        ("1.4.0", "~=1.3", False, True),
        ("1.4.0", "~=1.3.2", False, False),
        ("1.3.9", "~1.3.2", False, True),
        ("4.9.3", "~> 4.9", False, True),
        ("5.0.0", "~> 4.9", False, False),
        ("2.5", ">=2,<3", False, True),
        ("3.0", ">=2,<3", False, False),
        ("2.5.1", "==2.*", False, True),
        ("2.5.1", "!=2.5.1", False, False),
        ("1.0.0", "==1.0", False, True),
        ("1.0.0rc1", ">=1", False, None),
        ("1.0.0", ">=1 || >=2", False, None),
        ("1.0.0", "dev-main", False, None),
    ],
)
def test_ranges(version: str, spec: str, caret: bool, inside: bool | None) -> None:
    assert _within(version, spec, caret=caret) is inside


@given(
    st.sampled_from(
        ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "uv.lock", "cargo.lock", "gemfile.lock", "go.sum"]
    ),
    st.text(max_size=80),
    st.text("a1.^~=<>*, \"'|@{}", max_size=20),
    st.booleans(),
)
def test_every_lock_file_is_answered(name: str, text: str, spec: str, whole: bool) -> None:
    """Whatever is in it, the answer is that it fits, that it does not, or that nobody can tell."""
    entry = Entry("a", spec, 1, f'a = "{spec}"', "npm")
    assert fits(Lock(name, text, whole), entry, "dependencies", fresh=True) in (True, False, None)


@given(st.lists(st.text("ab: -\"'{}[]!=()#@,\t1", max_size=12), min_size=1, max_size=8))
def test_every_description_is_answered(lines: list[str]) -> None:
    """No line of a schema, however broken, ends in an error."""
    body = "".join(f"+{line}\n" for line in lines)
    head = "diff --git a/openapi.yaml b/openapi.yaml\n--- a/openapi.yaml\n+++ b/openapi.yaml\n"
    patch = f"{head}@@ -1,1 +1,{len(lines) + 1} @@\n a:\n{body}"
    assert isinstance(list(demands(from_patch(patch.encode()).files[0])), list)
    for one, other in itertools.pairwise(lines):
        old, new = field(one), field(other)
        if old and new:
            assert breaks(old, new, "input") in (True, False)
