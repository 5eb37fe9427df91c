"""Conditions and short texts in a template: an expression over answers, too plain to do harm or to run for ever.

A condition (`deploy != "none" and "claude" in agents`) and a suggestion (`[[ folder ]]`) are evaluated in pairkit's own
process, also for a template of somebody else. So they may compare and choose, and nothing more: no calls, no loops, no
arithmetic, no attributes. Whole files may do more, and are rendered elsewhere (`outside.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pairkit.errors import PairkitError

_CHOOSING = ("Name", "Const", "Compare", "Operand", "And", "Or", "Not", "List", "Tuple", "CondExpr")
_FILLING = (*_CHOOSING, "Template", "Output", "TemplateData", "Concat")
_LONGEST = 2000


class BrokenExpression(PairkitError):
    """A condition or a short text that cannot be understood, or that wants more than it may."""


def holds(text: str, answers: Mapping[str, Any]) -> bool:
    """Tell whether a condition holds; an empty one always does. Raises BrokenExpression."""
    if not text:
        return True
    import jinja2

    _parsed(text)
    try:
        return bool(environment().compile_expression(text, undefined_to_none=False)(**answers))
    except (jinja2.TemplateError, TypeError) as error:
        raise BrokenExpression("expression-broken", expression=text, said=str(error)) from None


def names(text: str) -> frozenset[str]:
    """Return the answers that a condition looks at. Raises BrokenExpression."""
    return frozenset(node.name for node in _walk(_parsed(text)) if type(node).__name__ == "Name") if text else _NONE


def fill(text: str, context: Mapping[str, Any]) -> str:
    """Return a short text with its fields filled. Raises BrokenExpression."""
    import jinja2

    _parsed_text(text)
    try:
        return str(environment().from_string(text).render(context))
    except (jinja2.TemplateError, TypeError) as error:
        raise BrokenExpression("expression-broken", expression=text, said=str(error)) from None


def text_names(text: str) -> frozenset[str]:
    """Return the answers that a short text uses. Raises BrokenExpression."""
    return frozenset(node.name for node in _walk(_parsed_text(text)) if type(node).__name__ == "Name")


_NONE: frozenset[str] = frozenset()


@cache
def _parsed(text: str) -> Any:
    import jinja2
    from jinja2.parser import Parser

    try:
        parser = Parser(environment(), text[:_LONGEST], state="variable")
        node = parser.parse_expression()
        if not parser.stream.eos:
            raise BrokenExpression("expression-broken", expression=text, said=str(parser.stream.current))
    except (jinja2.TemplateError, RecursionError) as error:
        raise BrokenExpression("expression-broken", expression=text, said=str(error)) from None
    return _only(node, _CHOOSING, text)


@cache
def _parsed_text(text: str) -> Any:
    import jinja2

    try:
        node = environment().parse(text[:_LONGEST])
    except (jinja2.TemplateError, RecursionError) as error:
        raise BrokenExpression("expression-broken", expression=text, said=str(error)) from None
    return _only(node, _FILLING, text)


def _only(node: Any, kinds: tuple[str, ...], text: str) -> Any:
    for part in _walk(node):
        kind = type(part).__name__
        if kind not in kinds:
            raise BrokenExpression("expression-too-much", expression=text, part=kind.lower())
    if len(text) > _LONGEST:
        raise BrokenExpression("expression-too-much", expression=text[:60] + "…", part=str(len(text)))
    return node


def _walk(node: Any) -> Iterator[Any]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


@cache
def environment() -> Any:
    """Return the sandbox in which everything of a template is read: `[[ ]]`, `[% %]`, `[# #]`, plain data only."""
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # projects are text of many kinds; templates quote with |tojson
    )
    made.filters["tojson"] = _quoted
    return made


def _quoted(value: Any) -> str:
    """Return a text in double quotes that JSON, YAML, TOML and Python all read alike, Korean as it is written.

    Jinja's own filter is made for HTML: it would turn every apostrophe and Hangul letter into an escape.
    """
    return json.dumps(value, ensure_ascii=not (isinstance(value, str) and value.isprintable()))
