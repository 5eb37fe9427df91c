"""Who may read and change rows, as PostgreSQL (Supabase and others) keeps it: policies, row-level security, grants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pairkit.change.model import NEW, OLD, Block, FileChange
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.text import changed_lines, files_of, parts, sql_without_comments, touched
from pairkit.rules.context import Context
from pairkit.rules.finding import Found
from pairkit.rules.haystack import Region

_ID = r"(?:\"[^\"\n]{1,120}\"|[\w$]{1,120})"
_TABLE = rf"(?P<table>{_ID}(?:\s{{0,3}}\.\s{{0,3}}{_ID})?)"
_POLICY = pattern_of(
    rf"(?i)\b(?P<verb>create"
    rf"|alter)\s{{1,20}}policy\s{{1,20}}{_ID}\s{{1,20}}on\s{{1,20}}{_TABLE}(?P<rest>[^;]{{0,3000}})"
)
_DROP_POLICY = pattern_of(
    rf"(?i)\bdrop\s{{1,20}}policy\s{{1,20}}(?:if\s{{1,20}}exists\s{{1,20}})?(?P<name>{_ID})\s{{1,20}}on\s{{1,20}}{_TABLE}"
)
_RLS = pattern_of(
    rf"(?i)\balter\s{{1,20}}table\s{{1,20}}(?:if\s{{1,20}}exists\s{{1,20}})?(?:only\s{{1,20}})?{_TABLE}\s{{1,20}}"
    r"(?P<verb>enable|disable|no\s{1,20}force)\s{1,20}row\s{1,20}level\s{1,20}security"
)
_CREATE_TABLE = pattern_of(
    rf"(?i)\bcreate\s{{1,20}}table\s{{1,20}}(?:if\s{{1,20}}not\s{{1,20}}exists\s{{1,20}})?{_TABLE}(?P<rest>[^;(]{{0,200}})"
)
_DROP_TABLE = pattern_of(rf"(?i)\bdrop\s{{1,20}}table\s{{1,20}}(?:if\s{{1,20}}exists\s{{1,20}})?{_TABLE}")
_GRANT = pattern_of(
    r"(?i)\bgrant\s{1,20}(?P<what>[a-z ,()\"\n]{3,200}?)\s{1,20}on\s{1,20}(?P<on>[^;]{1,400}?)\s{1,20}"
    r"to\s{1,20}(?P<who>[\w\", \n]{3,200})"
)
_TRUE = r"(?:\(\s{0,9}){1,3}(?:true|1\s{0,3}=\s{0,3}1)\s{0,9}\)"
_USING = pattern_of(rf"(?i)\busing\s{{0,20}}{_TRUE}")
_CHECK = pattern_of(rf"(?i)\bwith\s{{1,9}}check\s{{0,20}}{_TRUE}")
_SIGNED_IN = pattern_of(
    r"(?i)\b(?:using"
    r"|with\s{1,9}check)\s{0,20}\(\s{0,9}\(?\s{0,9}(?:\(\s{0,3}select\s{1,3})?auth\.(?:role\(\)[^()]{0,40}=\s{0,3}'authenticated'"
    r"(?:\s{0,3}::\s{0,3}text)?|uid\(\)[^()]{0,20}\)?\s{0,3}is\s{1,3}not\s{1,3}null)\s{0,9}\)"
)
_TO = pattern_of(r"(?i)\bto\s{1,20}(?P<who>[\w\"]{1,63}(?:\s{0,5},\s{0,5}[\w\"]{1,63}){0,9})")
_FOR = pattern_of(r"(?i)\bfor\s{1,20}(?P<what>all|select|insert|update|delete)\b")
_EVERYBODY = {"anon", "public", "authenticated"}
_DYNAMIC = pattern_of(r"(?i)(?:%[1-9$]{0,3}[Is]|\|\|)[^;\n]{0,80}enable\s{1,9}row\s{1,9}level\s{1,9}security")


class _Policy(NamedTuple):
    line: int
    table: str
    what: str
    open: bool
    who: str


def detect(
    context: Context, rule: Mapping[str, Any], files: list[FileChange], regions: list[Region]
) -> Iterator[Found]:
    """Yield what one rule tells of: the rule's id says which."""
    find = _RULES[rule["id"]]
    for file in files_of(regions):
        changed = changed_lines(file)
        seen: set[int] = set()
        for found in find(context, file, changed):
            if found.line not in seen:
                seen.add(found.line or 0)
                yield found


def _pieces(file: FileChange, side: str = NEW) -> Iterator[tuple[Block, str]]:
    for block in parts(file, side):
        yield block, sql_without_comments(block.text)


def _name(table: str) -> str:
    """Return a table's name for comparing: without quotes and the default schema."""
    name = re.sub(r"[\"\s]", "", table).lower()
    return name.removeprefix("public.")


def _policies(file: FileChange, changed: dict[int, str]) -> Iterator[_Policy]:
    for block, text in _pieces(file):
        for match in _POLICY.finditer(text):
            line = touched(block, match.start(), match.end(), changed)
            rest = match["rest"]
            if line is None or re.search(r"(?i)\bas\s{1,9}restrictive\b", rest):
                continue
            condition = re.search(r"(?i)\b(?:using|with\s{1,9}check)\b", rest)
            head = rest[: condition.start()] if condition else rest
            who = _TO.search(head)
            names = {one.strip(' "\n').lower() for one in who["who"].split(",")} if who else {"public"}
            if not names & _EVERYBODY:
                continue
            what = _FOR.search(head)
            free = bool(_USING.search(rest) or _CHECK.search(rest))
            signed_in = bool(_SIGNED_IN.search(rest)) or (free and not names & {"anon", "public"})
            if free or signed_in:
                verb = what["what"].lower() if what else "all"
                yield _Policy(line, match["table"], verb, free and not signed_in, "all" if free else "in")


