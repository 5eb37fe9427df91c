"""`pairkit init`: a new project that runs."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.errors import WrongUse
from pairkit.git import repository
from pairkit.scaffold.context import with_context
from pairkit.scaffold.create import check_target, create
from pairkit.scaffold.lock import base_archive, lock_text
from pairkit.scaffold.questions import Ask, Question, answer, check, slug
from pairkit.scaffold.render import Rendered, render
from pairkit.scaffold.template import Template, available, load
from pairkit.strict import Scalar, Table, read
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, wrap
from pairkit.words.trouble import explain


def init(
    directory: Annotated[str, typer.Argument(metavar="DIR", help=text("cli.init-dir"), show_default=False)] = ".",
    template: Annotated[
        str, typer.Option("--template", metavar="NAME", help=text("cli.init-template", known=", ".join(available())))
    ] = "web-app",
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=text("cli.init-set"))] = None,
    answers: Annotated[str | None, typer.Option("--answers", metavar="FILE", help=text("cli.init-answers"))] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=text("cli.init-yes"))] = False,
    plan: Annotated[bool, typer.Option("--plan", help=text("cli.init-plan"))] = False,
    lang: Lang = None,
) -> None:
    """Make a new project."""
    spoken = language()
    target = check_target(directory)
    chosen = load(template)
    given = {**_from_file(answers), **_from_options(set_ or [])}
    ask = None if yes or plan else _asking(spoken)
    replies = answer(chosen.questions, given, _facts(target, spoken), spoken, ask)
    files = with_context(render(chosen, _context(chosen, replies)))
    if plan or ask:
        out(_plan(_named(directory, target), files, spoken, every=plan))
    if plan:
        return
    if ask and not typer.confirm(say(spoken, "init.go-on"), default=True):
        raise KeyboardInterrupt
    lock, base = lock_text(chosen, replies, files), base_archive(files)
    done = create(target, files, lock, base, say(spoken, "init.message", title=replies["title"]))
    out(_next_steps(directory, chosen, done, spoken))


def _named(directory: str, target: str) -> str:
    """Return how to speak of the new project's folder: as it was typed."""
    return clean(os.path.basename(target) if directory in (".", "./") else directory)


def _facts(target: str, spoken: str) -> dict[str, Any]:
    name, email = repository.user()
    folder = os.path.basename(target)
    return {"folder": folder, "slug": slug(folder), "git_name": name, "git_email": email, "spoken": spoken}


def _context(template: Template, replies: dict[str, Any]) -> dict[str, Any]:
    facts = {"facts": template.facts, "zones": template.zones, "ignore": template.ignore, "env": template.env}
    return {**facts, "about": template.about, "template": template.name, "version": template.version, **replies}


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
            values: dict[str, Any] = read(file.read(), path, Table(Scalar()))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse("answers-unreadable", path=path, said=getattr(error, "strerror", None) or str(error)) from None
    return {key: "" if value is None else str(value) for key, value in values.items()}


def _asking(spoken: str) -> Ask:
    """Return how to ask in a terminal. Raises WrongUse where there is none."""
    if not sys.stdin.isatty():
        raise WrongUse("no-terminal")

    def ask(question: Question, suggestion: str) -> str:
        label = question["ask"][spoken]
        if question["choices"]:
            label += f" ({' / '.join(question['choices'])})"
        while True:
            reply = str(typer.prompt(label, default=suggestion, show_default=bool(suggestion)))
            try:
                check(question, reply, spoken)
            except WrongUse as error:
                out(explain(error, spoken))
                continue
            return reply

    return ask


def _plan(name: str, files: dict[str, Rendered], spoken: str, *, every: bool) -> str:
    lines = [wrap(say(spoken, "init.plan", path=name, count=len(files) + 2))]
    if every:
        lines += [f"  {path}" for path in files]
        lines += ["  pairkit.lock", "  .pairkit/base.tar", "  " + say(spoken, "init.plan-git")]
        return "\n".join(lines)
    groups: dict[str, int] = {}
    for path in files:
        top = path.split("/")[0] + ("/" if "/" in path else "")
        groups[top] = groups.get(top, 0) + 1
    lines += [f"  {name}" + (f"  ({count})" if count > 1 else "") for name, count in groups.items()]
    return "\n".join([*lines, "  pairkit.lock, .pairkit/", "  " + say(spoken, "init.plan-git")])


def _next_steps(directory: str, template: Template, done: Any, spoken: str) -> str:
    windows = os.name == "nt"
    activate = ".venv\\Scripts\\activate" if windows else ". .venv/bin/activate"
    steps = [] if directory == "." else [f"cd {_shell(directory)}"]
    steps += [
        f"{'py' if windows else 'python3'} -m venv .venv",
        activate,
        template.facts["install"],
        template.facts["run"],
    ]
    lines = [wrap(say(spoken, "init.done", path=_named(directory, done.path), count=done.files)), ""]
    lines += [say(spoken, "init.next"), *(f"  {step}" for step in steps)]
    if not done.author_known:
        lines += ["", wrap(say(spoken, "init.no-author"))]
    if not done.hooks:
        lines += ["", wrap(say(spoken, "init.no-hooks"))]
    return "\n".join(lines)


def _shell(path: str) -> str:
    return path if all(sign.isalnum() or sign in "-_./" for sign in path) else '"' + path.replace('"', '\\"') + '"'
