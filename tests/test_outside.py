"""A rule may read the project around a change: as it will be, and only where there is one."""

from __future__ import annotations

from pathlib import Path

from repos import commit, git, repository, write

from pairkit.change.committed import committed
from pairkit.change.patch import from_patch
from pairkit.change.staged import staged
from pairkit.git.objects import Objects
from pairkit.git.place import find
from pairkit.rules.outside import outside_of


def test_the_index_is_read_for_what_is_staged_and_the_tip_for_a_range(tmp_path: Path) -> None:
    root = repository(tmp_path)
    commit(root, {"AGENTS.md": "one\n", "a.py": "x = 1\n"})
    commit(root, {"a.py": "x = 2\n"})
    write(root, {"AGENTS.md": "two\n"})
    git(root, "add", "AGENTS.md")
    write(root, {"AGENTS.md": "three\n"})
    with Objects(str(root)) as objects:
        place = find(str(root))
        coming = outside_of(str(root), staged(place, objects), objects)
        past = outside_of(str(root), committed(place, "HEAD~1..HEAD", objects), objects)
        assert coming
        assert past
        assert (coming.read("AGENTS.md"), past.read("AGENTS.md")) == ("two\n", "one\n")
        assert coming.listing() == past.listing() == {"AGENTS.md", "a.py"}


def test_what_is_missing_binary_or_huge_is_not_there(tmp_path: Path) -> None:
    root = repository(tmp_path)
    commit(root, {"big.txt": "x" * 1_000_001, "a.py": "x = 1\n"})
    (root / "b.bin").write_bytes(b"a\0b")
    git(root, "add", "b.bin")
    with Objects(str(root)) as objects:
        outside = outside_of(str(root), staged(find(str(root)), objects), objects)
        assert outside
        assert [outside.read(name) for name in ("none.md", "b.bin", "big.txt", "a\nb")] == [None] * 4


def test_a_patch_has_nothing_around_it(tmp_path: Path) -> None:
    with Objects(str(tmp_path)) as objects:
        assert outside_of(str(tmp_path), from_patch(b""), objects) is None
