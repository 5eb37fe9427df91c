"""Secrets in less usual places: given in a call, compared with, between two marks, or a word that everybody guesses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pairkit.change.model import FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.assignments import Assignment, assignments
from pairkit.rules.context import Context
from pairkit.rules.decoys import is_placeholder, is_reference, is_words, looks_random
from pairkit.rules.evidence import line_around
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region, lower
from pairkit.rules.paths import is_document, is_pipeline, is_setting, is_test
from pairkit.rules.reading.secret_values import (
    NOISE,
    PASSWORD,
    PLAIN,
    about_something_else,
    found_secret,
    kind_of,
    names_itself,
)

_SIGNING = pattern_of(
    r"(?i)(?:^|[.\-])(?:(?:app|django|flask|jwt|session|cookie|auth|nextauth|token|signing)[._-]?)?secret(?:[._-]?key)?$"
    r"|(?:^|[._-])(?:encryption|crypto|fernet|signing|hmac|cookie)_?(?:key|secret)$"
)
"""Of `_FRAMEWORK`, what only signs: with a sample in its place the program runs, and everybody knows its key."""
_CODE = (".py", ".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".php", ".rb", ".go", ".java", ".kt", ".cs", ".rs")
_IN_CALL = pattern_of(
    r"(?i)\bjwt\.(?:encode|decode|sign|verify)\((?:[^\n]{1,160}?,\s{0,4}|\s{1,20}[^\n\"']{1,120},\s{1,20})"
    r"[rbu]?(?P<quote>[\"'])(?P<secret>[^\"'\s]{4,80})(?P=quote)"
    r"\s{0,4}[,)]"
)
_GIVEN = pattern_of(
    r"(?i)\bcreate_superuser\((?:[^\n]{0,120}?password\s?=\s?|[^=\n]{1,120}?,\s?)(?P<quote>[\"'])(?P<secret>[^\"'\s@]{4,80})(?P=quote)\s{0,3}\)"
    r"|[\"'`](?:Bearer|Basic|[tT]oken)\s(?P<quote3>)(?P<secret3>(?=[^\s\"'`]*\d)[\w.+/=-]{16,400})[\"'`]"
    r"|\bauth\s?=\s?\(\s?[\"'][^\"'\n]{1,60}[\"'],\s?(?P<quote2>[\"'])(?P<secret2>[^\"'\s]{4,80})(?P=quote2)\s?\)"
)
_GIVING = ("create_superuser(", "bearer ", "basic ", "token ", "auth=", "auth =")
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
_SAMPLES = pattern_of(r"(?i)(?:^|[/._-])(?:examples?|samples?|demo|templates?|fixtures?|seeds?|stories)(?:[/._-]|$)")
_WORD_LENGTH = 10
_WORDS = ("passw", "passphrase", "pwd", "secret", "encryption", "signing")
_GUESSED = pattern_of(
    r"(?i)letmein|welcome\d{0,4}|iloveyou|qwerty\w{0,6}|1?123456\d{0,4}|passw0rd\d{0,4}|password\d{1,4}|admin@?\d{1,5}|secret\d{1,4}"
    r"|root\d{1,4}|test\d{3,5}|changeit|monkey\d{0,3}|dragon\d{0,3}"
)
"""Passwords that stand at the top of every list of guessed ones."""
_ELEMENT = pattern_of(
    r"(?i)<(?P<name>[\w.:-]{0,40}(?:password|passwd|passphrase|secret|api-?key)[\w.-]{0,20})>"
    r"[ \t]{0,4}(?P<secret>[^<>\s]{4,100})[ \t]{0,4}</"
)


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield what opens something though it looks harmless; most of it is weak, and said without stopping."""
    for region in regions:
        path = region.file.path
        if region.file.generated in NOISE or is_document(path) or is_test(path):
            continue
        text = lower(region.block.text[region.start : region.end])
        if path.endswith(_CODE) and "jwt." in text:
            yield from _signed_with(region)
        if path.endswith((".xml", ".config")):
            yield from _elements(region)
        if not context.quick:  # none of it stops a commit
            yield from _weak(region, text)


def _weak(region: Region, text: str) -> Iterator[Found]:
    for found in assignments(region, bare=is_setting(region.file.path), words=_WORDS):
        if kind_of(region.file, found.name, found.value) is None and _known(region, found):
            yield found_secret(region, found)._replace(severity="should")
    if region.file.path.endswith(_CODE):
        if any(word in text for word in _GIVING):
            yield from _given(region)
        if "passw" in text and "==" in text:
            yield from _compared(region)


def _known(region: Region, found: Assignment) -> bool:
    """Tell whether a value that nobody would call a secret opens something all the same, because it is in use."""
    path, name, value = region.file.path, found.name, found.value
    if is_reference(value) or about_something_else(name) or _SAMPLES.search(path) or is_pipeline(path):
        return False
    if path.endswith(_CODE):
        before = region.block.text[max(0, found.at - 5) : found.at].rstrip("\"'` rbu")
        return before.endswith(("=", ":", ">")) and _in_code(name, value, given=before.endswith("="))
    if _ENVIRONMENT.search(path):
        return bool(PASSWORD.search(name) or _SIGNING.search(name)) and value[0].isalnum()
    return bool(_COMPOSE.search(path) and _OWN_PASSWORD.search(name) and value[0].isalnum())


def _in_code(name: str, value: str, *, given: bool) -> bool:
    """Judge a name and its value in code; `given` tells an assignment from a pair, which is often a translation."""
    if _SIGNING.search(name):
        return is_placeholder(value) or value.lower() in PLAIN or is_words(value.replace("_", "-"))
    if not _OWN_PASSWORD.search(name):
        return False
    return _GUESSED.fullmatch(value) is not None or (given and _a_word(name, value))


def _a_word(name: str, value: str) -> bool:
    return value.isalpha() and value.islower() and len(value) >= _WORD_LENGTH and not names_itself(name, value)


def _elements(region: Region) -> Iterator[Found]:
    """Yield what stands between the two marks of an XML element that is called a password."""
    for match in _ELEMENT.finditer(region.block.text, region.start, region.end):
        name, value = match["name"], match["secret"]
        human = kind_of(region.file, name, value) == "human" or looks_random(value)
        if human or (_GUESSED.fullmatch(value) and not about_something_else(name)):
            found = found_secret(region, Assignment(name, value, match.start("secret")))
            yield found if human else found._replace(severity="should")


def _signed_with(region: Region) -> Iterator[Found]:
    """Yield the keys that stand in a call which signs a token or reads one."""
    for match in _IN_CALL.finditer(region.block.text, region.start, region.end):
        value = match["secret"]
        if not _ALGORITHM.fullmatch(value) and not is_reference(value) and not _commented(region, match.start()):
            found = found_secret(region, Assignment("jwt", value, match.start("secret")))
            yield found._replace(severity="should") if is_placeholder(value) else found


def _given(region: Region) -> Iterator[Found]:
    """Yield passwords and passes that stand in a call or a header."""
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
            yield found_secret(region, given)._replace(severity="should")


def _compared(region: Region) -> Iterator[Found]:
    """Yield passwords that code compares with what somebody typed."""
    for match in _COMPARED.finditer(region.block.text, region.start, region.end):
        value = match["secret"]
        if (
            value.lower() not in PLAIN - {"admin", "root", "guest"}
            and not is_reference(value)
            and not _commented(region, match.start())
        ):
            yield found_secret(region, Assignment("password", value, match.start("secret")))._replace(severity="should")


def _commented(region: Region, at: int) -> bool:
    return line_around(region.block.text, at).lstrip().startswith(("#", "//", "*"))
