"""`pairkit playbook`: see playbooks and their rules, write one's own, try its examples."""

from __future__ import annotations

import os
import tempfile
from typing import Annotated, Any

import typer

from pairkit.cli.help_page import Pages
from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.errors import STOPPED, GitFailed, NotARepository, WrongUse
from pairkit.git.objects import Objects
from pairkit.git.place import Place, find
from pairkit.git.repository import clean_environment
from pairkit.playbook import new as new_files
from pairkit.playbook.index import available, index
from pairkit.playbook.load import load, load_own
from pairkit.playbook.own import PREFIX, Own, all_on_disk, on_disk, split
from pairkit.project import store
from pairkit.report.findings_json import safe_json
from pairkit.report.playbooks import (
    Checked,
    Entry,
    checked,
    checked_plain,
    listed,
    listed_plain,
    shown,
    shown_plain,
)
from pairkit.rules.examples import Scratch, failures
from pairkit.shipped import shipped
from pairkit.words.catalogue import say
from pairkit.words.layout import wrap

FORMATS = ("text", "json")
Format = Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help=text("playbook.format"))]

playbook = Pages(help=text("playbook.help"))


@playbook.command("list", help=text("playbook.help-list"))
def list_(format_: Format = "text", lang: Lang = None) -> None:
    """List the shipped playbooks and the project's own."""
    spoken = _spoken(format_)
    entries = _entries()
    _say(format_, listed(entries, spoken), listed_plain(entries, spoken))


@playbook.command(help=text("playbook.help-show"))
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help=text("playbook.name"))],
    format_: Format = "text",
    lang: Lang = None,
) -> None:
    """Show one playbook's rules."""
    spoken = _spoken(format_)
    entries = {entry.name: entry for entry in _entries()}
    entry = entries.get(name) or entries.get(PREFIX + name)
    if entry is None:
        raise WrongUse("playbook-none", name=name, known=", ".join(entries))
    _say(format_, shown(entry, spoken), shown_plain(entry, spoken))


@playbook.command(help=text("playbook.help-check"))
def check(
    folder: Annotated[
        str | None, typer.Argument(metavar="DIR", help=text("playbook.folder"), show_default=False)
    ] = None,
    format_: Format = "text",
    lang: Lang = None,
) -> None:
    """Run the examples of the project's own playbooks, or of one."""
    spoken = _spoken(format_)
    chosen = _own() if folder is None else [_named(folder)]
    with tempfile.TemporaryDirectory(prefix="pairkit-") as place, clean_environment():
        scratch = Scratch(place)
        results = [_check(own, scratch) for own in chosen]
    _say(format_, checked(results, spoken), checked_plain(results))
    if any(one.failures for one in results):
        raise typer.Exit(STOPPED)


@playbook.command(help=text("playbook.help-new"))
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=text("playbook.new-name"))], lang: Lang = None
) -> None:
    """Write a new own playbook."""
    spoken = language()
    name = name.removeprefix(PREFIX)
    files = new_files.create(find(".").root, name)
    out(wrap(say(spoken, "playbook.made", files="\n" + "\n".join(files))))
    out(say(spoken, "playbook.next", name=PREFIX + name))


def _spoken(format_: str) -> str:
    if format_ not in FORMATS:
        raise WrongUse("unknown-format", value=format_, choices=", ".join(FORMATS))
    return language()


def _say(format_: str, words: str, plain: Any) -> None:
    out(safe_json(plain).removesuffix("\n") if format_ == "json" else words)


def _check(own: Own, scratch: Scratch) -> Checked:
    loaded = load_own(own)
    playbooks = index(available(), own=[own])
    found = tuple(fail for rule in loaded["rules"] for fail in failures(rule, playbooks, scratch))
    return Checked(PREFIX + own.name, loaded, found)


def _named(folder: str) -> Own:
    """Return the own playbook in a folder, or of this name."""
    known = _own()
    by_name = {own.name: own for own in known}
    found = on_disk(folder) or by_name.get(folder.removeprefix(PREFIX))
    if found is None:
        raise WrongUse(
            "playbook-none", name=folder, known=", ".join([*available(), *(PREFIX + name for name in by_name)])
        )
    return found


def _own() -> list[Own]:
    place = _place()
    return all_on_disk(place.root) if place else []


def _place() -> Place | None:
    try:
        return find(".")
    except (NotARepository, GitFailed):
        return None


def _entries() -> list[Entry]:
    applies = _applying()
    ours = [Entry(name, load(os.path.join(shipped("playbooks"), name)), name in applies) for name in available()]
    theirs = [Entry(PREFIX + own.name, load_own(own), PREFIX + own.name in applies) for own in _own()]
    return [*ours, *theirs]


def _applying() -> set[str]:
    """Return the names that the committed agreement applies."""
    place = _place()
    if place is None or not place.head:
        return set(available())
    with Objects(place.root) as objects:
        found = objects.find(f"HEAD:{store.FILE}")
    named = store.parse(*found).playbooks if found else ()
    names, own = split(named)
    return {*(names or available()), *(PREFIX + name for name in own)}
