"""What a merge itself did: only lines that differ from every parent, as git's combined diff shows.

Without this, whoever merges `main` into a branch would be told of everything that others did there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pairkit.change.hidden import runs
from pairkit.change.model import ADDED, DELETED, NEW, OLD, RENAMED, FileChange, Hunk
from pairkit.change.tree_diff import diff, read_records
from pairkit.git.objects import Objects
from pairkit.git.run import git

_COMMAND_LINE = 20_000  # signs; Windows takes about 32,000


def merged_files(root: str, parents: list[str], objects: Objects, tip: str | None = None) -> list[FileChange]:
    """Return the files of a merge that equal no parent's, with the lines that no parent has.

    `tip` is the merge commit's tree; None means the index. A text file that git merged by itself has no such line and
    is left out: whoever merges did not write in it.
    """
    paths = _unlike_all(root, parents, tip)
    known = [_against_parent(root, parent, paths, objects, tip) for parent in parents]
    for files, parent in zip(known, parents, strict=True):
        moved = {path for path, file in files.items() if file.status == ADDED and _is_anywhere(path, known)}
        files.update(_moved(root, parent, moved, objects, tip) if moved else {})
    first, *others = known
    own = [(_only_own(file, [other[path] for other in others if path in other]), path) for path, file in first.items()]
    return [file for file, path in own if file.hunks or _whole(file, [other.get(path) for other in others])]


def _whole(file: FileChange, others: list[FileChange | None]) -> bool:
    """Tell whether a file without own lines is the merge's own all the same: binary, new, gone, or of another mode."""
    if file.binary or file.status in (ADDED, DELETED):
        return True
    return all(one and one.old and one.new and one.old.mode != one.new.mode for one in [file, *others])


def _against_parent(
    root: str, parent: str, paths: set[str], objects: Objects, tip: str | None
) -> dict[str, FileChange]:
    """Return the files as they differ from one parent, by path."""
    args = [*_against(tip), "--no-renames", parent, *([tip] if tip else []), "--"]
    known: dict[str, FileChange] = {}
    for some in _portions(sorted(paths)):
        known.update((file.path, file) for file in diff(root, [*args, *some], objects) if file.path in paths)
    return known


def _is_anywhere(path: str, known: list[dict[str, FileChange]]) -> bool:
    """Tell whether a parent has the path already."""
    return any(path not in files or files[path].status != ADDED for files in known)


def _moved(root: str, parent: str, paths: set[str], objects: Objects, tip: str | None) -> dict[str, FileChange]:
    """Return those of `paths` that the other side moved, compared with where they were in this parent."""
    ends = [parent, *([tip] if tip else [])]
    records, _ = read_records(git([*_against(tip), "--raw", "-z", "-M", *ends], root))
    names = [
        name
        for record in records
        if record.old_path and record.path in paths
        for name in (record.old_path, record.path)
    ]
    found = [file for some in _portions(names) for file in diff(root, [*_against(tip), *ends, "--", *some], objects)]
    return {file.path: file for file in found if file.path in paths and file.status == RENAMED}


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
            (number, text) for number, text in (hunk.removed.lines() if hunk.removed else ()) if _take(text, went)
        ]
        hunks += _hunks(removed, added, hunk.section)
    return file._replace(hunks=tuple(hunks))


def _take(text: str, went: list[Counter[str]]) -> bool:
    """Tell whether every parent lost this line, and count it as told."""
    if not all(lines[text] for lines in went):
        return False
    for lines in went:
        lines[text] -= 1
    return True


def _numbers(file: FileChange) -> set[int]:
    return {number for block in file.blocks(NEW) for number, _ in block.lines()}


def _hunks(removed: list[tuple[int, str]], added: list[tuple[int, str]], section: str) -> list[Hunk]:
    hunks = [Hunk(block, None, section) for block in runs(OLD, removed)]
    return hunks + [Hunk(None, block, section) for block in runs(NEW, added)]
