"""`dropdb NAME` and the like, unless the name says that it is a database for tests."""

from __future__ import annotations

from collections.abc import Mapping

from pairkit.action.line import Simple
from pairkit.lazy import pattern
from pairkit.rules.around import Around

_TEST = pattern(r"(?:^|_|-)tests?(?:_|-|$)", 2)


def check(command: Simple, _around: Around) -> Mapping[str, object] | None:
    """Return the command's name, unless it is for tests."""
    if any(_TEST.search(word) for word in command.argv[1:]) or "RAILS_ENV=test" in command.env:
        return None
    return {"what": " ".join(word for word in command.argv[:2] if not word.startswith("-"))}
