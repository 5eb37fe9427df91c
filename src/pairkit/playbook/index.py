"""All rules and shapes of the chosen playbooks as one index, made once and kept as JSON.

What a hook always needs (how to find) and what it needs only when there is something to say (the words) are two files.
An index is believed only if it names exactly the files that are there, each with its size and its times of content and
inode: a changed, replaced or reinstalled playbook cannot be mistaken for the one before.
"""

from __future__ import annotations

import binascii
import os
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from pairkit import __version__, cache
from pairkit.errors import BrokenFile
from pairkit.playbook.own import Own
from pairkit.shipped import shipped

Plain = dict[str, Any]


class Index(NamedTuple):
    """How to find: `rules` and `shapes` as plain values; `words(language)` brings what to say."""

    rules: list[Plain]
    shapes: list[Plain]
    folders: tuple[str, ...]
    stamp: list[Any]
    own: tuple[Own, ...] = ()

    def words(self, language: str) -> Plain:
        """Return {"rules": {id: words}, "shapes": {id: title}, "revoke": {id: page}, "lessons": {id: words}}.

        `revoke` has, by shape, the vendor's page where such a key is changed.
        """
        names = _names(self.folders, self.own)
        kept = _kept(f"words-{language}", names, self.stamp)
        return kept if kept is not None else _compile(self.folders, self.own, self.stamp)[f"words-{language}"]

    def literals(self) -> set[str]:
        """Return every literal that gates a rule or a shape, in lower case."""
        rules = {
            text.lower() for rule in self.rules for detect in rule["detect"] for text in detect.get("literals", ())
        }
        return rules | {text for shape in self.shapes for text in shape["literals"]}

    def rule(self, name: str) -> Plain | None:
        """Return the rule with this id, or None."""
        return next((rule for rule in self.rules if rule["id"] == name), None)


def index(playbooks: Sequence[str], path: str = "pairkit.yaml", own: Sequence[Own] = ()) -> Index:
    """Return the index of `playbooks` (names of shipped ones) and of a project's `own`.

    Raises BrokenFile for one that is unknown or broken.
    """
    folders, mine = tuple(_folder(name, path) for name in playbooks), tuple(own)
    stamp = [*_stamp(folders), *([one.name, one.id] for one in mine)]
    kept = _kept("rules", _names(folders, mine), stamp)
    if kept is None:
        kept = _compile(folders, mine, stamp)["rules"]
    return Index(kept["rules"], kept["shapes"], folders, stamp, mine)


def _names(folders: Sequence[str], own: Sequence[Own]) -> list[str]:
    """Return what an index is kept under. An own playbook without an id is being written: it is never kept."""
    return [*folders, *(f"{one.folder} {one.id or '-'}" for one in own)]


def available() -> list[str]:
    """Return the names of the shipped playbooks."""
    return sorted(entry.name for entry in os.scandir(shipped("playbooks")) if entry.is_dir())


def _folder(name: str, path: str) -> str:
    folder = os.path.join(shipped("playbooks"), name)
    if "/" in name or "\\" in name or name.startswith(".") or not os.path.isdir(folder):
        import difflib

        close = difflib.get_close_matches(name, available(), n=1)
        known = ", ".join(available())
        raise BrokenFile(
            "playbook-unknown", path=path, line=1, name=name, close=close[0] if close else available()[0], known=known
        )
    return folder


def _stamp(folders: Iterable[str]) -> list[Any]:
    """Return what tells these files from any others: path, size, time of content, time of inode."""
    stamp: list[Any] = [__version__]
    for folder in folders:
        for place in (folder, *(os.path.join(folder, kind) for kind in ("rules", "secrets", "lessons"))):
            try:
                entries = sorted(os.scandir(place), key=lambda entry: entry.name)
            except FileNotFoundError:
                continue
            for entry in entries:
                if entry.name.endswith(".yaml"):
                    stat = entry.stat()
                    stamp.append([entry.path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns])
    return stamp


