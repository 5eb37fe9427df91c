"""`pairkit guard`: put the guards in place, take them away."""

from __future__ import annotations

import os

from pairkit.cli import guard_agents
from pairkit.cli.guard_agents import Agents
from pairkit.cli.guard_server import server
from pairkit.cli.help_page import Pages
from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.gate.assess import here, judge_at
from pairkit.git.objects import Objects
from pairkit.git.place import Place, find
from pairkit.guard import in_git
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, wrap

guard = Pages(help=text("cli.guard"))


@guard.command(help=text("cli.guard-install"))
def install(agents: Agents = "found", lang: Lang = None) -> None:
    """Put the git hooks and the agents' settings in place."""
    names = guard_agents.chosen(agents)  # a name that nobody knows must not leave half of it done
    place = find(".")
    _tell(in_git.install(place.root, allowed=_may_change_guards(place)), language())
    guard_agents.install(names)


@guard.command(help=text("cli.guard-remove"))
def remove(lang: Lang = None) -> None:
    """Take the git hooks and the agents' settings away; what was there before comes back."""
    _tell(in_git.remove(find(".").root), language())
    guard_agents.remove()


guard.command(help=text("agents.sync"))(guard_agents.sync)
guard.command(help=text("server.server"))(server)


def _may_change_guards(place: Place) -> bool:
    """The files of hook managers keep the agreement: only the developer changes them, where there is one."""
    with Objects(place.root) as objects:
        agreement, _, _ = judge_at(place, objects, "HEAD")
    return not agreement.people or here(place, agreement).role == "developer"


def _tell(done: in_git.Guarded, spoken: str) -> None:
    for joined in done.joined:
        out(
            wrap(say(spoken, f"guards.{joined.what}", manager=joined.manager, path=clean(os.path.relpath(joined.path))))
        )
        if joined.lines:
            out(f"\n{joined.lines}\n")
    for one in done.hooks:
        out(say(spoken, f"cli.hook-{one.what}", hook=one.hook))
        if one.kept:
            out(say(spoken, "cli.hook-kept", hook=one.hook))
