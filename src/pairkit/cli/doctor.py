"""`pairkit doctor`: which guards are live."""

from __future__ import annotations

from typing import Annotated

import typer

from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.errors import STOPPED, WrongUse
from pairkit.git.place import find
from pairkit.guard.doctor import examine, fine
from pairkit.guard.doctor_report import as_json, as_text

FORMATS = {"text": as_text, "json": as_json}


def doctor(
    format_: Annotated[str, typer.Option("--format", metavar="text|json", help=text("doctor.format"))] = "text",
    lang: Lang = None,
) -> None:
    """Say which guards are live; exit code 1 if one that was chosen is not."""
    if format_ not in FORMATS:
        raise WrongUse("unknown-format", value=format_, choices=", ".join(FORMATS))
    checks = examine(find("."))
    out(FORMATS[format_](checks, language()))
    if not fine(checks):
        raise typer.Exit(STOPPED)
