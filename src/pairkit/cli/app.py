"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from pairkit import __version__
from pairkit.cli.allow import allow
from pairkit.cli.check import check
from pairkit.cli.checklist import checklist
from pairkit.cli.ci_github import github
from pairkit.cli.ci_gitlab import gitlab
from pairkit.cli.doctor import doctor
from pairkit.cli.explain import explain
from pairkit.cli.guard import guard
from pairkit.cli.help_page import Pages
from pairkit.cli.init import init
from pairkit.cli.options import Lang
from pairkit.cli.playbook import playbook
from pairkit.cli.speak import out, text
from pairkit.cli.template import template
from pairkit.cli.zones import zones

app = Pages(name="pairkit", help=text("cli.pairkit"))


def _version(asked: bool) -> None:
    if asked:
        out(f"pairkit {__version__}")
        raise typer.Exit


@app.callback()
def _pairkit(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=text("cli.version"))
    ] = False,
    lang: Lang = None,
) -> None:
    """Hold the options that belong to no command."""


app.command(help=text("cli.init"))(init)
app.command(help=text("cli.check"))(check)
app.command(help=text("cli.checklist"))(checklist)
app.command(help=text("cli.allow"))(allow)
app.command(help=text("cli.explain"))(explain)
app.add_typer(guard, name="guard")
app.command(help=text("zones.zones"))(zones)
app.add_typer(template, name="template")
app.command(help=text("doctor.doctor"))(doctor)
app.add_typer(playbook, name="playbook")

ci = Pages(help=text("ci.ci"))
ci.command(help=text("ci.github"))(github)
ci.command(help=text("ci.gitlab"))(gitlab)
app.add_typer(ci, name="ci")
