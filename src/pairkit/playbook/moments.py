"""Moments of the work beside the review of a change: what the two ask themselves at the start and at the end."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from pairkit.errors import BrokenFile
from pairkit.project.facts import FACTS
from pairkit.strict import Items, Record, Text, Truth, read

_HEAD = Record(needs={"title": Text(), "lead": Text()})
_SAID = Record(needs={"ask": Text(), "why": Text()})
MOMENT = Record(
    needs={
        "id": Text(),
        "en": _HEAD,
        "ko": _HEAD,
        "items": Items(
            Record(
                needs={
                    "id": Text(),
                    "for": Text(("maker", "developer", "both")),
                    "lesson": Text(),
                    "en": _SAID,
                    "ko": _SAID,
                },
                may={"when": Items(Text(FACTS)), "must": Truth()},
                defaults={"when": [], "must": False},
            )
        ),
    }
)
MOMENTS = ("kickoff", "ready", "done", "release", "handover", "incident")


def moment(name: str, folders: Iterable[str]) -> dict[str, Any]:
    """Return the moment `name` of the playbooks in `folders`: the first head, and the items of all, each id once.

    Raises BrokenFile.
    """
    found: dict[str, Any] = {}
    for folder in folders:
        path = os.path.join(folder, "moments", f"{name}.yaml")
        if not os.path.isfile(path):
            continue
        data = _read(path)
        items = {item["id"]: item for item in (*found.get("items", ()), *data["items"])}
        found = {**data, **found, "items": list(items.values())}
    return found


def _read(path: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFile("file-unreadable", path=path, line=1, said=str(error)) from None
    data: dict[str, Any] = read(text, path, MOMENT)
    return data
