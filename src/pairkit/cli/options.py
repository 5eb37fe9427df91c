"""Options that several commands take, written once."""

from __future__ import annotations

from typing import Annotated

import typer

from pairkit.cli.speak import text

Staged = Annotated[bool, typer.Option("--staged", help=text("cli.staged"))]
Range = Annotated[str | None, typer.Option("--range", metavar="A...B", help=text("cli.range"))]
All = Annotated[bool, typer.Option("--all", help=text("cli.all"))]
Patch = Annotated[str | None, typer.Option("--patch", metavar="FILE|-", help=text("cli.patch"))]
Event = Annotated[str | None, typer.Option("--event", metavar="FILE", help=text("ci.event"))]
Approvals = Annotated[str | None, typer.Option("--approvals", metavar="FILE", help=text("ci.approvals"))]
Paths = Annotated[list[str] | None, typer.Argument(metavar="PATH", help=text("cli.paths"), show_default=False)]
Output = Annotated[str | None, typer.Option("--output", metavar="FILE", help=text("cli.output"))]
Lang = Annotated[str | None, typer.Option("--lang", metavar="en|ko", help=text("cli.lang"))]
