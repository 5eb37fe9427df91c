"""Who a person is, by what git and the forge know of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pairkit.lazy import pattern

_BOTS = (
    r"\[bot\]@|^noreply@(?:anthropic|openai|github|cursor|opencode)\.(?:com|ai)$|^cursoragent@cursor\.com$"
    r"|^copilot@github\.com$|^(?:gemini-cli|devin-ai-integration|opencode|aider|codex|qwen-coder|jules)\b.*@"
    r"|^(?:bot|renovate)@renovateapp\.com$|^renovate@whitesourcesoftware\.com$|^support@(?:dependabot|github)\.com$"
    r"|^actions?@github\.com$|^(?:project|group)_\d+_bot(?:_[^@]*)?@noreply\.|^ghost\d*@noreply\."
)
_MACHINES = pattern(
    r"(?i).*\[bot\]|(?:copilot|claude|codex|cursoragent|gemini-code-assist|google-labs-jules|devin-ai-integration)"
    r"(?:-.*)?|(?:dependabot|renovate|github-actions)(?:-.*)?|(?:project|group)_\d+_bot(?:_.*)?|ghost\d*|gitlab-bot"
)
"""Accounts of programs: `[bot]` at GitHub, access tokens at GitLab, and agents that have accounts like people's."""
_HIDDEN = pattern(
    r"(?:\d+\+)?(?P<github>[^@+]+)@users\.noreply\.github\.com|\d+-(?P<gitlab>[^@]+)@users\.noreply\.[^@]+"
)
"""The addresses with which a forge hides the true one: `NAME@` or `ID+NAME@` at GitHub, `ID-NAME@` at any GitLab."""


class Person(NamedTuple):
    """Somebody of the pair. `role` is "developer" or "maker"; `title` is how they like to be called.

    `away` is the last day on which they are not there (ISO 8601), or empty; `cover` names who stands in meanwhile.
    """

    name: str
    role: str
    emails: tuple[str, ...] = ()
    github: str = ""
    language: str = ""
    title: str = ""
    gitlab: str = ""
    away: str = ""
    cover: str = ""

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
    """Return the person with this e-mail address, also in the form with which a forge hides it, or None."""
    email = email.strip().lower()
    hidden = _HIDDEN.fullmatch(email) if "@users.noreply." in email else None
    accounts = {forge: name for forge, name in hidden.groupdict().items() if name} if hidden else {}
    for person in people:
        if email in (address.lower() for address in person.emails):
            return person
        if any(getattr(person, forge).lower() == name for forge, name in accounts.items()):
            return person
    return None


def by_account(people: Iterable[Person], forge: str, account: str) -> Person | None:
    """Return the person with this account at "github" or "gitlab", or None; a bot's or an agent's is nobody's."""
    account = account.strip().lower()
    if not account or _MACHINES.fullmatch(account):
        return None
    return next((one for one in people if str(getattr(one, forge)).removeprefix("@").lower() == account), None)


def stands_in(people: Sequence[Person], person: Person, today: str) -> Person | None:
    """Return who to ask while `person` is away on the day `today` (ISO 8601), or None if they are there.

    That is whom they named, or somebody else of the same role who is there, or they themselves: nobody else could
    decide.
    """
    if not person.away or person.away < today:
        return None
    named = next((one for one in people if one.name == person.cover), None)
    there = (one for one in people if one.role == person.role and (not one.away or one.away < today))
    return named or next(there, person)
