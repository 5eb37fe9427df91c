"""Judge one place where text becomes a command: what goes in, and whether a stranger sent it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from pairkit.change.model import Block
from pairkit.lazy import pattern as pattern_of
from pairkit.rules.code.brackets import arguments, first_argument, literal
from pairkit.rules.code.expressions import built, quoted, variable
from pairkit.rules.code.flow import Names, names_in, take_apart
from pairkit.rules.code.shown import html

_SQL = pattern_of(
    r"(?i)^\s{0,40}\(?\s{0,9}(?:select\s|insert\s+(?:or\s+\w+\s+)?into\s"
    r"|update\s+\S+\s+set\s|delete\s+from\s|replace\s+into\s|with\s+\S+\s+as"
    r"|drop\s+(?:table|view|index|database|user|role)|alter\s+(?:table"
    r"|user|role)|create\s+(?:table|index|view|user|role|database)|truncate\s"
    r"|grant\s|pragma\s|call\s|exec\s)|\bwhere\s+\S+\s{0,3}(?:=|like\b|in\b|<|>)|^\s{0,3}order\s+by\s"
)
_VALUE = pattern_of(r"(?i)(?:=|<|>|\blike|\border\s+by\s+[\"`]?)\s{0,3}(?:\0|%\(?\w{0,40}\)?[sd]|\{[^{}\n]{0,80}\}|$)")
_SORTS = pattern_of(r"(?i)\s{0,9}order\s+by\s")
"""A name of a column stands here: its quotes are no quotes of a value."""
_FIXED_HOST = pattern_of(r"/(?![/\\\0])|\?|#|https?://[\w.:-]+[/?]")
_SAFE_LOADER = pattern_of(
    r"\b(?:Safe|CSafe|Base)Loader\b|\bweights_only\s{0,3}=\s{0,3}True|allowed_classes|\bpermitted_classes\b|safe"
)
_HARMLESS_VALUE = pattern_of(
    r"(?i)jwt|sign|encrypt|secret|token_(?:hex|urlsafe|bytes)|uuid|random"
    r"|serializer|access_token|refresh_token|generate|create_\w*token"
    r"|dumps\(\s*\{?\s*\}?\s*\)|delete|null|none"
)
_READABLE = pattern_of(
    r"(?i)base64|b64encode|btoa\(|json\.dumps|JSON\.stringify|\bstr\("
    r"|hexlify|json_encode|toString\(['\"](?:base64|hex)|urlsafe_b64"
)
_OWN_FILE = pattern_of(
    r"^\s*+(?:File|IO|Pathname|fs|Rails\.root)\b|\.read_text\(|(?<![\w.])open\([^)]*\)\.read\("
    r"|\b(?:readFileSync|ReadFile|file_get_contents)\("
)
"""A template that lies in a file of the project's own."""
ASSIGNED = {
    "sql": pattern_of(
        r"^\s*+(?:(?:const|let|var|String|final\s++String)\b\s*+)?\$?\w{0,60}(?i:sql"
        r"|query|stmt|statement|where)\w{0,60}\s*+(?::=|\+=|\.=|=)(?![=>])\s*"
    ),
    "shell": pattern_of(
        r"^\s*+(?:(?:const|let|var|String|final\s++String)\b\s*+)?\$?\w{0,60}(?i:cmd|command)\w{0,60}\s*+(?::="
        r"|\+=|=)(?![=>])\s*"
    ),
}


class Hit(NamedTuple):
    """A place that was judged: `sent` if a stranger's value goes in, `quoted` if it stands in quotes inside SQL."""

    kind: str
    line: int
    sink: str
    sent: bool
    quoted: bool
    args: str


def assigned(number: int, line: str, block: Block, names: Names, kind: str) -> Hit | None:
    """Judge `command = "nmap " + host`: text that is on its way to be run."""
    match = ASSIGNED[kind].match(line)
    if not match:
        return None
    value = line[match.end() :]
    if value.rstrip().endswith(("(", '"""', "'''", "`")) or value.count("`") % 2:
        lines = block.text.split("\n")[number - block.start : number - block.start + 12]
        joined = "\n".join(lines)
        value = arguments(joined, match.end() + 1) if value.startswith("(") else joined[match.end() :]
        value = value.split("\n\n")[0]
    text = take_apart(value, names.language)
    if not built(text, names) or (kind == "sql" and not any(_SQL.search(one) for one in text.literals)):
        return None
    sent = names.is_sent(value)
    in_quotes = kind == "sql" and quoted(text, names.language) and not _SORTS.match(text.literals[0])
    if not sent and (kind == "shell" or not (in_quotes or _VALUE.search("\n".join(text.literals)))):
        return None
    return Hit(kind, number, match[0].strip(" =:+.")[-40:], sent, in_quotes, value)


