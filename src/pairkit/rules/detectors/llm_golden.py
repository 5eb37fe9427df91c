"""Prompts and models against the golden examples that say what a right answer is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import ADDED, DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT

_GOLDEN = pattern_of(r"(?i)(?:^|[/_.-])(?:goldens?|evals?|evaluations?|expected|gold|reference_answers)(?:[/_.-]|$)")
_PROMPT = pattern_of(r"(?i)(?:^|/)prompts?/|[._-]prompts?\.\w+$|(?:^|/)(?:system_)?prompts?\.\w+$|\.prompt(?:\.\w+)?$")
_SETTING = pattern_of(
    r"(?i)\b(?P<key>model(?:_?name|_?id)?|temperature|top_p|seed)\b[\"']?\s*[:=]\s*(?P<value>[\"'][\w./:-]{2,80}[\"']|[\w./:-]*\d[\w./:-]*)"
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a change: a model's setting that moved with golden examples, or a prompt that moved alone."""
    if context.change.source == "all":
        return
    golden = [file for file in context.change.files if _GOLDEN.search(file.path) and file.path.count(".")]
    if rule["id"] == "prompt-without-golden":
        yield from _alone(context, files, golden)
        return
    rewritten = [file for file in golden if file.status not in (ADDED, DELETED) and any(True for _ in file.blocks(OLD))]
    for file in files if rewritten else ():
        moved = None if _GOLDEN.search(file.path) else _moved(file)
        if moved:
            line, key, text = moved
            facts = {"what": key, "names": rewritten[0].path}
            yield Found(file.path, line, NEW, text[:160], facts, key=text)
            return


def _moved(file: FileChange) -> tuple[int, str, str] | None:
    """Return a setting of the model that has another value than before."""
    for hunk in file.hunks:
        if hunk.removed is None or hunk.added is None:
            continue
        old = {m["key"].lower(): m["value"] for m in _SETTING.finditer(hunk.removed.text)}
        for number, line in hunk.added.lines():
            match = _SETTING.search(line) if not COMMENT.match(line) else None
            if match and old.get(match["key"].lower(), match["value"]) != match["value"]:
                return number, match[0], line.strip()
    return None


def _alone(context: Context, files: list[FileChange], golden: list[FileChange]) -> Iterator[Found]:
    prompts = [file for file in files if _PROMPT.search(file.path) and not _GOLDEN.search(file.path)]
    changed = [file for file in prompts if file.status not in (DELETED, ADDED) and not file.generated]
    if (
        golden
        or not changed
        or not any(_GOLDEN.search(path) and re.search(r"\.\w+$", path) for path in context.listing())
    ):
        return
    first = next((block.start for block in changed[0].blocks(NEW)), None)
    yield Found(changed[0].path, first, NEW, "", {"what": changed[0].path}, key="prompt")
