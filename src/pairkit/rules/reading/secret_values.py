"""What a name and its value say: a secret that a program made, one that a person chose, or none."""

from __future__ import annotations

import re

from pairkit.change.model import FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.assignments import Assignment
from pairkit.rules.decoys import is_placeholder, is_reference, is_words, looks_random
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.mask import masked
from pairkit.rules.paths import is_pipeline

PASSWORD = pattern_of(r"(?i)passw(?:or)?d|passphrase|pwd|비밀번호|패스워드|암호")
_FRAMEWORK = pattern_of(
    r"(?i)(?:^|[._-])(?:(?:app|django|flask|jwt|session|cookie|auth|nextauth)[._-]?)?secret(?:_?key)?$|secret_?key$"
)
"""Names under which a web framework takes the key that signs sessions: a guessable word opens every account."""
_ABOUT = pattern_of(
    r"(?i)(?:label|text|hint|help|error|message|msg|title|placeholder|field|input|type|url|uri|path|file|name|id|regex|pattern"
    r"|length|min|max|policy|reset|forgot|confirm|count|limit|expir\w*|ttl|header|prefix|suffix|env|var|param|column|hash(?:er)?"
    r"|success|desc(?:ription)?|notice|warning|subject|intro|changed|updated|schema|model|template|page|view|route|class|selector|test|enabled|required|visible|algorithm|method|strength|budget|usage"
    r"|tokenizer|tokens)$"
)
_ABOUT_ANYWHERE = pattern_of(
    r"(?i)csrf|xsrf|public|existing|tokeni[sz]|secretary|design[_-]?token|max_?tokens|token[_-]?(?:type|count|limit|url|endpoint)"
)
NOISE = ("lock", "snapshot", "minified", "vendored", "template")
"""Files full of hashes and samples. What is only marked as generated is searched: a mark must not hide a password."""
PLAIN = {
    "password", "passwd", "secret", "token", "string", "text", "hidden", "required", "optional", "none", "null", "true",
    "false", "bearer", "basic", "current-password", "new-password", "off", "on", "undefined", "user", "admin", "test",
    "postgres", "root", "guest",
}  # fmt: skip


def kind_of(file: FileChange, name: str, value: str) -> str | None:
    """Return "random" for a value that a program made, "human" for one that a person chose, None for no secret."""
    if is_placeholder(value) or is_reference(value) or about_something_else(name):
        return None
    if _signs_sessions(file, name, value):
        return "human"
    if names_itself(name, value):
        return None
    if looks_random(value):
        return "random"
    if not PASSWORD.search(name) or is_pipeline(file.path) or len(value) > 40:
        return None
    return "human" if not is_words(value) else None


def _signs_sessions(file: FileChange, name: str, value: str) -> bool:
    if is_pipeline(file.path) or len(value) < 6 or value.lower() in PLAIN or (value.isupper() and "_" in value):
        return False
    return bool(_FRAMEWORK.search(name)) and not looks_random(value)


def about_something_else(name: str) -> bool:
    """Tell whether a name only speaks of a secret: its label, its length, the address where it is changed."""
    return bool(_ABOUT.search(name) or _ABOUT_ANYWHERE.search(name))


def names_itself(name: str, value: str) -> bool:
    """`"password": "Password1"` is a label or a sample, `API_KEY = "MY_API_KEY"` the name of a variable."""
    bare = re.sub(r"[\W\d_]", "", value).lower()
    own = re.sub(r"[\W\d_]", "", name).lower()
    return value.lower() in PLAIN or bare in own or own in bare or (value.isupper() and "_" in value)


def found_secret(region: Region, found: Assignment) -> Found:
    """Return the finding of a secret, its value only where the engine masks it."""
    return Found(
        file=region.file.path,
        line=region.block.line_at(found.at),
        evidence=masked(found.value),
        facts={"name": found.name},
        key=line_around(region.block.text, found.at),
        secret=found.value,
        confidence="likely",
    )
