"""A pull or merge request, or a push, as the forge tells of it. Accounts are the forge's own: nobody can set them."""

from __future__ import annotations

from typing import NamedTuple

GITHUB, GITLAB = "github", "gitlab"


class Request(NamedTuple):
    """What is to be judged, and whose accounts stand behind it.

    `number` is 0 for a push. `base` and `head` are commits; `base` is empty for the first push of a branch.
    `approvers` are the accounts whose approval stands for exactly `head`. `queued` tells of a merge queue: the requests
    in it were answered for before they came in. `body` is the description, None where the event has none.
    """

    forge: str
    number: int = 0
    author: str = ""
    base: str = ""
    head: str = ""
    fork: bool = False
    approvers: tuple[str, ...] = ()
    queued: bool = False
    body: str | None = None

    @property
    def range(self) -> str:
        """Return what the request does since it left its base, as `--range` takes it; empty for a first push."""
        return f"{self.base}...{self.head}" if self.base else ""
