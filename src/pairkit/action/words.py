"""Read one word of Bash: quotes off, known variables in, and a sign where only the running shell knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pairkit.action.line import UNKNOWN
from pairkit.lazy import pattern

Look = Callable[[str], str | None]
Inner = Callable[[Any], None]

_ESCAPED = pattern(r"\\(\n|.)", 16)  # re.DOTALL
_ESCAPED_IN_QUOTES = pattern(r'\\([$`"\\\n])')
_ANSI = pattern(r"\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|[0-7]{1,3}|.)", 16)
_ANSI_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_BRACES = pattern(r"^(.*?)\{([^{}]*,[^{}]*)\}(.*)$", 16)
_DEEP = 40
_MANY = 64


def words_of(node: Any, look: Look, inner: Inner) -> list[str]:
    """Return the words that a node stands for: one, or several where braces or an unquoted variable make more of it.

    `look` gives a variable's value or None; `inner` is told of every command within.
    """
    text = text_of(node, look, inner)
    if node.kind() in ("word", "concatenation", "brace_expression") and "{" in text:
        return braces(text)
    if node.kind() == "simple_expansion" and " " in text:
        return text.split()
    return [text]


def text_of(node: Any, look: Look, inner: Inner, depth: int = 0) -> str:
    """Return one word's text."""
    kind = node.kind()
    plain = _PLAIN.get(kind)
    if plain is not None:
        return plain(node.text())
    if kind in ("simple_expansion", "expansion"):
        return _variable(node, look, inner)
    if kind in ("command_substitution", "process_substitution"):
        inner(node)
        return UNKNOWN
    if kind == "arithmetic_expansion" or depth > _DEEP:
        return UNKNOWN
    children = node.children()
    if not children:
        return str(node.text())
    signs = ('"', '$"', "$")
    return "".join(text_of(one, look, inner, depth + 1) for one in children if one.kind() not in signs)


def _variable(node: Any, look: Look, inner: Inner) -> str:
    children = [one for one in node.children() if one.kind() not in ("$", "${", "}")]
    for one in children[1:]:
        text_of(one, look, inner, 1)  # `${X:-$(command)}` runs a command
    name = children[0].text() if len(children) == 1 else ""
    found = look(name) if name else None
    return UNKNOWN if found is None else found


def braces(text: str, depth: int = 0) -> list[str]:
    """Return what `{a,b}` makes of an unquoted word."""
    found = _BRACES.match(text) if depth < _DEEP and len(text) < 2000 else None
    if found is None:
        return [text]
    made = [found[1] + part + found[3] for part in found[2].split(",")[:_MANY]]
    return [word for one in made for word in braces(one, depth + 8)][:_MANY]


def ansi(text: str) -> str:
    """Return the text of `$'…'`, without its quotes."""
    return _ANSI.sub(_sign, text)


def _sign(found: Any) -> str:
    code = found[1]
    if len(code) > 1 and code[0] in "xu":
        return chr(int(code[1:], 16))
    return chr(int(code, 8) % 256) if code[0] in "01234567" else _ANSI_SIGNS.get(code, code)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: "" if found[1] == "\n" else found[1], text) if "\\" in text else text


def _unescaped_in_quotes(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPED_IN_QUOTES.sub(lambda found: "" if found[1] == "\n" else found[1], text)


_PLAIN: dict[str, Callable[[str], str]] = {
    "word": _unescaped,
    "number": str,
    "string_content": _unescaped_in_quotes,
    "heredoc_content": _unescaped_in_quotes,
    "raw_string": lambda text: text[1:-1],
    "ansi_c_string": lambda text: ansi(text[2:-1]),
    "special_variable_name": str,
}
