"""Help pages in the reader's language, in 80 columns: Typer's own count letters, and Hangul takes two columns each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from pairkit.cli.speak import text
from pairkit.words.layout import columns, pad, wrap

_Function = TypeVar("_Function", bound=Callable[..., Any])
_MARGIN = 2
_LEFT = 30
"""The widest first column beside which an explanation still fits; a longer name gets a line of its own."""


def help_page(command: Any, context: Any) -> str:
    """Return the help page of a command or a group of them."""
    parts = [_usage(command, context), wrap(command.help or "", "  ", "  ")]
    arguments = [_argument(one, context) for one in command.get_params(context) if one.param_type_name == "argument"]
    options = [_option(one, context) for one in command.get_params(context) if one.param_type_name == "option"]
    commands = [(one.name, one.help or "") for one in _commands(command, context)]
    for title, rows in (("arguments", arguments), ("options", options), ("commands", commands)):
        if rows:
            parts.append(f"{text(f'help.{title}')}\n{_table(rows)}")
    return "\n\n".join(parts)


def _usage(command: Any, context: Any) -> str:
    words = {"[OPTIONS]": text("help.options-here"), "COMMAND [ARGS]...": text("help.command-here")}
    pieces = [words.get(piece, piece) for piece in command.collect_usage_pieces(context)]
    return wrap(" ".join([context.command_path, *pieces]), text("help.usage") + " ", "  ")


def _commands(command: Any, context: Any) -> list[Any]:
    names = command.list_commands(context) if isinstance(command, TyperGroup) else []
    return [command.get_command(context, name) for name in names]


def _argument(argument: Any, context: Any) -> tuple[str, str]:
    return argument.metavar or argument.name.upper(), _explained(argument, context)


def _option(option: Any, context: Any) -> tuple[str, str]:
    if "--help" in option.opts:
        return "-h, --help", text("help.this")
    return option.get_help_record(context)[0], _explained(option, context)


def _explained(parameter: Any, context: Any) -> str:
    """Return what a parameter does, and its default where Typer would show one."""
    default = re.search(r"\[default: ([^\];]+)", parameter.get_help_record(context)[1])
    return f"{parameter.help or ''} {text('help.default', value=default[1]) if default else ''}".strip()


def _table(rows: list[tuple[str, str]]) -> str:
    width = max((columns(left) for left, _ in rows if columns(left) <= _LEFT), default=0)
    lines = []
    for left, right in rows:
        first, rest = " " * _MARGIN + pad(left, width) + "  ", " " * (_MARGIN + width + 2)
        if columns(left) > width:
            lines.append(" " * _MARGIN + left)
            first = rest
        lines.append(wrap(right, first, rest))
    return "\n".join(lines)


class HelpCommand(TyperCommand):
    """A command whose help page is pairkit's own."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return help_page(self, ctx)


class HelpGroup(TyperGroup):
    """A group of commands whose help page is pairkit's own."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return help_page(self, ctx)


class Pages(typer.Typer):
    """A Typer whose commands all have these help pages."""

    def __init__(self, **settings: Any) -> None:
        """Take Typer's settings."""
        super().__init__(
            cls=HelpGroup,
            no_args_is_help=True,
            rich_markup_mode=None,
            add_completion=False,
            pretty_exceptions_enable=False,
            context_settings={"help_option_names": ["-h", "--help"]},
            **settings,
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[_Function], _Function]:
        """Take Typer's settings of a command."""
        return super().command(name, cls=HelpCommand, **settings)
