"""Read an event's file and a file of approvals, of whichever forge."""

from __future__ import annotations

import json
from typing import Any

from pairkit.errors import WrongUse
from pairkit.forge import github, gitlab
from pairkit.forge.request import Request

_LARGEST = 30_000_000


def request_of(event: str, approvals: str | None = None) -> Request:
    """Return the request in the file `event`, approved by what stands in the file `approvals`. Raises WrongUse.

    GitHub: the event's file and the list of reviews. GitLab: the merge request (or its event), and the answers of
    approvals and versions, one behind the other or in a list.
    """
    told = documents(event)
    said = documents(approvals) if approvals is not None else []
    if not told or not isinstance(told[0], dict):
        raise WrongUse("event-unreadable", path=event, said="{}")
    each = [one for part in said for one in (part if isinstance(part, list) else [part])]
    if {"object_kind", "iid"} & told[0].keys():
        return gitlab.request(told[0], each)
    return github.request(told[0], each)


def documents(path: str) -> list[Any]:
    """Return the JSON values of a file, which may stand one behind the other, as `gh api --paginate` writes pages."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            return parsed(file.read(_LARGEST))
    except OSError as error:
        raise WrongUse("event-unreadable", path=path, said=error.strerror or str(error)) from None
    except (ValueError, RecursionError) as error:
        raise WrongUse("event-unreadable", path=path, said=str(error)[:80]) from None


def parsed(text: str) -> list[Any]:
    """Return the JSON values in a text. Raises ValueError."""
    found, at, decoder = [], 0, json.JSONDecoder()
    while (at := len(text) - len(text[at:].lstrip())) < len(text):
        value, at = decoder.raw_decode(text, at)
        found.append(value)
    return found
