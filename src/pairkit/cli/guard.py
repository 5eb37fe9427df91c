"""`pairkit guard`: put the guards in place, take them away."""

from __future__ import annotations

import os

import typer

from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.git.place import find
from pairkit.guard import in_git
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, wrap

guard = typer.Typer(help=text("cli.guard"), no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@guard.command(help=text("cli.guard-install"))
def install(lang: Lang = None) -> None:
    """Put the git hooks in place."""
    _tell(in_git.install(find(".").root), language())


@guard.command(help=text("cli.guard-remove"))
def remove(lang: Lang = None) -> None:
    """Take the git hooks away; what was there before comes back."""
    _tell(in_git.remove(find(".").root), language())


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