def _kept(kind: str, folders: Sequence[str], stamp: list[Any]) -> Plain | None:
    if any(name.endswith(" -") for name in folders):
        return None
    kept = cache.read(_name(kind, folders))
    if not isinstance(kept, dict) or kept.get("stamp") != stamp:
        return None
    value = kept.get("value")
    return value if isinstance(value, dict) and _whole(kind, value) else None


def _whole(kind: str, value: Plain) -> bool:
    """Tell whether a kept value has the form that was written; a damaged cache is the same as none."""
    if kind != "rules":
        return all(isinstance(value.get(part), dict) for part in ("rules", "shapes", "revoke", "lessons"))
    parts = {"rules": {"id", "detect", "stops"}, "shapes": {"id", "pattern", "literals", "leads"}}
    return all(
        isinstance(value.get(part), list) and all(isinstance(one, dict) and keys <= one.keys() for one in value[part])
        for part, keys in parts.items()
    ) and bool(value["rules"])


def _name(kind: str, folders: Sequence[str]) -> str:
    return f"{kind}-{binascii.crc32(chr(0).join(folders).encode('utf-8', 'surrogateescape')):08x}"


def _compile(folders: Sequence[str], own: Sequence[Own], stamp: list[Any]) -> dict[str, Plain]:
    """Read the playbooks and keep three files: the rules, and the words of each language."""
    from pairkit.playbook.load import load, load_own

    playbooks = [load(folder) for folder in folders]
    for one in own:
        loaded = load_own(one)
        _check_new(loaded, playbooks, one)
        playbooks.append(loaded)
    made = {"rules": _rules(playbooks), **{f"words-{code}": _words(playbooks, code) for code in ("en", "ko")}}
    if all(one.id for one in own):
        names = _names(folders, own)
        for kind, value in made.items():
            cache.write(_name(kind, names), {"stamp": stamp, "value": value})
    return made


def _check_new(loaded: Plain, playbooks: list[Plain], own: Own) -> None:
    """Refuse an id that is taken: the own rule would stand in the place of another."""
    for part in ("rules", "lessons"):
        taken = {one["id"] for playbook in playbooks for one in playbook[part]}
        for one in loaded[part]:
            if one["id"] in taken:
                path = f"{own.folder}/{part}/{one['id']}.yaml"
                raise BrokenFile("playbook-taken", path=path, line=1, id=one["id"])
    shapes = {shape["id"] for playbook in playbooks for vendor in playbook["vendors"] for shape in vendor["shapes"]}
    for vendor in loaded["vendors"]:
        for shape in vendor["shapes"]:
            if shape["id"] in shapes:
                raise BrokenFile("playbook-taken", path=f"{own.folder}/secrets", line=1, id=shape["id"])


def _rules(playbooks: list[Plain]) -> Plain:
    return {
        "rules": [
            {key: rule[key] for key in rule if key not in ("en", "ko", "examples")}
            for playbook in playbooks
            for rule in playbook["rules"]
        ],
        "shapes": [
            _shape(vendor, shape)
            for playbook in playbooks
            for vendor in playbook["vendors"]
            for shape in vendor["shapes"]
        ],
    }


def _words(playbooks: list[Plain], code: str) -> Plain:
    shapes = [shape for playbook in playbooks for vendor in playbook["vendors"] for shape in vendor["shapes"]]
    return {
        "rules": {rule["id"]: rule[code] for playbook in playbooks for rule in playbook["rules"]},
        "lessons": {lesson["id"]: lesson[code] for playbook in playbooks for lesson in playbook["lessons"]},
        "shapes": {shape["id"]: shape["title"][code] for shape in shapes},
        "revoke": {
            shape["id"]: vendor["revoke"]
            for playbook in playbooks
            for vendor in playbook["vendors"]
            for shape in vendor["shapes"]
            if "revoke" in vendor
        },
    }


def _shape(vendor: Plain, shape: Plain) -> Plain:
    from pairkit.playbook.leads import leads

    kept = {key: shape[key] for key in ("id", "pattern", "confidence")}
    kept["literals"] = [literal.lower() for literal in shape["literals"]]
    kept["leads"] = leads(shape["pattern"], kept["literals"])
    kept["vendor"] = vendor["vendor"]
    kept["checksum"] = shape.get("checksum", "")
    return kept
