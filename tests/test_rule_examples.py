"""Every rule finds its `found` examples and keeps quiet at its `quiet` ones, read from git and from a patch."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from repos import git, repository

from pairkit.action.shell import read
from pairkit.change.committed import committed
from pairkit.change.model import Change
from pairkit.change.patch import from_patch
from pairkit.git.objects import Objects
from pairkit.git.place import find
from pairkit.playbook.index import available, index
from pairkit.playbook.load import load
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting, Person
from pairkit.project.zones import Zones
from pairkit.rules.around import Around
from pairkit.rules.command_rules import find_commands
from pairkit.rules.context import Context
from pairkit.rules.engine import run
from pairkit.rules.outside import outside_of
from pairkit.shipped import shipped

Example = dict[str, Any]


def _examples() -> Iterator[Any]:
    for playbook in available():
        for rule in load(f"{shipped('playbooks')}/{playbook}")["rules"]:
            for kind in ("found", "quiet"):
                for n, example in enumerate(rule["examples"][kind]):
                    yield pytest.param(rule["id"], kind, example, id=f"{rule['id']}-{kind}-{n}")


def _text(value: str | list[str], repeat: int) -> bytes:
    return ("".join(value) if isinstance(value, list) else value).encode() * repeat


def _stream(example: Example) -> bytes:
    """Return the example's two states for `git fast-import`."""
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


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("examples"))


@pytest.mark.parametrize(("rule", "kind", "example"), list(_examples()))
def test_example(rule: str, kind: str, example: Example, root: Path) -> None:
    if "command" in example:
        unsaved = example.get("given", {}).get("unsaved", False)
        around = Around("/p", "/home/mina", "feature", ("main",), unsaved=lambda: unsaved)
        found = find_commands(read(example["command"], "/p"), index(available()).rules, around)
        assert (rule in [hit.rule["id"] for hit in found]) == (kind == "found"), found
        return
    git(root, "fast-import", "--quiet", "--force", stdin=_stream(example))
    with Objects(str(root)) as objects:
        for source in ("file", "patch"):
            if example.get("only", source) != source:
                continue
            if source == "file":
                change = committed(find(str(root)), "x~1..x", objects)
            else:
                change = from_patch(git(root, "diff", "x~1", "x").encode("utf-8", "surrogateescape"))
            hits = [
                f
                for f in run(_context(example, change)._replace(outside=outside_of(str(root), change, objects)))[0]
                if f.rule == rule
            ]
            assert bool(hits) == (kind == "found"), (source, hits)
            if "line" in example:
                assert [hit.line for hit in hits] == [example["line"]], source
    git(root, "update-ref", "-d", "refs/heads/x")


def _context(example: Example, change: Change) -> Context:
    given = example.get("given", {})
    person = Person("Mina", given.get("role", "maker"))
    source = "staged" if "branch" in given else change.source

    return Context(
        change=change._replace(source=source, title=given.get("title", change.title)),
        agreement=Agreement(zones=given.get("zones", {}), declared="zones" in given),
        acting=Acting(person, name="Mina"),
        playbooks=index(available()),
        branch=given.get("branch"),
        protected=given.get("branch") == "main" and given.get("remote", False),
        zones=Zones(given["zones"]) if "zones" in given else None,
    )
