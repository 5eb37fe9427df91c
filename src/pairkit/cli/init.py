"""`pairkit init`: a new project that runs, or what two people need in one that exists."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from pairkit.cli import planned
from pairkit.cli.asking import agreed, asking
from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.errors import WrongUse
from pairkit.git import repository
from pairkit.scaffold.context import with_context
from pairkit.scaffold.create import check_target, create
from pairkit.scaffold.existing import add, compare
from pairkit.scaffold.lock import base_archive, lock_text
from pairkit.scaffold.outside import fits_apart, look_over, render_apart
from pairkit.scaffold.questions import answer, fits, slug
from pairkit.scaffold.render import Rendered, render
from pairkit.scaffold.source import Source, opened
from pairkit.scaffold.template import Settled, Template, available, read_folder, settle
from pairkit.strict import Either, Items, Scalar, Table, Text, read
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, wrap

TEAM = "team"
"""The template that is taken where none is named: the agreement of two people, without an application."""


@dataclass(frozen=True, slots=True)
class _Way:
    """How this run goes: where to, in which language, and whether anybody is asked."""

    directory: str
    target: str
    exists: bool
    spoken: str
    yes: bool
    plan: bool

    @property
    def name(self) -> str:
        """Return how to speak of the project's folder: as it was typed."""
        return clean(os.path.basename(self.target) if self.directory in (".", "./") else self.directory)


def init(
    directory: Annotated[str, typer.Argument(metavar="DIR", help=text("cli.init-dir"), show_default=False)] = ".",
    template: Annotated[
        str | None,
        typer.Option(
            "--template", metavar="NAME|DIR|ADDRESS#REF", help=text("cli.init-template", known=", ".join(available()))
        ),
    ] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=text("cli.init-set"))] = None,
    answers: Annotated[str | None, typer.Option("--answers", metavar="FILE", help=text("cli.init-answers"))] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=text("cli.init-yes"))] = False,
    trust: Annotated[bool, typer.Option("--trust", help=text("cli.init-trust"))] = False,
    plan: Annotated[bool, typer.Option("--plan", help=text("cli.init-plan"))] = False,
    lang: Lang = None,
) -> None:
    """Make a new project, or add what is missing to one that exists."""
    spoken = language()
    target, exists = check_target(directory)
    way = _Way(directory, target, exists, spoken, yes, plan)
    given = {**_from_file(answers), **_from_options(set_ or [])}
    with ExitStack() as stack:
        source = stack.enter_context(opened(template or _choose(way)))
        chosen = _looked_at(source, way, trusted=trust)
        held = fits_apart(chosen, source.folder) if source.outside else fits
        ask = None if yes or plan else asking(spoken, held)
        replies = answer(chosen.questions, given, _facts(way), spoken, ask, held)
        settled = settle(chosen, replies)
        files = render_apart(source.folder, chosen.name, replies) if source.outside else render(settled)
        agents = replies.get("agents")
        files = with_context(files, agents if isinstance(agents, list) else None)
        (_add if exists else _make)(way, source, settled, files)


def _choose(way: _Way) -> str:
    """Return the name of the template where none is given: the team's, or in a terminal the person's choice."""
    if way.exists or way.yes or way.plan or not sys.stdin.isatty():
        return TEAM
    for name in available():
        out(f"  {name}  {read_folder(os.path.join(_shipped(), name)).about[way.spoken]}")
    return str(typer.prompt(say(way.spoken, "init.which"), default=TEAM))


def _shipped() -> str:
    from pairkit.shipped import shipped

    return shipped("templates")


def _looked_at(source: Source, way: _Way, *, trusted: bool) -> Template:
    """Return the template; one from outside is shown first, and used only with consent."""
    if not source.outside:
        return read_folder(source.folder)
    files = look_over(source.folder, source.named)
    chosen = read_folder(source.folder)
    out(planned.shown(source, chosen, files, way.spoken))
    if not (trusted or way.plan or (not way.yes and agreed(way.spoken, "template.outside-ask", default=False))):
        raise WrongUse("template-untrusted", name=source.named)
    return chosen


def _facts(way: _Way) -> dict[str, Any]:
    """Return what suggestions may use."""
    name, email = repository.user()
    folder = os.path.basename(way.target)
    of_person = {"git_name": name, "git_email": email, "spoken": way.spoken}
    return {"folder": folder, "slug": slug(folder), "exists": way.exists, **of_person}


def _make(way: _Way, source: Source, settled: Settled, files: dict[str, Rendered]) -> None:
    if way.plan or not way.yes:
        out(planned.plan(way.name, files, way.spoken, every=way.plan))
    if not _go_on(way):
        return
    lock, base = lock_text(settled.template, source, settled.answers, files), base_archive(files)
    title = str(settled.answers.get("title", way.name))
    done = create(way.target, files, lock, base, say(way.spoken, "init.message", title=title))
    lines = planned.done(way.directory, way.name, settled, way.spoken, done.files)
    if not done.author_known:
        lines += ["", wrap(say(way.spoken, "init.no-author"))]
    if not done.hooks:
        lines += ["", wrap(say(way.spoken, "init.no-hooks"))]
    out("\n".join(lines))


def _add(way: _Way, source: Source, settled: Settled, files: dict[str, Rendered]) -> None:
    what = compare(way.target, files)
    out(planned.addition(way.name, what, way.spoken))
    if not _go_on(way):
        return
    lock = lock_text(settled.template, source, settled.answers, what.write, what.kept)
    hooks = add(way.target, what, lock, base_archive(what.write))
    out("\n" + planned.added(way.name, what, settled, way.spoken, hooks=hooks))


def _go_on(way: _Way) -> bool:
    if way.plan or way.yes:
        return not way.plan
    if not agreed(way.spoken, "init.go-on", default=True):
        raise KeyboardInterrupt
    return True


def _from_options(pairs: list[str]) -> dict[str, str]:
    given = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise WrongUse("answer-form", value=pair)
        given[key.strip()] = value
    return given


def _from_file(path: str | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        with open(path, encoding="utf-8-sig") as file:
            values: dict[str, Any] = read(file.read(), path, Table(Either((Scalar(), Items(Text())))))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse("answers-unreadable", path=path, said=getattr(error, "strerror", None) or str(error)) from None
    return {key: _typed(value) for key, value in values.items()}


def _typed(value: Any) -> str:
    """Return an answer of a file as one would type it."""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