def _open_write(_: Context, file: FileChange, changed: dict[int, str]) -> Iterator[Found]:
    for policy in _policies(file, changed):
        if policy.open and policy.what in ("all", "update", "delete"):
            yield _found(file, policy.line, changed, {"name": policy.table, "variant": policy.what})


def _open(_: Context, file: FileChange, changed: dict[int, str]) -> Iterator[Found]:
    for policy in _policies(file, changed):
        if policy.open and policy.what in ("select", "insert"):
            yield _found(file, policy.line, changed, {"name": policy.table, "variant": policy.what})
        elif not policy.open:
            variant = "read" if policy.what == "select" else "write"
            yield _found(file, policy.line, changed, {"name": policy.table, "variant": variant})


def _rls_off(context: Context, file: FileChange, changed: dict[int, str]) -> Iterator[Found]:
    pieces = list(_pieces(file))
    on = {
        _name(match["table"]): block.line_at(match.start())
        for block, text in pieces
        for match in _RLS.finditer(text)
        if match["verb"].lower() == "enable"
    }
    for block, text in pieces:
        for match in _RLS.finditer(text):
            line = touched(block, match.start(), match.end(), changed)
            later = on.get(_name(match["table"]), 0) > block.line_at(match.start())
            if match["verb"].lower() != "enable" and line is not None and not later:
                yield _found(file, line, changed, {"name": match["table"], "variant": "off"})
    if file.new is not None:
        yield from _rls_gone(context, file)


def _rls_gone(context: Context, file: FileChange) -> Iterator[Found]:
    """Yield the lines that switched protection on and went, unless their table went too."""
    settled = _tables(context, _DROP_TABLE) | _tables(context, _RLS)
    kept = _tables(context, _CREATE_TABLE, everywhere=True)
    old = changed_lines(file, OLD)
    for block, text in _pieces(file, OLD):
        made = {_name(match["table"]) for match in _CREATE_TABLE.finditer(text)} - kept
        for match in _RLS.finditer(text):
            line = touched(block, match.start(), match.end(), old)
            if match["verb"].lower() == "enable" and line is not None and _name(match["table"]) not in settled | made:
                yield Found(file.path, line, OLD, old[line].strip(), {"name": match["table"], "variant": "gone"})


_named: tuple[object, dict[tuple[str, bool], set[str]]] = ((), {})


def _tables(context: Context, pattern: re.Pattern[str], everywhere: bool = False) -> set[str]:
    """Return the tables that a statement names in the changed SQL of the whole change, which is read once."""
    global _named  # noqa: PLW0603 - the answers of the change at hand, not one more pass for each of its files
    if _named[0] is not context.change:
        _named = (context.change, {})
    key = (pattern.pattern, everywhere)
    if key not in _named[1]:
        _named[1][key] = {
            _name(match["table"])
            for file in context.change.files
            if file.path.lower().endswith((".sql", ".ddl"))
            for block in (parts(file) if everywhere else file.blocks(NEW))
            for match in pattern.finditer(sql_without_comments(block.text))
        }
    return set(_named[1][key])


def _dropped(context: Context, file: FileChange, changed: dict[int, str]) -> Iterator[Found]:
    again = _tables(context, _POLICY) | _tables(context, _DROP_TABLE)
    for block, text in _pieces(file):
        for match in _DROP_POLICY.finditer(text):
            line = touched(block, match.start(), match.end(), changed)
            if line is not None and _name(match["table"]) not in again:
                again.add(_name(match["table"]))
                yield _found(file, line, changed, {"name": match["table"]})


def _granted(_: Context, file: FileChange, changed: dict[int, str]) -> Iterator[Found]:
    for block, text in _pieces(file):
        for match in _GRANT.finditer(text):
            line = touched(block, match.start(), match.end(), changed)
            who = {one.strip(' "\n').lower() for one in match["who"].split(",")}
            who |= {one.split()[0] for one in who if one.split()}
            plain = re.match(
                r"(?i)\s*(?:schema|type|sequence|all\s+sequences|database|language|sequences)\b", match["on"]
            )
            if line is None or plain or not who & {"anon", "public"}:
                continue
            name = " ".join(match["on"].split())[:60]
            yield _found(file, line, changed, {"name": name, "what": " ".join(match["what"].split()).upper()[:60]})
            return


def _without(context: Context, file: FileChange, changed: dict[int, str]) -> Iterator[Found]:
    safe = _tables(context, _RLS, everywhere=True) | _tables(context, _DROP_TABLE)
    for block, text in _pieces(file):
        if _DYNAMIC.search(text):
            return
        for match in _CREATE_TABLE.finditer(text):
            line = touched(block, match.start(), match.start() + 1, changed)
            name = _name(match["table"])
            if line is None or name in safe or "." in name or re.search(r"(?i)\bpartition\s+of\b", match["rest"]):
                continue
            yield _found(file, line, changed, {"name": match["table"]})


def _found(file: FileChange, line: int, changed: dict[int, str], facts: dict[str, object]) -> Found:
    evidence = changed[line].strip()[:160]
    facts["name"] = re.sub(r"[\"\s]{1,3}", " ", str(facts["name"])).replace(" . ", ".").strip()
    return Found(file.path, line, NEW, evidence, facts, key=f"{facts['name']} {evidence}")


_RULES = {
    "policy-open-write": _open_write,
    "policy-open": _open,
    "rls-off": _rls_off,
    "policy-dropped": _dropped,
    "grant-to-everyone": _granted,
    "table-without-rls": _without,
}
