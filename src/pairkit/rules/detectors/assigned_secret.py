"""Secrets without a vendor's shape: a value that is given to something called password, token or key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.assignments import STARTS, Assignment, assignments
from pairkit.rules.context import Context
from pairkit.rules.decoys import is_placeholder, is_reference, is_words, looks_random
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region
from pairkit.rules.mask import masked
from pairkit.rules.paths import is_document, is_pipeline, is_setting, is_test

_PASSWORD = pattern_of(r"(?i)passw(?:or)?d|passphrase|pwd|비밀번호|패스워드|암호")
_FRAMEWORK = pattern_of(
    r"(?i)(?:^|[._-])(?:(?:app|django|flask|jwt|session|cookie|auth|nextauth)[._-]?)?secret(?:_?key)?$|secret_?key$"
)
"""Names under which a web framework takes the key that signs sessions: a guessable word opens every account."""
_CHOSEN = ("passw", "passphrase", "pwd", "secret", "encryption", "signing", "비밀", "패스워드", "암호")
"""Of `_PASSWORD` and `_FRAMEWORK`, how each begins."""
_ABOUT = pattern_of(
    r"(?i)(?:label|text|hint|help|error|message|msg|title|placeholder|field|input|type|url|uri|path|file|name|id|regex|pattern"
    r"|length|min|max|policy|reset|forgot|confirm|count|limit|expir\w*|ttl|header|prefix|suffix|env|var|param|column|hash(?:er)?"
    r"|success|desc(?:ription)?|notice|warning|subject|intro|changed|updated|schema|model|template|page|view|route|class|selector|test|enabled|required|visible|algorithm|method|strength|budget|usage"
    r"|tokenizer|tokens)$"
)
_ABOUT_ANYWHERE = pattern_of(
    r"(?i)csrf|xsrf|public|existing|tokeni[sz]|secretary|design[_-]?token|max_?tokens|token[_-]?(?:type|count|limit|url|endpoint)"
)
_SIGNING = pattern_of(
    r"(?i)(?:^|[.\-])(?:(?:app|django|flask|jwt|session|cookie|auth|nextauth|token|signing)[._-]?)?secret(?:[._-]?key)?$"
    r"|(?:^|[._-])(?:encryption|crypto|fernet|signing|hmac|cookie)_?(?:key|secret)$"
)
"""Of `_FRAMEWORK`, what only signs: with a sample in its place the program runs, and everybody knows its key."""
_CODE = (".py", ".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".php", ".rb", ".go", ".java", ".kt", ".cs", ".rs")
_IN_CALL = pattern_of(
    r"(?i)\bjwt\.(?:encode|decode|sign|verify)\((?:[^\n]{1,160}?,\s{0,4}|\s{1,20}[^\n\"']{1,120},\s{1,20})[rbu]?(?P<quote>[\"'])(?P<secret>[^\"'\s]{4,80})(?P=quote)"
    r"\s{0,4}[,)]"
)
_GIVEN = pattern_of(
    r"(?i)\bcreate_superuser\((?:[^\n]{0,120}?password\s?=\s?|[^=\n]{1,120}?,\s?)(?P<quote>[\"'])(?P<secret>[^\"'\s@]{4,80})(?P=quote)\s{0,3}\)"
    r"|[\"'`](?:Bearer|Basic|[tT]oken)\s(?P<quote3>)(?P<secret3>(?=[^\s\"'`]*\d)[\w.+/=-]{16,400})[\"'`]"
    r"|\bauth\s?=\s?\(\s?[\"'][^\"'\n]{1,60}[\"'],\s?(?P<quote2>[\"'])(?P<secret2>[^\"'\s]{4,80})(?P=quote2)\s?\)"
)
_COMPARED = pattern_of(
    r"(?i)(?<!\w)\$?[\w.]{0,40}passw(?:or)?d[\"'\])]{0,3}\s{0,3}===?\s{0,3}(?P<quote>[\"'])(?P<secret>[^\"'\s]{4,80})(?P=quote)(?!\s*\|\||\s*\?)"
)
"""A password that the code itself knows. In a form `type == "password"` comes the other way round."""
_ALGORITHM = pattern_of(r"(?i)(?:[hrep]s|eddsa|none)[\d-]{0,4}|utf-?8")
_OWN_PASSWORD = pattern_of(
    r"(?i)(?:^|[._-]|(?<=[a-z])(?=P))(?:db|database|root|admin|my_?sql|postgres|user)?_?(?:password|passwd|pwd)$"
)
_COMPOSE = pattern_of(r"(?:^|/)(?:(?:docker-)?compose|values)[\w.-]{0,40}\.ya?ml$")
_ENVIRONMENT = pattern_of(
    r"(?:^|/)(?:\.?[\w-]{0,40}\.env|\.env(?:\.(?!example|sample|template|dist|test|ci)[\w-]{1,30})?)$"
)
_NOISE = ("lock", "snapshot", "minified", "vendored", "template")
"""Files full of hashes and samples. What is only marked as generated is searched: a mark must not hide a password."""
_SAMPLES = pattern_of(r"(?i)(?:^|[/._-])(?:examples?|samples?|demo|templates?|fixtures?|seeds?|stories)(?:[/._-]|$)")
_WORD_LENGTH = 10
_GUESSED = pattern_of(
    r"(?i)letmein|welcome\d{0,4}|iloveyou|qwerty\w{0,6}|1?123456\d{0,4}|passw0rd\d{0,4}|password\d{1,4}|admin@?\d{1,5}|secret\d{1,4}|root\d{1,4}|test\d{3,5}"
    r"|changeit|monkey\d{0,3}|dragon\d{0,3}"
)
"""Passwords that stand at the top of every list of guessed ones."""
_ELEMENT = pattern_of(
    r"(?i)<(?P<name>[\w.:-]{0,40}(?:password|passwd|passphrase|secret|api-?key)[\w.-]{0,20})>[ \t]{0,4}(?P<secret>[^<>\s]{4,100})[ \t]{0,4}</"
)
_PLAIN = {
    "password", "passwd", "secret", "token", "string", "text", "hidden", "required", "optional", "none", "null", "true",
    "false", "bearer", "basic", "current-password", "new-password", "off", "on", "undefined", "user", "admin", "test",
    "postgres", "root", "guest",
}  # fmt: skip


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield values that a person or a program would use as a secret; those of tests open nothing.

    Rule `secret-added` takes random ones, rule `password-literal` those a human would choose.
    """
    want_random = rule["id"] == "secret-added"
    words = STARTS if want_random else _CHOSEN
    for region in regions:
        file = region.file
        if file.generated in _NOISE or is_document(file.path) or is_test(file.path):
            continue
        for found in assignments(region, bare=is_setting(file.path), words=words):
            if _kind(file, found.name, found.value) == ("random" if want_random else "human"):
                yield _found(region, found)
            elif not want_random and _known(region, found):
                yield _found(region, found)._replace(severity="should")
        if not want_random and file.path.endswith(_CODE):
            yield from _given(region)
            yield from _compared(region)
        if not want_random and file.path.endswith((".xml", ".config")):
            yield from _elements(region)


