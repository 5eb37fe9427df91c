"""Password hashing that went while the code that keeps passwords stayed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import DELETED, NEW, OLD, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import changed_lines, code_lines, files_of, parts
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_HASH = pattern_of(
    r"(?i)\b(?P<name>scrypt|bcrypt|argon2\w*|pbkdf2\w*|password_hash|make_password|generate_password_hash"
    r"|has_secure_password|cryptcontext)\b(?=\s{0,3}[.(:]|\s*$)"
)
_IMPORT = pattern_of(r"\s*(?:import\b|from\b|(?:const|let|var)\s.{0,200}require\(|use\s|#include)")
_COMPARED = pattern_of(r"(?i)\b\w{0,60}(?:verify|checkpw|compare)\w{0,60}\([^\n]{0,80}passw")
_KEPT = pattern_of(r"(?i)passw(?:or)?d")


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield one finding a file where hashing went, none came, and passwords are still handled in the new lines."""
    if any(_HASH.search(line) for file in context.change.files for _, line in code_lines(changed_lines(file))):
        return
    for file in files_of(regions):
        if file.status == DELETED or not any(_KEPT.search(line) for _, line in code_lines(changed_lines(file, NEW))):
            continue
        if any(_used(line) for block in parts(file) for _, line in block.lines()):
            continue
        lost = [
            (number, line.strip()[:160])
            for number, line in code_lines(changed_lines(file, OLD))
            if (_HASH.search(line) or _COMPARED.search(line)) and not _IMPORT.match(line)
        ]
        if any(_HASH.search(line) for _, line in lost):
            number, line = next((one for one in lost if _COMPARED.search(one[1])), lost[0])
            name = next(match["name"] for _, text in lost if (match := _HASH.search(text)))
            yield Found(file.path, number, OLD, line, {"what": name}, key=line)


def _used(line: str) -> bool:
    return bool(_HASH.search(line)) and not _IMPORT.match(line)
