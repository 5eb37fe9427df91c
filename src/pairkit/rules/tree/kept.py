"""What each file of a tree said the last time, by its content: an unchanged file is not read again.

One file of JSON a project, in pairkit's cache folder. It is believed only for the same version, playbooks and agreement
on rules and sizes, and only for the same path, mode and content. A secret is never written there: what holds one is
looked at anew each time, and so is what shows one that stands elsewhere.
"""

from __future__ import annotations

import binascii
import json
import os
from collections.abc import Sequence
from typing import Any

from pairkit import cache
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.mask import Mask
from pairkit.rules.tree.plain import from_look, to_look
from pairkit.rules.tree.sweep import Look, Wanted

_FILES = 60_000
"""How many files' looks are kept for a project; those that were not there for longest go first."""


def recall(context: Context, root: str, wanted: Sequence[Wanted]) -> dict[int, Look]:
    """Return the looks that are known, by their places in `wanted`. A damaged cache is the same as none."""
    looks = _read(context, root)
    known = {}
    for n, one in enumerate(wanted):
        try:
            known[n] = to_look(looks[_key(one)])
        except (KeyError, ValueError, TypeError):
            continue
    return known


def keep(context: Context, root: str, wanted: Sequence[Wanted], looks: Sequence[Look], mask: Mask) -> None:
    """Keep what each file said, if it shows no secret."""
    before = _read(context, root)
    after = dict(before)
    for one, look in zip(wanted, looks, strict=True):
        key = _key(one)
        after.pop(key, None)
        if not _shows_secret(look, mask):
            after[key] = from_look(look)
    after = dict(list(after.items())[-_FILES:])
    if after.keys() != before.keys():
        cache.write(_name(root), {"stamp": _stamp(context), "looks": after})


def _read(context: Context, root: str) -> dict[str, Any]:
    found = cache.read(_name(root))
    if not isinstance(found, dict) or found.get("stamp") != _stamp(context):
        return {}
    looks = found.get("looks")
    return looks if isinstance(looks, dict) else {}


def _shows_secret(look: Look, mask: Mask) -> bool:
    return any(found.secret or _masked(found, mask) != found for _, found in look.found)


def _masked(found: Found, mask: Mask) -> Found:
    facts = {name: _value(value, mask) for name, value in found.facts.items()}
    return found._replace(evidence=mask(found.evidence), key=mask(found.key), file=mask(found.file or ""), facts=facts)


def _value(value: object, mask: Mask) -> object:
    if isinstance(value, str):
        return mask(value)
    return [mask(one) if isinstance(one, str) else one for one in value] if isinstance(value, list) else value


def _key(one: Wanted) -> str:
    file = one.file
    path = binascii.crc32(file.path.encode("utf-8", "surrogatepass"))
    said = "".join(f" {name}={value}" for name, value in sorted(one.attributes))
    return f"{file.blob} {file.mode} {path:08x} {len(file.path)}{' rendered' if one.rendered else ''}{said}"


def _name(root: str) -> str:
    return f"looks-{binascii.crc32(os.path.realpath(root).encode('utf-8', 'surrogateescape')):08x}"


def _stamp(context: Context) -> list[Any]:
    agreed = json.dumps([_plain(context.agreement.rules), _plain(context.agreement.size)], sort_keys=True)
    return [*context.playbooks.stamp, *_code(), agreed]


def _code() -> list[Any]:
    """Return what tells this program's code from any other: for those who work on it, its version stays the same."""
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    stamp: list[Any] = []
    for place in ("rules", "rules/code", "rules/detectors", "rules/reading", "rules/tree", "change"):
        for entry in sorted(os.scandir(os.path.join(package, place)), key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                stat = entry.stat()
                stamp.append([f"{place}/{entry.name}", stat.st_size, stat.st_mtime_ns])
    return stamp


def _plain(value: Any) -> Any:
    return {key: _plain(one) for key, one in value.items()} if hasattr(value, "items") else value
