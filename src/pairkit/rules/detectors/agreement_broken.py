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
            yield from _broken(context, file.path, "\n".join(block.text for block in file.new.parts()))


def _broken(context: Context, path: str, text: str) -> Iterator[Found]:
    from pairkit.project.reading import (
        check_playbook_names,
        check_rule_names,
        read_agreement,
    )  # YAML is slow to load, and rarely needed

    try:
        if "\ufffd" in text:  # bytes that are not UTF-8 were replaced on the way
            raise BrokenFile("yaml-not-utf8", path=path, line=text.count("\n", 0, text.index("\ufffd")) + 1)
        data = read_agreement(text)
        check_playbook_names(text, path, data, available())
        check_rule_names(text, path, data, {one["id"] for one in context.index.rules})
    except BrokenFile as error:
        facts = {**error.facts, "error": error.key}
        yield Found(path, int(str(error.facts.get("line", 1))), facts=facts, key=error.key)