def _kind(file: FileChange, name: str, value: str) -> str | None:
    if is_placeholder(value) or is_reference(value) or _about_something_else(name):
        return None
    if _signs_sessions(file, name, value):
        return "human"
    if _names_itself(name, value):
        return None
    if looks_random(value):
        return "random"
    if not _PASSWORD.search(name) or is_pipeline(file.path) or len(value) > 40:
        return None
    return "human" if not is_words(value) else None


def _known(region: Region, found: Assignment) -> bool:
    """Tell whether a value that nobody would call a secret opens something all the same, because it is in use."""
    path, name, value = region.file.path, found.name, found.value
    if is_reference(value) or _about_something_else(name) or _SAMPLES.search(path) or is_pipeline(path):
        return False
    if path.endswith(_CODE):
        if _SIGNING.search(name):
            return is_placeholder(value) or value.lower() in _PLAIN or is_words(value.replace("_", "-"))
        if _OWN_PASSWORD.search(name) and _GUESSED.fullmatch(value):
            return True
        given = region.block.text[max(0, found.at - 4) : found.at].rstrip("\"'` rbu").endswith("=")
        return given and _OWN_PASSWORD.search(name) is not None and _a_word(name, value)
    if _ENVIRONMENT.search(path):
        return bool(_PASSWORD.search(name) or _SIGNING.search(name)) and value[0].isalnum()
    return bool(_COMPOSE.search(path) and _OWN_PASSWORD.search(name) and value[0].isalnum())


