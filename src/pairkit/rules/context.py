"""What a rule may know about the change it looks at."""

from __future__ import annotations

from typing import NamedTuple

from pairkit.change.model import Change
from pairkit.playbook.index import Index
from pairkit.project.agreement import Agreement
from pairkit.project.people import Acting
from pairkit.project.zones import Zones
from pairkit.rules.outside import Outside


class Context(NamedTuple):
    """The change, who acts, and what was agreed.

    `protected` tells that the change lands on a protected branch of a project that is shared. `zones` is None where no
    agreement names people: then nobody can be in the wrong place.
    """

    change: Change
    agreement: Agreement
    acting: Acting
    playbooks: Index
    branch: str | None = None
    protected: bool = False
    zones: Zones | None = None
    quick: bool = False
    """Only what may stop or must be said at a commit: rules that are a `must`, and no previews."""
    missing: frozenset[str] = frozenset()
    """Packages that a registry was asked for and does not know."""

    outside: Outside | None = None
    """The files that the change leaves alone. None where only a patch is known: ask through `read` and `listing`."""

    def read(self, path: str) -> str | None:
        """Return a file's text after the change, or None if there is none or it cannot be known."""
        return self.outside.read(path) if self.outside else None

    def listing(self) -> frozenset[str]:
        """Return the paths of all files after the change; none if they cannot be known."""
        return self.outside.listing() if self.outside else frozenset()
