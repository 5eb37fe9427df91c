"""Pushes that replace what is on the server: `--force`, `+branch`, `--mirror`, a lease on a protected branch."""

from __future__ import annotations

from collections.abc import Mapping

from pairkit.action.git_line import git_of
from pairkit.action.line import Simple
from pairkit.project.globs import any_matches
from pairkit.rules.around import Around

_VALUES = ("-o", "--push-option", "--receive-pack", "--exec", "--repo")
_LEASES = ("--force-with-lease", "--force-if-includes")


def check(command: Simple, around: Around) -> Mapping[str, object] | None:
    """Return the part that forces. `--force-with-lease` to one's own branch is a usual thing and passes."""
    options, plain = _split(git_of(command.argv).words)
    refs = plain[1:]
    found = next((one for one in options if _forces(one)), None) or next((one for one in refs if one[:1] == "+"), None)
    if found is None and any(one.partition("=")[0] in _LEASES for one in options):
        targets = [ref.rpartition(":")[2].removeprefix("refs/heads/") for ref in refs] or [around.branch or ""]
        targets = [(around.branch or "") if target == "HEAD" else target for target in targets]
        if any(_protected(target, around) for target in targets):
            found = "--force-with-lease"
    return {"what": f"git push {found}"} if found else None


def _split(words: tuple[str, ...]) -> tuple[list[str], list[str]]:
    options, plain, skip = [], [], False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-"):
            options.append(word)
            skip = word in _VALUES
        else:
            plain.append(word)
    return options, plain


def _forces(option: str) -> bool:
    if option.startswith("--"):
        return option in ("--force", "--mirror", "--prune", "--forc", "--mirro")
    return "f" in option[1:].partition("o")[0]


def _protected(branch: str, around: Around) -> bool:
    return any_matches((f"/{one.lstrip('/')}" for one in around.protected), branch)
