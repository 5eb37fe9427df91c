"""What a merge itself did: only lines that differ from every parent, as git's combined diff shows.

Without this, whoever merges `main` into a branch would be told of everything that others did there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pairkit.change.hidden import runs
from pairkit.change.model import ADDED, DELETED, NEW, OLD, FileChange, Hunk
from pairkit.change.tree_diff import diff, read_records
from pairkit.git.objects import Objects
from pairkit.git.run import git

_COMMAND_LINE = 20_000  # signs; Windows takes about 32,000


def merged_files(root: str, parents: list[str], objects: Objects, tip: str | None = None) -> list[FileChange]:
    """Return the files of a merge that equal no parent's, with the lines that no parent has.

    `tip` is the merge commit's tree; None means the index. A text file that git merged by itself has no such line and
    is left out: whoever merges did not write in it.
    """
    paths = sorted(_unlike_all(root, parents, tip))
    per_parent: list[dict[str, FileChange]] = [{} for _ in parents]
    for some in _portions(paths):
        for known, parent in zip(per_parent, parents, strict=True):
            args = [*_against(tip), "--no-renames", parent, *([tip] if tip else [])]
            found = diff(root, [*args, "--", *some], objects)
            known.update((file.path, file) for file in found)
    first, *others = per_parent
    own = [_only_own(file, [other[path] for other in others if path in other]) for path, file in first.items()]
    return [file for file in own if file.hunks or file.binary or file.status in (ADDED, DELETED)]


def _portions(paths: list[str]) -> Iterator[list[str]]:
    """Yield the paths in portions that fit on a command line."""
    portion: list[str] = []
    room = _COMMAND_LINE
    for path in paths:
        room -= 4 * len(path) + 1
        if portion and room < 0:
            yield portion
            portion, room = [], _COMMAND_LINE - 4 * len(path)
        portion.append(path)
    if portion:
        yield portion


def _against(tip: str | None) -> list[str]:
    return ["diff-tree", "-r"] if tip else ["diff-index", "--cached"]


def _unlike_all(root: str, parents: list[str], tip: str | None) -> set[str]:
    common: set[str] | None = None
    for parent in parents:
        args = [*_against(tip), "--raw", "-z", "--no-renames", parent, *([tip] if tip else [])]
        records, _ = read_records(git(args, root))
        paths = {record.path for record in records}
        common = paths if common is None else common & paths
    return common or set()


def _only_own(file: FileChange, others: list[FileChange]) -> FileChange:
    """Keep an added line only where every parent lacks it, a removed one only where every parent had it."""
    came = [_numbers(other) for other in others]
    went = [Counter(text for block in other.blocks(OLD) for _, text in block.lines()) for other in others]
    hunks: list[Hunk] = []
    for hunk in file.hunks:
        added = [
            (number, text)
            for number, text in (hunk.added.lines() if hunk.added else ())
            if all(number in s for s in came)
        ]
        removed = [
            (number, text)
            for number, text in (hunk.removed.lines() if hunk.removed else ())
            if all(c[text] for c in went)
        ]
        hunks += _hunks(removed, added, hunk.section)
    return file._replace(hunks=tuple(hunks))


def _numbers(file: FileChange) -> set[int]:
    return {number for block in file.blocks(NEW) for number, _ in block.lines()}


def _hunks(removed: list[tuple[int, str]], added: list[tuple[int, str]], section: str) -> list[Hunk]:
    hunks = [Hunk(block, None, section) for block in runs(OLD, removed)]
    return hunks + [Hunk(None, block, section) for block in runs(NEW, added)]
