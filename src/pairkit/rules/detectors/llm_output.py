"""What a language model said, run as a program or put into a page as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.reading.lost import COMMENT
from pairkit.rules.reading.models import added_lines, answers, talks_to_a_model

_RUNS = pattern_of(
    r"(?<![\w.])(?P<what>(?:eval|exec|compile|execSync|spawn|spawnSync|execFile|new Function|Function|vm\.run\w*"
    r"|os\.system|os\.popen"
    r"|subprocess\.\w+|child_process\.\w+|\w{0,20}(?:cursor|cur|db|conn|connection|session|engine|pool|client|prisma)"
    r"\.(?:execute|executemany|executescript|query|raw|\$queryRawUnsafe|\$executeRawUnsafe|all|exec|run_sql)|pd\.read_sql\w*|pickle\.loads"
    r"|yaml\.load|read_sql\w*)\s*\()(?P<rest>.{0,300})"
)
_SHOWN = pattern_of(
    r"(?P<what>\.(?:innerHTML|outerHTML)\s*\+?=(?!=)|insertAdjacentHTML\(|document\.write\(|__html\s*:|\bmark_safe\(|\bMarkup\(|\bv-html="
    r"|\{@html\s|HTMLResponse\(|unsafe_allow_html\s*=\s*True)(?P<rest>.{0,300})"
)
_CLEAN = pattern_of(r"(?i)sanitiz|purify|bleach|escape\(|nh3\.")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield a finding for each added line in which an answer reaches what the rule is about."""
    sink = _RUNS if rule["id"] == "model-output-run" else _SHOWN
    for file in {id(region.file): region.file for region in regions}.values():
        if file.generated or file.status == DELETED or not talks_to_a_model(file):
            continue
        answer = answers(file)
        for number, line in added_lines(file):
            match = sink.search(line) if len(line) <= 1000 and not COMMENT.match(line) else None
            if match and not _CLEAN.search(line) and _reaches(answer, match, line):
                what = re.sub(r"\s+", " ", match["what"]).strip(" (=:")
                yield Found(file.path, number, NEW, line.strip()[:160], {"what": what}, key=line.strip())


def _reaches(answer: re.Pattern[str], match: re.Match[str], line: str) -> bool:
    where = line if "unsafe_allow_html" in match["what"] else match["rest"]
    return bool(answer.search(where))
