"""Of a merge only what the merging person typed is judged: lines that no parent has."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from properties.trees import Commit, Tree, edits, examples, record
from repos import AGREEMENT, MAKER, commit, environment, git, repository

from pairkit.change.merge import merged_files
from pairkit.change.model import NEW, OLD, FileChange
from pairkit.change.staged import staged
from pairkit.gate.assess import assess
from pairkit.git.objects import Objects
from pairkit.git.place import find

_FEW = st.sampled_from((b"", b"}", b"a", b"b", b"c"))
"""Lines that repeat, as blank lines and brackets do in every program."""

Numbered = dict[str, list[tuple[int, str]]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("merge"))


@pytest.fixture(scope="module")
def objects(root: Path) -> Iterator[Objects]:
    with Objects(str(root)) as objects:
        yield objects


def _lf(raw: bytes) -> bytes:
    raw = raw.replace(b"\r", b"")
    return raw if not raw or raw.endswith(b"\n") else raw + b"\n"


@st.composite
def _versions(draw: st.DrawFn) -> list[bytes]:
    """Return base, ours, theirs, and a resolution made of any of them."""
    base = b"".join(line + b"\n" for line in draw(st.lists(_FEW, min_size=1, max_size=10)))
    ours, theirs = (_lf(draw(edits(base, _FEW))) for _ in range(2))
    return [base, ours, theirs, _lf(draw(edits(draw(st.sampled_from((base, ours, theirs, ours + theirs))), _FEW)))]


def _lines(files: list[FileChange], side: str) -> Numbered:
    told = {file.path: [pair for block in file.blocks(side) for pair in block.lines()] for file in files}
    return {path: sorted(pairs) for path, pairs in told.items() if pairs}


def _combined(patch: str, parents: int) -> tuple[Numbered, list[Counter[tuple[str, str]]]]:
    """Return, from git's own combined diff, the lines that all parents lack, and (path, line) that each of them lost.

    Last among the losses is what git could tell to be the same line of all parents.
    """
    came: Numbered = {}
    went: list[Counter[tuple[str, str]]] = [Counter() for _ in range(parents + 1)]
    path = ""
    number = 0
    for line in patch.split("\n"):
        if line.startswith("diff --combined "):
            path = line.removeprefix("diff --combined ")
            number = 0
        elif header := re.match(rf"@{{{parents + 1}}} .* \+(\d+)(?:,\d+)? @{{{parents + 1}}}", line):
            number = int(header[1])
        elif number and not line.startswith("\\") and len(line) >= parents:
            signs, text = line[:parents], line[parents:]
            if signs == "+" * parents:
                came.setdefault(path, []).append((number, text))
            lost = [*(sign == "-" for sign in signs), signs == "-" * parents]
            for counter, one in zip(went, lost, strict=True):
                counter[path, text] += one
            number += "-" not in signs
    return came, went


def _record_merge(root: Path, base: Tree, sides: list[Tree], resolution: Tree) -> list[str]:
    names = [f"side{n}" for n, _ in enumerate(sides)]
    record(
        root,
        [
            Commit("base", base),
            *(Commit(name, tree, ["base"]) for name, tree in zip(names, sides, strict=True)),
            Commit("merge", resolution, names),
        ],
    )
    return names


@settings(max_examples=examples(120))
@given(versions=_versions(), more=st.one_of(st.none(), _versions()))
@example(versions=[b"a\na\na\n", b"a\na\na\n", b"a\na\n", b"a\n"], more=None)
def test_added_lines_are_those_of_gits_combined_diff(
    root: Path, objects: Objects, versions: list[bytes], more: list[bytes] | None
) -> None:
    """Added lines are just those that all parents lack, as `git diff-tree -c` shows; removed ones all parents had."""
    files = {"one": versions, **({"two": more} if more else {})}
    base, ours, theirs, resolution = ({name: all_[n] for name, all_ in files.items()} for n in range(4))
    parents = _record_merge(root, base, [ours, theirs], resolution)
    came, went = _combined(git(root, "diff-tree", "-c", "-p", "-r", "--no-renames", "--no-commit-id", "merge"), 2)
    of_commit = merged_files(str(root), parents, objects, tip="merge")
    assert _lines(of_commit, NEW) == came
    git(root, "read-tree", "merge")
    assert _lines(merged_files(str(root), parents, objects), NEW) == came
    removed = Counter((path, text) for path, pairs in _lines(of_commit, OLD).items() for _, text in pairs)
    of_ours, of_theirs, of_both = went
    assert not of_both - removed
    assert not removed - (of_ours & of_theirs)


@settings(max_examples=examples(60))
@given(sides=st.lists(_versions(), min_size=3, max_size=3))
def test_a_merge_of_three_branches(root: Path, objects: Objects, sides: list[list[bytes]]) -> None:
    """With three parents (an octopus) a line must be missing in all three."""
    base = sides[0][0]
    trees = [{"one": versions[1]} for versions in sides]
    parents = _record_merge(root, {"one": base}, list(trees), {"one": sides[0][3]})
    came, _ = _combined(git(root, "diff-tree", "-c", "-p", "-r", "--no-renames", "--no-commit-id", "merge"), 3)
    assert _lines(merged_files(str(root), parents, objects, tip="merge"), NEW) == came


_STEPS = st.lists(st.sampled_from(("keep", "keep", "keep", "drop", "replace", "insert")), min_size=12, max_size=12)


def _edited(base: list[str], steps: list[str], who: str) -> list[str]:
    """Edit lines so that every new one is like no other."""
    new = []
    for n, (line, step) in enumerate(zip(base, steps, strict=True)):
        new += [f"{who} {n}"] if step in ("replace", "insert") else []
        new += [line] if step in ("keep", "insert") else []
    return new


def _file(lines: list[str]) -> Tree:
    return {"one": "".join(f"{line}\n" for line in lines).encode()}


def _automatic(root: Path, ours: str, theirs: str) -> str | None:
    """Return the tree that git merges by itself, or None where it cannot."""
    args = ["git", "merge-tree", "--write-tree", "--no-messages", ours, theirs]
    done = subprocess.run(args, cwd=root, env=environment(), capture_output=True, check=False)
    return done.stdout.decode().strip() if done.returncode == 0 else None


@settings(max_examples=examples(120))
@given(ours=_STEPS, theirs=_STEPS)
@example(ours=["replace"] + ["keep"] * 11, theirs=["keep"] * 11 + ["drop"])
def test_a_clean_merge_says_nothing(root: Path, objects: Objects, ours: list[str], theirs: list[str]) -> None:
    """Where git merged by itself nobody typed anything, so no line came and none went."""
    base = [f"base {n}" for n in range(12)]
    sides = [_file(_edited(base, ours, "ours")), _file(_edited(base, theirs, "theirs"))]
    parents = _record_merge(root, _file(base), sides, {})
    tree = _automatic(root, *parents)
    if tree is not None:
        files = merged_files(str(root), parents, objects, tip=tree)
        assert _lines(files, NEW) == {}
        assert _lines(files, OLD) == {}


@settings(max_examples=examples(120))
@given(ours=_STEPS, theirs=_STEPS, which=st.sampled_from(("base", "ours", "theirs")), at=st.integers(0, 12))
def test_what_the_resolution_alone_says_is_told(
    root: Path, objects: Objects, ours: list[str], theirs: list[str], which: str, at: int
) -> None:
    """A line typed only while resolving is told at its number; one that a parent has at that place is not."""
    base = [f"base {n}" for n in range(12)]
    sides = {"base": base, "ours": _edited(base, ours, "ours"), "theirs": _edited(base, theirs, "theirs")}
    resolution = [*sides[which][:at], "typed", *sides[which][at:]]
    trees = [_file(sides["ours"]), _file(sides["theirs"])]
    parents = _record_merge(root, _file(base), trees, _file(resolution))
    told = _lines(merged_files(str(root), parents, objects, tip="merge"), NEW)["one"]
    assert (resolution.index("typed") + 1, "typed") in told
    for number, text in told:
        assert resolution[number - 1] == text
        for parent in (sides["ours"], sides["theirs"]):  # its neighbours up to the file's end are the parent's, too
            assert parent[:number] != resolution[:number]
            assert parent[len(parent) - len(resolution) + number - 1 :] != resolution[number - 1 :] or text == "typed"


_PLACES: Mapping[str, tuple[str, ...]] = {"f": ("f",), "d": ("d", "d/x", "d/y")}


@st.composite
def _tree(draw: st.DrawFn) -> Tree:
    """Return a tree in which `d` may be a file, a folder or nothing."""
    kind = draw(st.sampled_from(("file", "folder", "nothing")))
    names = ["f", *({"file": ["d"], "folder": ["d/x", "d/y"], "nothing": []}[kind])]
    states = st.sampled_from((None, b"1\n", b"2\n", b"3\n"))
    return {name: state for name in names if (state := draw(states)) is not None}


@settings(max_examples=examples(150))
@given(ours=_tree(), theirs=_tree(), resolution=_tree())
@example(ours={"d/x": b"1\n"}, theirs={"d": b"2\n"}, resolution={"d": b"3\n"})
def test_only_files_that_equal_no_parents_are_listed(
    root: Path, objects: Objects, ours: Tree, theirs: Tree, resolution: Tree
) -> None:
    """A file (or its absence) taken over from one parent is not the merge's own, also where a folder became a file."""
    parents = _record_merge(root, {}, [ours, theirs], resolution)
    own = {
        name
        for name in {*ours, *theirs, *resolution}
        if resolution.get(name) != ours.get(name) and resolution.get(name) != theirs.get(name)
    }
    assert {file.path for file in merged_files(str(root), parents, objects, tip="merge")} == own


