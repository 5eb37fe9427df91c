"""The zones of `pairkit.yaml` as lines of CODEOWNERS.

There the last line that matches wins, here the most specific pattern, so the lines go from general to specific and the
files that keep the agreement come last. A file of the shared zone gets a line without owners: nobody need be asked.
Sources: https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
and https://docs.gitlab.com/user/project/codeowners/reference/
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pairkit.project.agreement import Agreement
from pairkit.project.globs import anchored, specificity
from pairkit.project.zones import CLOSED, GUARD_FILES, MAKER, SHARED, ZONES

_SET = re.compile(r"\[([^\]!^/][^\]/]*)\]")
_RANGE = re.compile(r"(?s)(.)-(.)")
_MOST = 64
"""Lines that one pattern with `[…]` may become: neither forge knows such sets for sure."""


class Owners(NamedTuple):
    """The lines, and what could not be said: patterns that have no like, and roles without an account."""

    lines: tuple[str, ...]
    unsaid: tuple[str, ...]
    nobody: tuple[str, ...]


def owners(agreement: Agreement, forge: str) -> Owners:
    """Return the lines of CODEOWNERS for "github" or "gitlab"."""
    accounts = {role: _accounts(agreement, forge, role) for role in ("maker", "developer")}
    ranked = sorted(
        (specificity(pattern), ZONES.index(zone), pattern, zone)
        for zone, patterns in agreement.zones.items()
        for pattern in patterns
    )
    lines: list[str] = []
    unsaid: list[str] = []
    for _, _, pattern, zone in ranked:
        said = said_as(pattern)
        lines += [_line(one, zone, accounts) for one in said]
        unsaid += [] if said else [pattern]
    guards = [_line(one, CLOSED, accounts) for pattern in GUARD_FILES for one in said_as(pattern)]
    return Owners((*lines, *guards), tuple(unsaid), tuple(role for role, names in accounts.items() if not names))


def _accounts(agreement: Agreement, forge: str, role: str) -> str:
    names = [str(getattr(one, forge)).removeprefix("@") for one in agreement.people if one.role == role]
    return " ".join(f"@{name}" for name in names if re.fullmatch(r"[\w.-]+", name))


def _line(pattern: str, zone: str, accounts: dict[str, str]) -> str:
    named = "" if zone == SHARED else accounts["maker" if zone == MAKER else "developer"]
    return f"{pattern} {named}".rstrip()


def said_as(pattern: str) -> list[str]:
    """Return a pattern in the form of both forges, none where they have no like."""
    glob = anchored(pattern)
    folder = glob.endswith("/**")
    glob = glob.removesuffix("/**")
    parts = glob.split("/")
    if any("**" in part and part != "**" for part in parts) or not glob or "\\" in glob or "\n" in glob:
        return []
    if glob == "**":
        return ["*"]
    if parts[-1] == "**":
        return []
    found = [one + ("/" if folder else "") for one in _without_sets(glob)]
    return [(one if one.startswith("**/") else f"/{one}").replace(" ", "\\ ") for one in found]


def _without_sets(glob: str) -> Iterator[str]:
    """Yield a pattern once for each letter that a set `[abc]` allows; nothing if that is too many or cannot be."""
    pieces = _SET.split(glob)
    plain, sets = pieces[::2], [_letters(one) for one in pieces[1::2]]
    if any("[" in one or "]" in one for one in plain):
        return
    count = 1
    for one in sets:
        count *= len(one)
    if not 0 < count <= _MOST:
        return
    for letters in itertools.product(*sets):
        yield "".join(itertools.chain(*itertools.zip_longest(plain, letters, fillvalue="")))


def _letters(inside: str) -> list[str]:
    found = _RANGE.fullmatch(inside)
    letters: Iterable[str] = map(chr, range(ord(found[1]), ord(found[2]) + 1)) if found else inside
    chosen = list(dict.fromkeys(letters))
    return chosen if len(chosen) <= _MOST and not set(chosen) & set("*?[]/\\ #!") else []


def owner_of(lines: Iterable[str], path: str) -> str | None:
    """Return the owners that GitHub finds for a path: "" for a line without any, None where no line matches.

    As GitHub documents it: a pattern also takes what lies below a folder of that name, but one that ends in `/*` takes
    only files directly there.
    """
    found = None
    for line in lines:
        pattern, _, named = re.sub(r"(?<!\\) ", "\0", line, count=1).partition("\0")
        if re.fullmatch(_expression(pattern.replace("\\ ", " ")), path):
            found = named
    return found


def _expression(pattern: str) -> str:
    below = pattern.endswith("/")
    glob = pattern.strip("/")
    if "/" not in pattern.rstrip("/"):
        glob = f"**/{glob}"
    out = ""
    for piece in re.findall(r"\*\*/|\*|\?|[^*?]+", glob):
        out += {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}.get(piece, re.escape(piece))
    direct = glob.endswith("/*") and not below
    return f"(?s:{out}{'/.+' if below else '' if direct else '(?:/.+)?'})"
