"""Run a rule's examples: what must be found and what must not, read from git and from a patch.

One way for pairkit's own rules (a test runs it) and for a project's (`pairkit playbook check` does).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pairkit.change.committed import committed
from pairkit.change.model import Change
from pairkit.change.patch import from_patch
from pairkit.git.objects import Objects
from pairkit.git.place import find
from pairkit.git.run import git
from pairkit.playbook.index import Index
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting, Person
from pairkit.project.zones import Zones
from pairkit.rules.around import Around
from pairkit.rules.context import Context
from pairkit.rules.engine import run
from pairkit.rules.finding import Finding
from pairkit.rules.outside import Outside, outside_of

Example = Mapping[str, Any]
SOURCES = ("file", "patch")
COMMAND = "command"
KINDS = ("found", "quiet")
_PATCH = ("diff-tree", "-p", "-M", "--no-ext-diff", "--no-color", "--src-prefix=a/", "--dst-prefix=b/")


class Failure(NamedTuple):
    """An example that did not do what it says. `number` counts from 1 within its `kind`; `got` has lines, or None each.

    `wanted` is the line that the example names, or None where any will do (or, for `quiet`, none).
    """

    rule: str
    kind: str
    number: int
    source: str
    wanted: int | None
    got: tuple[int | None, ...]


def failures(rule: Mapping[str, Any], playbooks: Index, scratch: Scratch) -> Iterator[Failure]:
    """Yield each example of a rule (as `load` returns it) that fails."""
    for kind in KINDS:
        for number, example in enumerate(rule["examples"][kind], 1):
            if "command" in example:
                if _is_found(rule, example, playbooks) != (kind == "found"):
                    yield Failure(rule["id"], kind, number, COMMAND, None, ())
                continue
            for source, change, outside in scratch.changes(example):
                context = context_of(example, change, playbooks)._replace(outside=outside)
                hits = [one for one in run(context)[0] if one.rule == rule["id"]]
                if not _fits(kind, example, hits):
                    wanted = example.get("line") if kind == "found" else None
                    yield Failure(rule["id"], kind, number, source, wanted, tuple(hit.line for hit in hits))


def _is_found(rule: Mapping[str, Any], example: Example, playbooks: Index) -> bool:
    """Tell whether an agent's command is found by its rule, in a project with or without unsaved work."""
    from pairkit.action.shell import read
    from pairkit.rules.command_rules import find_commands

    unsaved = example.get("given", {}).get("unsaved", False)
    around = Around("/p", "/home/mina", "feature", ("main",), unsaved=lambda: unsaved)
    hits = find_commands(read(example["command"], "/p"), playbooks.rules, around)
    return any(hit.rule["id"] == rule["id"] for hit in hits)


def _fits(kind: str, example: Example, hits: list[Finding]) -> bool:
    if "line" in example and [hit.line for hit in hits] != [example["line"]]:
        return False
    return bool(hits) == (kind == "found")


class Scratch:
    """An empty repository at `root`, to put one example after another into."""

    def __init__(self, root: str) -> None:
        self.root = root
        git(["init", "-q", "-b", "main", root], ".")

    def changes(self, example: Example) -> Iterator[tuple[str, Change, Outside | None]]:
        """Yield the example as each source shows it; a change can be read until the next is asked for."""
        git(["fast-import", "--quiet", "--force"], self.root, stdin=stream(example))
        with Objects(self.root) as objects:
            for source in SOURCES:
                if example.get("only", source) != source:
                    continue
                if source == "file":
                    change = committed(find(self.root), "x~1..x", objects)
                else:
                    change = from_patch(git([*_PATCH, "x~1", "x"], self.root))
                yield source, change, outside_of(self.root, change, objects)
        git(["update-ref", "-d", "refs/heads/x"], self.root)


def stream(example: Example) -> bytes:
    """Return the example's two states for `git fast-import`, on the branch x."""
    files = example.get("files", [example])
    out = b""
    for n, side in enumerate(("old", "new")):
        out += b"commit refs/heads/x\ncommitter A <a@example.com> %d +0000\ndata 1\n.\n" % n
        for file in files:
            path = file["old_path"] if side == "old" and "old_path" in file else file["path"]
            if side in file:
                data = _text(file[side], example.get("repeat", 1) if side == "new" else 1)
                out += b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)
            elif side == "new":
                out += b"D %s\n" % path.encode()
        if side == "old":
            out += b"M 100644 inline always\ndata 2\n1\n\n"
    return out


def _text(value: str | list[str], repeat: int) -> bytes:
    return ("".join(value) if isinstance(value, list) else value).encode() * repeat


def context_of(example: Example, change: Change, playbooks: Index) -> Context:
    """Return what a rule may know of an example's change: Mina makes it, and what is `given`."""
    given = example.get("given", {})
    person = Person("Mina", given.get("role", "maker"))
    source = "staged" if "branch" in given else change.source
    return Context(
        change=change._replace(source=source, title=given.get("title", change.title)),
        agreement=Agreement(zones=given.get("zones", {}), declared="zones" in given),
        acting=Acting(person, name="Mina"),
        playbooks=playbooks,
        branch=given.get("branch"),
        protected=given.get("branch") == "main" and given.get("remote", False),
        zones=Zones(given["zones"]) if "zones" in given else None,
        missing=frozenset(given.get("missing", ())),
    )
