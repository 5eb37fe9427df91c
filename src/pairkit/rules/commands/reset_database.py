"""SQL that empties or drops, given to a database's own command: by an option, by standard input."""

from __future__ import annotations

from collections.abc import Mapping

from pairkit.action.line import Simple
from pairkit.lazy import pattern
from pairkit.rules.around import Around

_COMMENT = pattern(r"--[^\n]*|/\*.*?\*/", 16)
_STRING = pattern(r"'(?:[^']|'')*'")
_DROPS = pattern(
    r"\bdrop\s+(?:table|database|schema|keyspace|collection)\b|\btruncate\s+(?:table\s+)?[\w\"`.]+|\.drop\(\s*\)"
    r"|\bdropDatabase\(|\b(?:deleteMany|remove)\(\s*\{\s*\}\s*\)",
    2,
)
_DELETE = pattern(r"\bdelete\s+from\s+[\w\"`.\[\]]+(?P<rest>[^;]*)", 2)
_WHERE = pattern(r"\bwhere\b(?!\s+(?:1\s*=\s*1|true)\b)", 2)
_TEST = pattern(r"(?:^|[_/-])test(?:s|ing)?(?:[_.-]|db|$)", 2)


def check(command: Simple, _around: Around) -> Mapping[str, object] | None:
    """Return the SQL words that lose data."""
    words = command.argv[1:]
    if ":memory:" in words or any(_is_test(word) for word in words):
        return None
    given = [word.partition("=")[2] if word.startswith("--") else word for word in words]
    for text in (*given, command.text or ""):
        found = lost(text)
        if found:
            return {"what": f"{command.argv[0]}: {found}"}
    return None


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
