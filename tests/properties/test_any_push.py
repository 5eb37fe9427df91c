"""A push is read as one stream of many commits: each must come out as if it were looked at alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties.trees import NAMES, Commit, Tree, contents, edits, examples, record
from repos import git, repository

from pairkit.change.committed import committed
from pairkit.change.model import FileChange
from pairkit.change.pushed import each, updates
from pairkit.git.objects import Objects
from pairkit.git.place import Place, find


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return find(str(repository(tmp_path_factory.mktemp("push"), {"a": "1\n"})))


@pytest.fixture(scope="module")
def objects(place: Place) -> Iterator[Objects]:
    with Objects(place.root) as objects:
        yield objects


@st.composite
def _history(draw: st.DrawFn) -> list[Tree]:
    """Return the trees of some commits, each an edit of the one before; some change nothing."""
    names = draw(st.lists(NAMES, min_size=1, max_size=3, unique=True))
    tree: dict[str, bytes] = {name: draw(contents()) for name in names}
    trees: list[Tree] = [dict(tree)]
    for _ in range(draw(st.integers(1, 4))):
        for name in list(tree):
            step = draw(st.sampled_from(("keep", "edit", "drop", "back")))
            if step == "drop":
                del tree[name]
            elif step == "edit":
                tree[name] = draw(edits(tree[name]))
        tree = tree or {names[0]: b"again\n"}
        trees.append(dict(tree))
    return trees


def _told(files: tuple[FileChange, ...]) -> list[tuple[object, ...]]:
    return [(f.path, f.old_path, f.status, f.hunks, f.binary, f.size, f.generated) for f in files]


@settings(max_examples=examples(60))
@given(trees=_history(), merge=st.booleans())
def test_each_commit_as_if_alone(place: Place, objects: Objects, trees: list[Tree], merge: bool) -> None:
    """Root, empty, renaming and merging commits come out with their own files, whatever the lines look like."""
    chain = [Commit(f"c{n}", tree, [f"c{n - 1}"] if n else []) for n, tree in enumerate(trees)]
    if merge:
        side = Commit("side", {**trees[0], "side": b"1\n"}, ["c0"])
        chain += [side, Commit("merged", {**trees[-1], "side": b"2\n"}, [f"c{len(trees) - 1}", "side"])]
    record(Path(place.root), chain)
    tip = chain[-1].branch
    ids = git(place.root, "rev-list", tip).split()
    seen = dict(each(place, ids, objects, 60))
    assert list(seen) == ids
    for commit, change in seen.items():
        assert _told(change.files) == _told(committed(place, commit, objects).files)


@settings(max_examples=examples(200))
@given(raw=st.binary(max_size=200))
def test_whatever_comes_in_is_read(raw: bytes) -> None:
    """Only lines of four words are references; nothing raises."""
    for update in updates(raw, {}):
        assert all(" " not in part for part in update)
