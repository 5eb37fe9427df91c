"""Branches and tags that are deleted: on the server, or here with work that nobody merged."""

from __future__ import annotations

from collections.abc import Mapping

from pairkit.action.git_line import git_of
from pairkit.action.line import Simple
from pairkit.rules.around import Around


def check(command: Simple, _around: Around) -> Mapping[str, object] | None:
    """Return what is deleted by `branch -D`, `push --delete`, `push origin :name`."""
    line = git_of(command.argv)
    short = "".join(word[1:] for word in line.words if word.startswith("-") and not word.startswith("--"))
    if line.name == "branch":
        forced = "D" in short or (("d" in short or "--delete" in line.words) and ("f" in short or "--force" in line.words))
        return {"what": "git branch -D"} if forced else None
    if "--delete" in line.words or "d" in short.partition("o")[0]:
        return {"what": "git push --delete"}
    emptied = next((word for word in line.words[1:] if word.startswith(":") and len(word) > 1), None)
    return {"what": "git push :…"} if emptied else None