def _a_word(name: str, value: str) -> bool:
    return value.isalpha() and value.islower() and len(value) >= _WORD_LENGTH and not _names_itself(name, value)


def _elements(region: Region) -> Iterator[Found]:
    """Yield what stands between the two marks of an XML element that is called a password."""
    for match in _ELEMENT.finditer(region.block.text, region.start, region.end):
        name, value = match["name"], match["secret"]
        human = _kind(region.file, name, value) == "human" or looks_random(value)
        if human or (_GUESSED.fullmatch(value) and not _about_something_else(name)):
            found = _found(region, Assignment(name, value, match.start("secret")))
            yield found if human else found._replace(severity="should")


def _given(region: Region) -> Iterator[Found]:
    """Yield the keys that stand in a call which signs a token or reads one."""
    for match in _IN_CALL.finditer(region.block.text, region.start, region.end):
        value = match["secret"]
        if not _ALGORITHM.fullmatch(value) and not is_reference(value) and not _commented(region, match.start()):
            found = _found(region, Assignment("jwt", value, match.start("secret")))
            yield found._replace(severity="should") if is_placeholder(value) else found
    for match in _GIVEN.finditer(region.block.text, region.start, region.end):
        which = next(key for key in ("secret", "secret2", "secret3") if match[key])
        if which == "secret3" and not looks_random(match[which]):
            continue
        if (
            not is_reference(match[which])
            and not is_placeholder(match[which])
            and not _commented(region, match.start())
        ):
            given = Assignment("password", match[which], match.start(which))
            yield _found(region, given)._replace(severity="should")


def _compared(region: Region) -> Iterator[Found]:
    """Yield passwords that code compares with what somebody typed."""
    for match in _COMPARED.finditer(region.block.text, region.start, region.end):
        value = match["secret"]
        if (
            value.lower() not in _PLAIN - {"admin", "root", "guest"}
            and not is_reference(value)
            and not _commented(region, match.start())
        ):
            yield _found(region, Assignment("password", value, match.start("secret")))._replace(severity="should")


def _commented(region: Region, at: int) -> bool:
    return line_around(region.block.text, at).lstrip().startswith(("#", "//", "*"))


def _signs_sessions(file: FileChange, name: str, value: str) -> bool:
    if is_pipeline(file.path) or len(value) < 6 or value.lower() in _PLAIN or (value.isupper() and "_" in value):
        return False
    return bool(_FRAMEWORK.search(name)) and not looks_random(value)


def _about_something_else(name: str) -> bool:
    return bool(_ABOUT.search(name) or _ABOUT_ANYWHERE.search(name))


def _names_itself(name: str, value: str) -> bool:
    """`"password": "Password1"` is a label or a sample, `API_KEY = "MY_API_KEY"` the name of a variable."""
    bare = re.sub(r"[\W\d_]", "", value).lower()
    own = re.sub(r"[\W\d_]", "", name).lower()
    return value.lower() in _PLAIN or bare in own or own in bare or (value.isupper() and "_" in value)


def _found(region: Region, found: Assignment) -> Found:
    return Found(
        file=region.file.path,
        line=region.block.line_at(found.at),
        evidence=masked(found.value),
        facts={"name": found.name},
        key=line_around(region.block.text, found.at),
        secret=found.value,
        confidence="likely",
    )
