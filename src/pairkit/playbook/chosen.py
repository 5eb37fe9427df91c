"""The playbooks that an agreement names: shipped ones, and the project's own as they stood before the change."""

from __future__ import annotations

from pairkit.errors import BrokenFile
from pairkit.git.objects import Objects
from pairkit.playbook.index import Index, available, index
from pairkit.playbook.own import FOLDER, PREFIX, Own, in_commit, split
from pairkit.project.agreement import Agreement


def of_agreement(agreement: Agreement, raw: bytes, before: str, objects: Objects | None) -> Index:
    """Return the index. An agreement that names no shipped playbook has all of them: own rules only come on top.

    `raw` is the text of the agreement, for line numbers, `before` the revision that judges. Raises BrokenFile.
    """
    shipped, names = split(agreement.playbooks)
    own = [_own(name, raw, before, objects) for name in names]
    try:
        return index(shipped or available(), own=own)
    except BrokenFile as error:
        if error.key == "playbook-unknown":
            error.facts["line"] = _line(raw, str(error.facts["name"]))
        raise


def _own(name: str, raw: bytes, before: str, objects: Objects | None) -> Own:
    found = in_commit(name, before, objects) if objects and "/" not in name and not name.startswith(".") else None
    if found is None:
        line = _line(raw, PREFIX + name)
        raise BrokenFile("playbook-own-missing", path="pairkit.yaml", line=line, name=PREFIX + name, folder=FOLDER)
    return found


def _line(raw: bytes, name: str) -> int:
    from pairkit.project.reading import line_of  # YAML is slow to load

    return line_of(raw.decode("utf-8", "replace"), name, "playbooks")
