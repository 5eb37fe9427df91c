"""`pairkit guard server`: what the forge itself can enforce, as files with the command that applies each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from pairkit.cli.options import Lang
from pairkit.cli.speak import language, out, text
from pairkit.errors import STOPPED, BrokenFile, Occupied, WrongUse
from pairkit.git.place import Place, find
from pairkit.git.run import git
from pairkit.guard.agents_here import may_change_guards
from pairkit.guard.context.agreed import agreed
from pairkit.guard.kept import NoEnd
from pairkit.guard.server import github, gitlab
from pairkit.guard.server.files import Made, Server, make, write
from pairkit.project.agreement import Agreement
from pairkit.words.catalogue import say
from pairkit.words.layout import clean, wrap

FORGES: Mapping[str, Callable[[Agreement], Server]] = {"github": github.server, "gitlab": gitlab.server}
_SHOWN = 5
Forge = Annotated[str, typer.Argument(metavar="github|gitlab", help=text("server.forge"), show_default=False)]


def server(
    forge: Forge, plan: Annotated[bool, typer.Option("--plan", help=text("server.plan"))] = False, lang: Lang = None
) -> None:
    """Write CODEOWNERS and the payloads, and say how each is applied."""
    if forge not in FORGES:
        raise WrongUse("server-unknown", value=forge, choices=", ".join(FORGES))
    place = find(".")
    agreement = agreed(place.root)
    if not agreement.people:
        raise WrongUse("server-no-people")
    made = _made(place, agreement, FORGES[forge](agreement))
    mine = may_change_guards(place)
    if plan or not mine:
        out("\n".join([_say("would"), *(f"  {path}" for path in made.files)]))
    else:
        _write(place, made)
    _tell(made, agreement)
    if not mine and not plan:
        out("\n" + _say("for-developer"))
    if (not mine and not plan) or "developer" in made.owners.nobody:
        raise typer.Exit(STOPPED)


def _made(place: Place, agreement: Agreement, forge: Server) -> Made:
    names = git(["ls-files", "-z"], place.root).decode("utf-8", "surrogateescape").split("\0")
    try:
        return make(place.root, agreement, forge, [name for name in names if name])
    except (NoEnd, UnicodeDecodeError):
        raise BrokenFile("context-no-end", path=forge.owners_path, line=1) from None


def _write(place: Place, made: Made) -> None:
    try:
        changed = write(place.root, made)
    except OSError as error:
        raise Occupied("target-unwritable", path=error.filename or "", said=error.strerror or str(error)) from None
    out("\n".join([_say("written"), *(f"  {path}" for path in changed)]) if changed else _say("current"))


def _tell(made: Made, agreement: Agreement) -> None:
    for role in made.owners.nobody:
        names = ", ".join(one.name for one in agreement.people if one.role == role)
        key = "no-account" if names else f"no-{role}"
        out("\n" + _say(key, names=clean(names), forge=made.server.forge))
    if made.owners.unsaid:
        out("\n" + _say("unsaid", patterns=", ".join(map(clean, made.owners.unsaid))))
    if made.differ and not made.owners.nobody:
        more = " …" if len(made.differ) > _SHOWN else ""
        out("\n" + _say("differ", paths=", ".join(map(clean, made.differ[:_SHOWN])) + more))
    out("\n" + _say("apply"))
    for one in made.server.applies:
        out("\n" + _say(one.about) + f"\n  {one.command}")
    out("\n" + _say(f"honest-{made.server.forge}"))


def _say(key: str, **facts: object) -> str:
    return wrap(say(language(), f"server.{key}", **facts))
