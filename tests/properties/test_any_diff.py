"""Whatever two versions of a file hold and however the file is named, its hunks turn the one into the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from properties.trees import FOLDERS, NAMES, Commit, Tree, contents, edits, examples, lines_of, record
from repos import git, repository

from pairkit.change.model import NEW, OLD, FileChange, Side
from pairkit.change.patch import from_patch
from pairkit.change.tree_diff import diff
from pairkit.errors import BrokenPatch
from pairkit.git.objects import Objects

ODD = 'a "b"\\\n\t가\u0301\udcff'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = repository(tmp_path_factory.mktemp("diff"))
    git(root, "config", "core.protectNTFS", "false")
    git(root, "config", "core.protectHFS", "false")
    return root


@pytest.fixture(scope="module")
def objects(root: Path) -> Iterator[Objects]:
    with Objects(str(root)) as objects:
        yield objects


@st.composite
def _two_trees(draw: st.DrawFn) -> tuple[Tree, Tree]:
    names = draw(st.lists(st.tuples(FOLDERS, NAMES), min_size=1, max_size=5, unique=True))
    folders = {folder.rstrip("/") for folder, _ in names}
    old: dict[str, bytes] = {}
    new: dict[str, bytes] = {}
    for folder, name in names:
        if not folder and name in folders:
            continue
        before = draw(contents())
        what = draw(st.sampled_from(("edited", "edited", "other", "came", "went", "moved")))
        after = draw(contents()) if what == "other" else draw(edits(before))
        if what != "came":
            old[folder + name] = before
        if what == "moved":
            new["moved/" + name] = after
        elif what != "went":
            new[folder + name] = after
    return old, new


def _rebuilt(old: list[str], change: FileChange) -> list[str]:
    """Put the added lines at their numbers and let what was not removed fill the rest, checking every number."""
    gone: set[int] = set()
    for block in change.blocks(OLD):
        for number, text in block.lines():
            assert number not in gone
            assert old[number - 1] == text
            gone.add(number)
    came: dict[int, str] = {}
    for block in change.blocks(NEW):
        for number, text in block.lines():
            assert number not in came
            came[number] = text
    kept = [text for number, text in enumerate(old, 1) if number not in gone]
    rest = iter(kept)
    return [came[n] if n in came else next(rest) for n in range(1, len(kept) + len(came) + 1)]


def _assert_tells_all(files: list[FileChange], old: Tree, new: Tree) -> None:
    """Every changed file is there under its own name, and its hunks lead from the old content to the new one."""
    seen_old, seen_new = set(), set()
    for file in files:
        before = b"" if file.old is None else old[file.old_path or file.path]
        after = b"" if file.new is None else new[file.path]
        assert not file.binary
        assert _rebuilt(lines_of(before), file) == lines_of(after)
        _assert_shows(file.old, lines_of(before))
        _assert_shows(file.new, lines_of(after))
        seen_old |= {file.old_path or file.path} if file.old else set()
        seen_new |= {file.path} if file.new else set()
    assert seen_old == {name for name in old if old[name] != new.get(name)}
    assert seen_new == {name for name in new if new[name] != old.get(name)}


def _assert_shows(side: Side | None, lines: list[str]) -> None:
    """What a side shows stands in the file at just those lines; a complete side shows all of it."""
    if side is None:
        return
    blocks = side.parts()
    if side.complete:  # that a file ends in an empty line is all that a whole text does not tell
        assert [block.start for block in blocks] in ([1], [])
        assert "\n".join(block.text for block in blocks).rstrip("\n") == "\n".join(lines).rstrip("\n")
        return
    for block in blocks:
        assert [text for _, text in block.lines()] == lines[block.start - 1 :][: block.length]


@settings(max_examples=examples(150))
@given(trees=_two_trees())
@example(trees=({ODD: b"a\nb\n", "b/x y": b"1\r\n2"}, {ODD: b"b\nc", "b/x y": b"1\n2\r\n"}))
@example(trees=({"x": b"@@ -1 +1 @@\n-- a\n"}, {"x": b"++ b\ndiff --git a/y b/y\n"}))
def test_hunks_of_the_index_lead_from_old_to_new(root: Path, objects: Objects, trees: tuple[Tree, Tree]) -> None:
    """Read by `diff-index -U0`, lines and numbers are right on both sides, for any content and any name."""
    old, new = trees
    record(root, [Commit("old", old), Commit("new", new)])
    git(root, "read-tree", "new")
    _assert_tells_all(diff(str(root), ["diff-index", "--cached", "old", "--"], objects), old, new)


def _patch(root: Path, *args: str) -> bytes:
    return git(root, "-c", "core.quotePath=false", *args).encode("utf-8", "surrogateescape")


@settings(max_examples=examples(150))
@given(trees=_two_trees(), quote=st.booleans(), context=st.sampled_from((0, 1, 3, 20)))
@example(trees=({ODD: b"a\nb\n", "b/x y": b"1\r\n2"}, {ODD: b"b\nc", "b/x y": b"1\n2\r\n"}), quote=True, context=3)
@example(trees=({}, {"b/x ": b"a\n", " ": b""}), quote=True, context=3)
def test_hunks_of_a_patch_lead_from_old_to_new(root: Path, trees: tuple[Tree, Tree], quote: bool, context: int) -> None:
    """Read from the text of `git diff`, with any context and either way of quoting names, a patch tells the same."""
    old, new = trees
    record(root, [Commit("old", old), Commit("new", new)])
    patch = _patch(root, "-c", f"core.quotePath={quote}", "diff", f"-U{context}", "old", "new")
    _assert_tells_all(_files(patch), old, new)


def _files(patch: bytes) -> list[FileChange]:
    return list(from_patch(patch).files) if patch.strip() else []


@settings(max_examples=examples(40))
@given(trees=_two_trees())
def test_a_mailed_patch_tells_the_same_as_a_diff(root: Path, trees: tuple[Tree, Tree]) -> None:
    """`git format-patch` adds a mail's head, a summary and a signature ("-- "); none of it becomes a line."""
    old, new = trees
    record(root, [Commit("old", old), Commit("new", new, ["old"])])
    patch = _patch(root, "format-patch", "--stdout", "old..new")
    if patch.strip() and b"\ndiff --git " in patch:
        _assert_tells_all(_files(patch), old, new)


