"""Which findings of a change stand under an exception."""

from __future__ import annotations

from pairkit.change.model import Change
from pairkit.git.objects import Objects
from pairkit.project.people import Acting
from pairkit.project.store import EXCEPTIONS


def reasons(change: Change, acting: Acting, objects: Objects | None) -> dict[str, str]:
    """Return the reasons of standing exceptions by fingerprint: committed ones, and a developer's own of this change.

    Raises BrokenFile for a file that cannot be read.
    """
    before, after = (change.base, change.tip) if change.source == "range" else ("HEAD", "")
    own = acting.role == "developer" and change.source in ("staged", "merge", "range")
    found = objects.find(f"{after if own else before}:{EXCEPTIONS}") if objects else None
    if found is None:
        return {}
    import datetime as dt

    from pairkit.project import exceptions  # YAML is slow to load, and most projects have no exception

    today = dt.datetime.now(tz=dt.UTC).date()
    return exceptions.standing(exceptions.parse(found[1].decode("utf-8", "replace")).values(), today)
