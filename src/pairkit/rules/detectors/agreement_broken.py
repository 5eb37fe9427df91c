"""A `pairkit.yaml` that could not be read after this commit: every guard would be off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import FileChange
from pairkit.errors import BrokenFile
from pairkit.playbook.index import available
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding where the changed `pairkit.yaml` is broken; `error` among the facts is the words' key."""
    for file in files:
        if file.new is not None and file.new.complete:
            text = "\n".join(block.text for block in file.new.parts())
            error = _problem(context, file, text)
            if error is not None:
                facts = {**error.facts, "error": error.key}
                yield Found(file.path, int(str(error.facts.get("line", 1))), facts=facts, key=error.key)


def _problem(context: Context, file: FileChange, text: str) -> BrokenFile | None:
    from pairkit.project.reading import check_playbook_names, check_rule_names, read_agreement  # YAML loads slowly

    if file.recoded or "\ufffd" in text:  # bytes that are not UTF-8 were replaced on the way
        line = text.count("\n", 0, max(0, text.find("\ufffd"))) + 1
        return BrokenFile("yaml-not-utf8", path=file.path, line=line)
    try:
        data = read_agreement(text)
        check_playbook_names(text, file.path, data, available())
        check_rule_names(text, file.path, data, {one["id"] for one in context.playbooks.rules})
    except BrokenFile as error:
        return error
    return None