def judge(
    block: Block, language: str, names: Names, kind: str, match: re.Match[str], changed: dict[int, str]
) -> Hit | None:
    """Judge one match of a sink's pattern, or return None where nothing of ours goes in."""
    all_args = arguments(block.text, match.end())
    if all_args.lstrip().startswith("`"):
        all_args = all_args[: literal(all_args, len(all_args) - len(all_args.lstrip()))[0]]
    elif "\n" in all_args and match[0].rstrip()[-1] not in "([":
        all_args = all_args.split("\n")[0].split(";")[0]
    first = block.line_at(match.start())
    line = next((n for n in range(first, first + 1 + all_args.count("\n")) if n in changed), None)
    if match[0].startswith("<?"):
        all_args = all_args.partition("?>")[0]
    if match[0].endswith(("constantize", "html_safe")):
        all_args = block.text[block.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        all_args = re.split(r"(?<![=!<>])=(?![=~>])|\breturn\b|[,({]\s", all_args)[-1]
    if line is None or not (all_args.strip() or "DefaultTyping" in match[0]):
        return None
    sink = re.sub(r"^[^\w$@{]+|[^\w>!]+$", "", re.split(r"\(|=[\s{]", match[0])[0]) or match[0].strip()
    one = first_argument(all_args).strip()
    one = re.sub(r"^(?:code|expression|source|cmd|args|sql|query|statement|value|content)\s*=\s*(?!=)", "", one)
    check: Callable[..., tuple[bool, bool, int] | None] = _CHECKS.get(kind, _any)
    result = check(language, names, sink, one, all_args, line)
    if result is None:
        return None
    sent, quoted, place = result
    if kind == "cookie" and place in changed:
        line = place
    return Hit(kind, line, sink[-40:], sent, quoted, one)


def _any(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    text = take_apart(one, language)
    return (names.is_sent(one), False, line) if variable(text) else None


def _run(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    """Calling a method by a name that a variable holds is everyday Ruby, a stranger's choice of it is not."""
    found = _any(language, names, sink, one, args, line)
    by_name = (language == "rb" and sink.strip(".").endswith(("send", "const_get", "constantize"))) or sink in _BY_NAME
    return found if found is None or found[0] or not by_name else None


_BY_NAME = {"require", "import", "import_module", "__import__", "Class.forName", "Type.GetType", "call_user_func"}
"""What loads or calls something by a name: a variable there is everyday code, a stranger's choice is not."""


def _load(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    if _SAFE_LOADER.search(args) or (sink == "torch.load" and "weights_only" in args):
        return None
    return names.is_sent(one), False, line


def _shell(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    direct = ("subprocess." in sink or sink == "Popen") and "output" not in sink.replace("check_output", "")
    if direct and not re.search(r"\bshell\s{0,3}=\s{0,3}True", args):
        return None
    if language == "cs":
        one = args
    text = take_apart(one, language)
    if language == "cs" and not built(text, names):
        return None
    if not variable(text) or one.startswith("[") or (language == "rb" and _in_parts(one, args)):
        return None
    joined = built(text, names)
    known = names.value.get(one)
    return (names.is_sent(one), joined, line) if joined or known is None or not _constant(known[1], language) else None


def _in_parts(one: str, args: str) -> bool:
    """Tell whether Ruby is given program and arguments apart, beyond named options: no shell reads them then."""
    rest = args.strip()[len(one) :].lstrip(" \n,")
    return bool(rest) and not re.match(r"\w+:\s|:\w+\s*=>", rest)


def _constant(value: str, language: str) -> bool:
    return not variable(take_apart(value, language))


def _sql(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    text = take_apart(one, language)
    called = sink.strip(".").rpartition(".")[2]
    if language == "rb" and called in _RAILS and _WHOLE.match(one) and names.is_sent(one):
        return False, False, line
    condition = (language == "rb" and "\0" in "".join(text.literals) and called in _RAILS) or (
        called in CONDITIONS and any(_CONDITION.search(literal) for literal in text.literals)
    )
    if not condition and not any(_SQL.search(literal) for literal in text.literals):
        return (False, False, line) if called in WHOLE and _NAMED.fullmatch(one) and names.is_sent(one) else None
    if not built(text, names):
        return None
    return names.is_sent(one), quoted(text, language), line


_RAILS = {"where", "order", "reorder", "find_by_sql", "having", "group", "pluck", "joins", "sql"}
_WHOLE = pattern_of(r"params\b(?!\.(?:require|permit|slice|expect))[^,]{0,60}$|[a-z_]\w{0,40}$")
WHOLE = {
    "execute",
    "query",
    "raw",
    "executeQuery",
    "executeUpdate",
    "createNativeQuery",
    "queryRawUnsafe",
    "executeRawUnsafe",
}
"""Calls that take a whole query: one that a stranger sent is theirs to write."""
_NAMED = pattern_of(r"\$?[A-Za-z_][\w.]{0,60}")
CONDITIONS = {
    "text",
    "RawSQL",
    "extra",
    "literal",
    "whereRaw",
    "havingRaw",
    "orderByRaw",
    "andWhere",
    "orWhere",
    "where",
    "Where",
    "Having",
    "Order",
    "raw",
}
"""Calls that take a part of a query, which need not say `select`."""
_CONDITION = pattern_of(
    r"(?i)(?:^|[\s(.`\"])\w{1,40}[`\"]?\s{0,3}(?:=|<|>|<>|!=|@>|<@|\bi?like\b|\bin\b)\s{0,3}\(?\s{0,3}(?:ARRAY\[)?"
    r"(?:['\"]%{0,2}(?:\0|%s|\{|$)|\0|%s|%d|\{\w{0,40}\}|$)"
)


def _nosql(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    """A condition `{password: req.body.password}` also takes `{"$gt": ""}`; what an address holds is only text."""
    if "where" in sink:
        return _any(language, names, sink, one, args, line)
    sent = _SENT_AS_IS.search(one) or re.fullmatch(r"req\.(?:body|query)", one)
    return (False, False, line) if sent and "where" not in one and "$eq" not in one else None


_SENT_AS_IS = pattern_of(
    r"[{,]\s{0,9}[\w\"']{1,40}\s{0,3}:\s{0,3}(?:req|request|ctx\.request)\.(?:body"
    r"|query)(?:\.\w{1,40}){1,2}\s{0,3}[,}]"
)


def _path(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    joins = sink.endswith(("join", "resolve", "Join", "Combine")) or (language == "java" and sink.endswith("File"))
    return _any(language, names, sink, args if joins else one, args, line)


def _search(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    """LDAP filters and XPath are told by what the text says; a pattern only counts where a stranger writes it."""
    text = take_apart(args, language)
    if any(_LOOKUP.search(literal) for literal in text.literals):
        return (names.is_sent(args), False, line) if built(text, names) else None
    pattern = _PATTERNS.search(sink)
    return (True, False, line) if pattern and variable(take_apart(one, language)) and names.is_sent(one) else None


_LOOKUP = pattern_of(
    r"\(\s{0,3}(?:[&|!]\s{0,3}\(\s{0,3})?[\w-]{1,40}~?=|//[\w*@]{1,40}|\[@?\w{1,40}\s{0,3}=|/text\(\)\s{0,3}="
)
_PATTERNS = pattern_of(r"\bre\.|RegExp|Regexp|regexp|Regex|preg_|Pattern")


def _header(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    return (True, False, line) if names.is_sent(one) else None


def _url(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    text = take_apart(one, language)
    fixed = text.literals and text.code.lstrip().startswith('"0"') and _FIXED_HOST.match(text.literals[0])
    return None if fixed else _any(language, names, sink, one, args, line)


def _cookie(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    value, place = one, line
    for _ in range(3):
        bare = re.sub(r"\.(?:decode|toString|encode)\(\)$", "", value)
        known = names.value.get(bare)
        if known is None:
            break
        place, value = known
    if not _READABLE.search(value) or _HARMLESS_VALUE.search(value):
        return None
    inner = [names.value[name][1] for name in names_in(take_apart(value, language)) if name in names.value]
    return None if any(_HARMLESS_VALUE.search(one) for one in inner) else (True, False, place)


def _template(language: str, names: Names, sink: str, one: str, args: str, line: int) -> tuple[bool, bool, int] | None:
    own = _OWN_FILE.search(one) and not names.is_sent(one)
    return None if own else _any(language, names, sink, one, args, line)


_CHECKS: dict[str, Callable[..., tuple[bool, bool, int] | None]] = {
    "run": _run,
    "load": _load,
    "shell": _shell,
    "sql": _sql,
    "nosql": _nosql,
    "html": html,
    "path": _path,
    "search": _search,
    "header": _header,
    "cookie": _cookie,
    "template": _template,
    "url": _url,
    "redirect": _url,
}
