"""SQL that empties or drops, given to a database's own command: by an option, by standard input."""

from __future__ import annotations

from collections.abc import Mapping

from pairkit.action.line import Simple
from pairkit.lazy import pattern
from pairkit.rules.around import Around

_COMMENT = pattern(r"--[^\n]*|/\*.*?(?:\*/|\Z)", 16)
_STRING = pattern(r"'(?:[^']|'')*'")
_DROPS = pattern(
    r"\bdrop\s+(?:table|database|schema|keyspace|collection)\b|\btruncate\s+(?:table\s+)?[\w\"`.]+|\.drop\(\s*\)"
    r"|\bdropDatabase\(|\bflush(?:all|db)\b|\b(?:deleteMany|remove)\(\s*\{\s*\}\s*\)",
    2,
)
_DELETE = pattern(r"\bdelete\s+from\s+[\w\"`.\[\]]+(?P<rest>[^;]*)", 2)
_WHERE = pattern(r"\bwhere\b(?!\s+(?:1\s*=\s*1|true)\b)", 2)
_TEST = pattern(r"(?:^|[_/-])test(?:s|ing)?(?:[_.-]|db|$)", 2)


_EXECUTED = pattern(
    r"""\b(?:execute\w*|query|exec|raw)\(\s*[rf]?(?P<quote>\"{3}|'{3}|["'`])(?P<sql>.*?)(?P=quote)""", 16
)
_INTERPRETERS = ("python", "python3", "node", "ruby", "php", "bun", "deno")


def check(command: Simple, _around: Around) -> Mapping[str, object] | None:
    """Return the SQL words that lose data."""
    words = command.argv[1:]
    if command.argv[0] in _INTERPRETERS:
        return _in_code("\n".join((*words, command.text or "")))
    if ":memory:" in words or any(_is_test(word) for word in words):
        return None
    given = [word.partition("=")[2] if word.startswith("--") else word for word in words]
    for text in (*given, command.text or ""):
        found = lost(text)
        if found:
            return {"what": f"{command.argv[0]}: {found}"}
    return None


def _in_code(code: str) -> Mapping[str, object] | None:
    """Return what SQL that a piece of code executes would lose, a database in memory aside."""
    found = next((lost(one["sql"]) for one in _EXECUTED.finditer(code[:100_000]) if lost(one["sql"])), "")
    return {"what": found} if found and ":memory:" not in code else None


def _is_test(word: str) -> bool:
    return len(word) < 100 and " " not in word and bool(_TEST.search(word))


def lost(sql: str) -> str:
    """Return the words that lose data in a text of SQL, or nothing. Strings and comments are not looked into."""
    sql = _STRING.sub("''", _COMMENT.sub(" ", sql))
    found = _DROPS.search(sql)
    if found:
        return " ".join(found[0].split()).upper() if found[0][0] != "." else found[0]
    for one in _DELETE.finditer(sql):
        if not _WHERE.search(one["rest"]):
            return "DELETE"
    return ""
