"""The agents' part of `pairkit guard`."""

from __future__ import annotations

from typing import Annotated

import typer

from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.errors import STOPPED
from pairkit.git.place import Place, find
from pairkit.guard import agents_here
from pairkit.guard.agent_settings import Done
from pairkit.guard.context import files
from pairkit.guard.context.agreed import agreed
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, wrap

Agents = Annotated[str, typer.Option("--agents", metavar="found|none|NAME,…", help=text("agents.agents"))]
_TRUST = ("codex", "copilot", "gemini")
"""Agents that skip the hooks of a project until a person has trusted it (measured, see docs/guards.md)."""


def chosen(wish: str) -> list[str]:
    """Return the names that `--agents` means. Raises WrongUse."""
    return agents_here.choose(find(".").root, wish)


def install(names: list[str]) -> None:
    """Put the settings of these agents in place, and say so."""
    if not names:
        _say("agents-none")
        return
    done = agents_here.install(find("."), names)
    _tell(done)
    for one in done:
        if one.agent in _TRUST and one.what in ("installed", "changed"):
            _say("agents-trust", title=one.title)
    if any(one.what in ("installed", "changed") for one in done):
        _say("agents-commit")
    _stop_if_refused(done)


def remove() -> None:
    """Take everything of agents away, and say so."""
    done = agents_here.remove(find("."))
    _tell(done)
    _tell_texts(files.remove(find(".").root))
    _stop_if_refused(done)


def sync(
    check: Annotated[bool, typer.Option("--check", help=text("agents.sync-check"))] = False, lang: Lang = None
) -> None:
    """Bring the agents' settings up to date."""
    place = find(".")
    done = agents_here.behind(place) if check else agents_here.sync(place)
    texts = _texts(place, check=check)
    _tell_texts(texts, check=check)
    if not done and not texts:
        _say("agents-all-current")
    for one in done:
        if check and not one.refused:
            _say("agents-behind", title=one.title, path=one.path)
        else:
            _tell([one])
    if check and (done or any(not one.left for one in texts)):
        raise typer.Exit(STOPPED)
    _stop_if_refused(done)


def _texts(place: Place, *, check: bool) -> list[files.Done]:
    """Bring up to date what agents read. The developer's `sync` begins with it; until then nobody misses it."""
    agreement, maker = agreed(place.root), not agents_here.may_change_guards(place)
    if not agreement.declared or ((check or maker) and not files.in_use(place.root)):
        return []
    return files.sync(place.root, agreement, dry=check, maker=maker and not check)


def _tell_texts(texts: list[files.Done], *, check: bool = False) -> None:
    """Say what happened to the files that agents read."""
    for one in texts:
        key = "behind" if check and not one.left else one.what
        out(wrap(say(language(), f"context.{key}", path=one.path)))


def _tell(done: list[Done]) -> None:
    for one in done:
        facts = {name: clean(str(value)) for name, value in one.facts.items()}
        _say(f"agents-{one.what}", title=one.title, path=one.path, **facts)


def _say(key: str, **facts: object) -> None:
    out(wrap(say(language(), f"agents.{key}", **facts)))


def _stop_if_refused(done: list[Done]) -> None:
    if any(one.refused for one in done):
        raise typer.Exit(STOPPED)
