"""Who a person is, by what git and the forge know of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_HIDDEN = "@users.noreply.github.com"
_BOTS = (
    r"\[bot\]@|^noreply@(?:anthropic|openai|github)\.com$|^cursoragent@cursor\.com$|^copilot@github\.com$"
    r"|^(?:gemini-cli|devin-ai-integration|opencode)\b.*@"
)


class Person(NamedTuple):
    """Somebody of the pair. `role` is "developer" or "maker"; `title` is how they like to be called."""

    name: str
    role: str
    emails: tuple[str, ...] = ()
    github: str = ""
    language: str = ""
    title: str = ""

    @property
    def called(self) -> str:
        """Return how to speak of them."""
        return self.title or self.name


class Acting(NamedTuple):
    """Who acts. `person` is None for somebody the agreement does not know; they count as a maker."""

    person: Person | None
    email: str = ""
    name: str = ""

    @property
    def role(self) -> str:
        """Return "developer" or "maker"."""
        return self.person.role if self.person else "maker"


def is_nobody(email: str) -> bool:
    """Tell whether an address belongs to an agent or a bot: it answers for nothing."""
    return bool(re.search(_BOTS, email.lower()))


def who(people: Iterable[Person], email: str) -> Person | None:
    """Return the person with this e-mail address, also in the forge's hidden form (`12345+name@…`), or None."""
    email = email.strip().lower()
    account = email.removesuffix(_HIDDEN).rpartition("+")[2] if email.endswith(_HIDDEN) else ""
    for person in people:
        if email in (address.lower() for address in person.emails):
            return person
        if account and person.github.lower() == account:
            return person
    return None
