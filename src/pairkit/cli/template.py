"""`pairkit template`: the templates there are, and help for those who write one."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Annotated

import typer

from pairkit.cli.help_page import Pages
from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.errors import Occupied, WrongUse
from pairkit.scaffold.begin import begin
from pairkit.scaffold.checking import Checked, check
from pairkit.scaffold.problem import Problem
from pairkit.scaffold.source import opened
from pairkit.scaffold.template import available, load
from pairkit.words.catalogue import has, say
from pairkit.words.layout import clean, columns, pad, wrap

template = Pages(help=text("template.help"))
Format = Annotated[str, typer.Option("--format", metavar="text|json", help=text("cli.format"))]


@template.command("list", help=text("template.help-list"))
def list_(format_: Format = "text", lang: Lang = None) -> None:
    """Name the templates that come with pairkit."""
    spoken = language()
    known = [load(name) for name in available()]
    if _is_json(format_):
        rows = [{"name": one.name, "version": one.version, "about": dict(one.about)} for one in known]
        out(json.dumps({"version": 1, "templates": rows}, ensure_ascii=False, indent=1))
        return
    width = max(columns(one.name) for one in known)
    for one in known:
        out(wrap(one.about[spoken], pad(one.name, width) + "  ", " " * (width + 2)))


@template.command("new", help=text("template.help-new"))
def new(
    directory: Annotated[str, typer.Argument(metavar="DIR", help=text("template.new-dir"), show_default=False)],
    lang: Lang = None,
) -> None:
    """Make a small template that is well formed."""
    spoken = language()
    if os.path.lexists(directory) and (not os.path.isdir(directory) or os.listdir(directory)):
        raise Occupied("template-there", path=directory)
    files = begin(os.path.abspath(directory))
    out(wrap(say(spoken, "template.made", path=clean(directory), count=len(files))))
    out("\n".join(f"  {path}" for path in files))
    out(wrap(say(spoken, "template.made-next", path=clean(directory))))


@template.command("check", help=text("template.help-check"))
def check_(
    directory: Annotated[
        str, typer.Argument(metavar="DIR|NAME", help=text("template.check-dir"), show_default=False)
    ] = ".",
    format_: Format = "text",
    lang: Lang = None,
) -> None:
    """Say all that is wrong with a template."""
    spoken = language()
    as_json = _is_json(format_)
    spec = directory if directory in available() or os.sep in directory else os.path.join(".", directory)
    with opened(spec) as source:
        checked = check(source.folder)
    out(_json(checked, spoken) if as_json else _told(directory, checked, spoken))
    if checked.problems:
        raise typer.Exit(1)


def _is_json(format_: str) -> bool:
    if format_ not in ("text", "json"):
        raise WrongUse("unknown-format", value=format_, choices="text, json")
    return format_ == "json"


def _told(name: str, checked: Checked, spoken: str) -> str:
    if not checked.problems:
        return wrap(say(spoken, "template.sound", name=clean(name)))
    lines = [wrap(say(spoken, "template.problems", name=clean(name), count=len(checked.problems)))]
    for problem in checked.problems:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        lines += ["", clean(place), wrap(sentence(problem, spoken), "  ", "  ")]
    return "\n".join(lines)


def _json(checked: Checked, spoken: str) -> str:
    found: Sequence[dict[str, object]] = [
        {"problem": one.key, "path": one.path, "line": one.line or None, "message": sentence(one, spoken)}
        for one in checked.problems
    ]
    name = checked.template.name if checked.template else None
    return json.dumps({"version": 1, "template": name, "problems": found}, ensure_ascii=False, indent=1)


def sentence(problem: Problem, spoken: str) -> str:
    """Return what is wrong, in words."""
    facts: dict[str, object] = {name: clean(value) for name, value in problem.facts}
    facts |= {"path": problem.path, "template": "", "line": problem.line}
    for key in (f"template.problem-{problem.key}", f"errors.{problem.key}.problem", f"errors.{problem.key}.what"):
        if has(spoken, key):
            return say(spoken, key, **facts)
    raise AssertionError(problem.key)
