"""Read GitHub's events and reviews.

Forms: https://docs.github.com/webhooks/webhook-events-and-payloads and
https://docs.github.com/rest/pulls/reviews (states there in capitals, in events in small letters).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pairkit.errors import WrongUse
from pairkit.forge.request import GITHUB, Request

_WORDS = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")
"""What replaces an earlier word of the same person; a plain comment does not."""


def request(event: Mapping[str, Any], reviews: Iterable[Any] = ()) -> Request:
    """Return the request of an event. Raises WrongUse for one that brings no change.

    `reviews` are those of the request, as GitHub's interface lists them.
    """
    if isinstance(event.get("pull_request"), dict):
        return _pull(event["pull_request"], [*reviews, *_reviews_in(event)])
    if isinstance(event.get("merge_group"), dict):
        group = event["merge_group"]
        return Request(GITHUB, base=_text(group, "base_sha"), head=_text(group, "head_sha"), queued=True)
    if _text(event, "after"):
        before = _text(event, "before")
        return Request(
            GITHUB, author=_login(event.get("sender")), base=before.strip("0") and before, head=event["after"]
        )
    raise WrongUse("event-no-change")


def _pull(pull: Mapping[str, Any], reviews: list[Any]) -> Request:
    head, base = _table(pull.get("head")), _table(pull.get("base"))
    tip = _text(head, "sha")
    number = pull.get("number")
    return Request(
        GITHUB,
        number=number if isinstance(number, int) else 0,
        author=_login(pull.get("user")),
        base=_text(base, "sha"),
        head=tip,
        fork=_table(head.get("repo")).get("id") != _table(base.get("repo")).get("id"),
        approvers=_approvers(reviews, tip),
        body=_text(pull, "body"),
    )


def _approvers(reviews: list[Any], head: str) -> tuple[str, ...]:
    """Return whose last word is the approval of exactly this head."""
    known = {one.get("id", n): one for n, one in enumerate(reversed(reviews)) if isinstance(one, dict)}
    last: dict[str, Mapping[str, Any]] = {}
    for one in sorted(known.values(), key=lambda one: _text(one, "submitted_at")):
        login = _login(one.get("user"))
        if login and _text(one, "state").upper() in _WORDS:
            last[login] = one
    return tuple(
        login for login, one in last.items() if one["state"].upper() == "APPROVED" and one.get("commit_id") == head
    )


def _reviews_in(event: Mapping[str, Any]) -> list[Any]:
    return [event["review"]] if isinstance(event.get("review"), dict) else []


def _login(user: Any) -> str:
    """Return the account's name; a bot's ends in `[bot]`, also where the forge only says so by its type."""
    user = _table(user)
    login = _text(user, "login")
    return f"{login}[bot]" if user.get("type") == "Bot" and login and not login.endswith("[bot]") else login


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""
