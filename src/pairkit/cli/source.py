"""Which change a command looks at: --staged, --range, --all or --patch."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from pairkit.change.committed import committed
from pairkit.change.everything import everything
from pairkit.change.model import Change
from pairkit.change.patch import from_patch
from pairkit.change.staged import staged, unmerged
from pairkit.errors import GitFailed, NotARepository, WrongUse
from pairkit.forge.event import request_of
from pairkit.forge.request import Request
from pairkit.gate.assess import Assessment, assess
from pairkit.git.objects import Objects
from pairkit.git.place import Place, find
from pairkit.git.run import git
from pairkit.project.globs import normal
from pairkit.rules.detectors.deploy_packages import added_packages
from pairkit.rules.registry import Asked, ask
from pairkit.rules.tree.run import Way


class Source(NamedTuple):
    """What the options say; at most one of them is set. `request` is what the forge tells of a range."""

    staged: bool = False
    range: str | None = None
    all: bool = False
    patch: str | None = None
    paths: tuple[str, ...] = ()
    request: Request | None = None

    def of_event(self, event: str | None, approvals: str | None) -> Source:
        """Return the source with what the files of a forge tell; without another one, it is the event's own change.

        Raises WrongUse.
        """
        if event is None:
            if approvals is not None:
                raise WrongUse("approvals-need-event")
            return self
        request = request_of(event, approvals)
        if self.staged or self.all or self.patch is not None:
            raise WrongUse("event-needs-range")
        if self.range is None and not request.range:
            raise WrongUse("event-no-change")
        return self._replace(range=self.range or request.range, request=request)

    def check(self) -> None:
        """Raise WrongUse if more than one change is named."""
        wishes = {
            "--staged": self.staged,
            "--range": self.range is not None,
            "--all": self.all,
            "--patch": self.patch is not None,
        }
        named = [option for option, wished in wishes.items() if wished]
        if len(named) > 1:
            raise WrongUse("one-source", names=", ".join(named))


@contextmanager
def assessed(source: Source, way: Way | None = None, *, online: bool = False) -> Iterator[Assessment]:
    """Judge the change that the options name; its files can be read while the context lasts.

    `way` says how a whole tree is looked at; `online` asks registries for the packages that the change adds.
    """
    source.check()
    place = _place(source)
    if place is None:
        change = _only(source.paths, None, _patch(source))
        yield assess(None, change, None, asked=_asked(change, ".") if online else None)
        return
    with Objects(place.root) as objects:
        change = _only(source.paths, place, _change(source, place, objects))
        asked = _asked(change, place.root) if online else None
        yield assess(place, change, objects, way=way, asked=asked, request=_of_this(source.request, change, place))


def _asked(change: Change, folder: str) -> tuple[Asked, ...]:
    return ask(((entry.name, entry.ecosystem, file.path) for file, entry in added_packages(change)), folder)


def _of_this(request: Request | None, change: Change, place: Place) -> Request | None:
    """Return the request, without its approvals if what is judged is neither its head nor a merge of it."""
    if request is None or not request.approvers or change.tip == request.head:
        return request
    parents = git(["rev-parse", f"{change.tip}^@"], place.root).decode().split() if change.tip else []
    return request if request.head in parents else request._replace(approvers=())


def _place(source: Source) -> Place | None:
    """A patch is judged outside any repository too."""
    try:
        return find(".")
    except (NotARepository, GitFailed):
        if source.patch is None:
            raise
        return None


def _change(source: Source, place: Place, objects: Objects) -> Change:
    if source.patch is not None:
        return _patch(source)
    if source.range is not None:
        return committed(place, source.range, objects)
    if source.all:
        return everything(place, objects)
    change = staged(place, objects)
    return change._replace(skipped=(*change.skipped, *unmerged(place)))


def _patch(source: Source) -> Change:
    if source.patch == "-":
        return from_patch(sys.stdin.buffer.read())
    try:
        with open(source.patch or "", "rb") as file:
            return from_patch(file.read())
    except OSError as error:
        raise WrongUse("patch-unreadable", path=source.patch, said=error.strerror or str(error)) from None


def _only(paths: Sequence[str], place: Place | None, change: Change) -> Change:
    """Keep the files below `paths`, which are given as seen from the current folder."""
    if not paths:
        return change
    wanted = [_inside(path, place) for path in paths]
    keep = tuple(file for file in change.files if any(_below(file.path, one) for one in wanted))
    return change._replace(files=keep)


def _inside(path: str, place: Place | None) -> str:
    if place is None:
        return normal(os.path.normpath(path).replace(os.sep, "/"))
    relative = os.path.relpath(os.path.abspath(path), os.path.realpath(place.root))
    if relative.startswith(".."):
        relative = os.path.relpath(os.path.realpath(path), os.path.realpath(place.root))
    if relative == ".." or relative.startswith(".." + os.sep):
        raise WrongUse("path-outside", path=path)
    return normal(relative.replace(os.sep, "/"))


def _below(path: str, folder: str) -> bool:
    path = normal(path)
    return folder in (".", path) or path.startswith(folder + "/")
