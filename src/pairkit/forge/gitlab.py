"""Read GitLab's merge requests and approvals, from its interface or from an event.

Forms: https://docs.gitlab.com/api/merge_requests, …/api/merge_request_approvals (`approved_at`) and
…/user/project/integrations/webhook_events. An approval names no commit: it stands for the head if it came after the
head did, which the request's versions tell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pairkit.errors import WrongUse
from pairkit.forge.request import GITLAB, Request


def request(merge: Mapping[str, Any], approvals: Iterable[Any] = ()) -> Request:
    """Return the request. Raises WrongUse for an event of something else.

    `approvals` are the answers of `…/approvals` and `…/versions`, in any order; without a version of the head and a
    time of approval nothing counts.
    """
    if isinstance(merge.get("object_attributes"), dict):
        merge = _from_event(merge)
    number, refs = merge.get("iid"), _table(merge.get("diff_refs"))
    if not isinstance(number, int):
        raise WrongUse("event-no-change")
    head = _text(merge, "sha") or _text(refs, "head_sha")
    return Request(
        GITLAB,
        number=number,
        author=_account(merge.get("author")),
        base=_text(refs, "base_sha"),
        head=head,
        fork=merge.get("source_project_id") != merge.get("target_project_id"),
        approvers=_approvers(list(_flat(approvals)), head),
        body=_text(merge, "description"),
    )


def _from_event(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event in the interface's form. It names who acted; that is the author only where the ids agree."""
    told, user = event["object_attributes"], _table(event.get("user"))
    author = user if user.get("id") is not None and user.get("id") == told.get("author_id") else {}
    return {**told, "sha": _text(_table(told.get("last_commit")), "id"), "author": author}


def _approvers(answers: list[Any], head: str) -> tuple[str, ...]:
    versions = [one for one in answers if isinstance(one, dict) and _text(one, "head_commit_sha") == head]
    came = max((time for one in versions if (time := _time(one.get("created_at")))), default=None)
    if came is None:
        return ()
    given = [one for answer in answers if isinstance(answer, dict) for one in answer.get("approved_by") or ()]
    return tuple(
        _account(one.get("user"))
        for one in given
        if isinstance(one, dict) and (when := _time(one.get("approved_at"))) and when >= came
    )


def _flat(values: Iterable[Any]) -> Iterable[Any]:
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        else:
            yield value


def _time(value: Any) -> dt.datetime | None:
    try:
        time = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return time if time.tzinfo else time.replace(tzinfo=dt.UTC)


def _account(user: Any) -> str:
    user = _table(user)
    name = _text(user, "username")
    return f"{name}[bot]" if user.get("bot") is True and name else name


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(holder: Mapping[str, Any], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""
