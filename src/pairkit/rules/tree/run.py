"""From a tree to its findings: what each file says, what only all of them say together, and one mask over both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from pairkit.change.everything import tracked
from pairkit.change.model import NEW, Change, FileChange
from pairkit.git.objects import Objects
from pairkit.rules.context import Context
from pairkit.rules.engine import by_entry, named, numbered
from pairkit.rules.finding import Finding, Found
from pairkit.rules.mask import Mask
from pairkit.rules.tree import kept
from pairkit.rules.tree.crew import look_at
from pairkit.rules.tree.fits import Fits
from pairkit.rules.tree.scope import is_for_one_file
from pairkit.rules.tree.spots import Spots
from pairkit.rules.tree.sweep import Entry, Look, Wanted, entries, read_all

Plain = Mapping[str, Any]


class Way(NamedTuple):
    """How a tree is looked at: with what is remembered of the last time or without, and who is told how far it is.

    `watch` gets the number of files done and of all.
    """

    remember: bool = True
    watch: Any = None
    cores: int | None = None


def run_tree(
    context: Context, objects: Objects, root: str, way: Way | None = None
) -> tuple[Change, list[Finding], Mask]:
    """Return the tree with what its files turned out to be, its findings, and the mask that hid its secrets."""
    way = way or Way()
    files = context.change.files
    wanted = [Wanted(tracked(file), file.generated == "template", file.attributes) for file in files]
    across: list[tuple[int, Found]] = []
    looks = _looks(context, wanted, objects, root, way, lambda: across.extend(_together(context, wanted, objects)))
    change = _known(context.change, looks)
    context = context._replace(change=change)
    pairs = [*((n, found) for look in looks for n, found in look.found), *across]
    pairs.sort(key=lambda pair: pair[0])
    every = numbered(context)
    findings, mask = named(context, [(every[n], found) for n, found in pairs])
    if way.remember:
        kept.keep(context, root, wanted, looks, mask)
    return change, findings, mask


def _looks(
    context: Context,
    wanted: Sequence[Wanted],
    objects: Objects,
    root: str,
    way: Way,
    meanwhile: Callable[[], None],
) -> list[Look]:
    known = kept.recall(context, root, wanted) if way.remember else {}
    fresh = [n for n in range(len(wanted)) if n not in known]
    done = len(known)

    def watch(more: int) -> None:
        nonlocal done
        done += more
        if way.watch is not None:
            way.watch(done, len(wanted))

    new = look_at(context, [wanted[n] for n in fresh], objects, watch, meanwhile, way.cores)
    known.update(zip(fresh, new, strict=True))
    return [known[n] for n in range(len(wanted))]


def _known(change: Change, looks: Sequence[Look]) -> Change:
    files = tuple(
        file._replace(
            binary=look.binary,
            generated=look.generated,
            hunks=file.hunks if look.lines else (),
        )
        for file, look in zip(change.files, looks, strict=True)
    )
    lines = sum(look.lines for file, look in zip(files, looks, strict=True) if not file.generated)
    return change._replace(files=files, lines=lines)


def _together(context: Context, wanted: Sequence[Wanted], objects: Objects) -> list[tuple[int, Found]]:
    """Return what the rules find that hold files against each other; only the files they are for are read.

    What a file's content tells of it is known of these alone.
    """
    across = [entry for entry in entries(context) if not is_for_one_file(entry.detect)]
    fits = Fits([entry.detect for entry in across])
    change = context.change
    masks = [fits.of(file.path) for file in change.files]
    asked = [bool(mask) and one.file.readable for one, mask in zip(wanted, masks, strict=True)]
    read = read_all([one for one, asks in zip(wanted, asked, strict=True) if asks], objects)
    files = [next(read) if asks else file for file, asks in zip(change.files, asked, strict=True)]
    literals = frozenset(literal for entry in across for literal in entry.literals)
    own = [(file, mask) for file, mask in zip(files, masks, strict=True) if mask]
    spots = Spots([file for file, _ in own], [mask for _, mask in own], literals)
    context = context._replace(change=change._replace(files=tuple(files)))
    return [pair for n, entry in enumerate(across) for pair in _one(context, entry, own, spots, 1 << n)]


def _one(
    context: Context, entry: Entry, own: Sequence[tuple[FileChange, int]], spots: Spots, bit: int
) -> list[tuple[int, Found]]:
    files = [file for file, mask in own if mask & bit]
    regions = spots.regions(entry.literals, bit) if entry.literals else []
    if (not files and "paths" in entry.detect) or (entry.literals and not regions):
        return []
    found = by_entry(context, entry.rule, entry.detect, files, regions, {NEW: spots})
    return [(entry.number, one) for one in found]