def test_a_clean_merge_of_a_moved_file_says_nothing(root: Path, objects: Objects) -> None:
    """One edits a file, the other moves it, git merges both by itself: the edit is not told a second time."""
    base = [f"line {n}" for n in range(12)]
    moved = {"new/place": _file(base)["one"]}
    sides = [_file([*base, "ours"]), moved]
    parents = _record_merge(root, _file(base), sides, {})
    tree = _automatic(root, *parents)
    assert tree is not None
    assert _lines(merged_files(str(root), parents, objects, tip=tree), NEW) == {}


def test_a_clean_merge_crosses_no_zone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The maker merges two versions that the developer wrote; git did it alone, so no line is the maker's fault."""
    lines = [f"line {n}" for n in range(20)]
    script, agreement = _file(lines)["one"], AGREEMENT
    root = repository(tmp_path / "desk", {"pairkit.yaml": agreement + "# end\n", "deploy/run.sh": script})
    git(root, "checkout", "-q", "-b", "work")
    commit(root, {"pairkit.yaml": agreement + "# the end\n", "deploy/run.sh": script + b"more\n"})
    git(root, "checkout", "-q", "main")
    commit(root, {"pairkit.yaml": "# start\n" + agreement + "# end\n", "deploy/run.sh": b"first\n" + script})
    git(root, "checkout", "-q", "work")
    git(root, "merge", "-q", "--no-commit", "--no-ff", "main", who=MAKER)
    for name, value in environment(MAKER).items():
        monkeypatch.setenv(name, value)
    place = find(str(root))
    with Objects(place.root) as objects:
        assessment = assess(place, staged(place, objects), objects)
    assert [(finding.rule, finding.file) for finding in assessment.findings] == []
