"""`pairkit guard`: put the guards in place, take them away."""

from __future__ import annotations

import typer

from pairkit.cli import guard_agents
from pairkit.cli.guard_agents import Agents
from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.git.place import find
from pairkit.guard import git_hooks
from pairkit.words.catalogue import say

guard = typer.Typer(help=text("cli.guard"), no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@guard.command(help=text("cli.guard-install"))
def install(agents: Agents = "found", lang: Lang = None) -> None:
    """Put the git hooks and the agents' settings in place."""
    names = guard_agents.chosen(agents)  # a name that nobody knows must not leave half of it done
    _tell(git_hooks.install(find(".").root), language())
    guard_agents.install(names)


@guard.command(help=text("cli.guard-remove"))
def remove(lang: Lang = None) -> None:
    """Take the git hooks and the agents' settings away; what was there before comes back."""
    _tell(git_hooks.remove(find(".").root), language())
    guard_agents.remove()


guard.command(help=text("agents.sync"))(guard_agents.sync)


def _tell(done: list[git_hooks.Done], spoken: str) -> None:
    for one in done:
        out(say(spoken, f"cli.hook-{one.what}", hook=one.hook))
        if one.kept:
            out(say(spoken, "cli.hook-kept", hook=one.hook))