_BYTES = st.binary(max_size=20).map(lambda raw: b"\0" * 60 + raw)
"""What is no text in any encoding: UTF-16, too, has a NUL in every second byte at most."""


@settings(max_examples=examples(40))
@given(before=_BYTES, after=_BYTES, name=NAMES)
@example(before=b"\0" * 60, after=b"\0" * 60 + b"\n@@ -1 +1 @@\n-a\n+b\n", name="x y")
def test_what_is_not_text_has_no_lines(root: Path, objects: Objects, before: bytes, after: bytes, name: str) -> None:
    """A binary file is called binary, from git and from a patch (also a full one), and the next file holds."""
    if before == after:
        return
    old, new = {name: before, "moved/zz": b"a\n"}, {name: after, "moved/zz": b"a\nb\n"}
    record(root, [Commit("old", old), Commit("new", new)])
    from_git = diff(str(root), ["diff-tree", "-r", "old", "new", "--"], objects)
    plain, full = (_files(_patch(root, "diff", *more, "old", "new")) for more in ((), ("--binary",)))
    for files in (from_git, plain, full):
        told = {file.path: (file.binary, [t for b in file.blocks(NEW) for _, t in b.lines()]) for file in files}
        assert told == {name: (True, []), "moved/zz": (False, ["b"])}
    assert {file.path: file.size for file in from_git}[name] == len(after)


@given(data=st.data())
def test_a_broken_patch_is_an_error_with_a_line(data: st.DataObject) -> None:
    """A patch that was cut or changed is read, or refused with a line that is in it; nothing else happens."""
    whole = (
        b"diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@ def f():\n a\n-b\n+c\n d\n"
        b"@@ -9,0 +10,2 @@\n+e\n+f\n"
        b"diff --git a/y b/y\nnew file mode 100644\n--- /dev/null\n+++ b/y\n@@ -0,0 +1 @@\n+z\n"
    )
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    patch = whole[:start] + data.draw(st.binary(max_size=6)) + whole[end:]
    try:
        from_patch(patch)
    except BrokenPatch as error:
        line = error.facts["line"]
        assert isinstance(line, int)
        assert 1 <= line <= patch.count(b"\n") + 1
