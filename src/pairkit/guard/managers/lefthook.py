"""lefthook: commands in `lefthook-local.yml`, which lefthook lays over the project's own file on this computer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from pairkit.guard.blocks import with_block
from pairkit.guard.hook_script import HOOKS
from pairkit.guard.managers.joining import Joined, command, has_block, put, take_out

NAME = "lefthook"
FILES = tuple(
    f"{folder}{dot}lefthook.{end}"
    for folder, dot in (("", ""), ("", "."), (".config/", ""))
    for end in ("yml", "yaml", "toml", "json", "jsonc")
)
SIGN = "lefthook"


def install(root: str, *, allowed: bool = True) -> Joined | None:  # noqa: ARG001 - a local file is everybody's own
    """Join in; None where the project does not use the program."""
    main = _file(root)
    return put(NAME, _local(root, main), added, "\n".join(entry())) if main else None


def remove(root: str) -> Joined | None:
    """Leave again."""
    main = _file(root)
    return take_out(NAME, _local(root, main), ours_alone=True) if main else None


def has_joined(root: str) -> bool:
    """Tell whether the program finds pairkit."""
    main = _file(root)
    return main is not None and has_block(_local(root, main))


def entry() -> list[str]:
    """Return the lines to have in the local file: `{0}` is all that git gives a hook."""
    return [
        line
        for hook in HOOKS
        for line in (
            f"{hook}:",
            "  commands:",
            "    pairkit:",
            *(["      use_stdin: true"] if hook == "pre-push" else []),
            "      run: |",
            f"        {command(hook, '{0}')}",
        )
    ]


def added(text: str) -> str | None:
    """Return the local file with the commands, or None where it has such a hook already."""
    import yaml

    new = with_block(text, len(text.splitlines()), entry())
    try:
        before: Any = yaml.safe_load(text) or {}
        after: Any = yaml.safe_load(new)
    except yaml.YAMLError:
        return None
    if not isinstance(before, dict) or not isinstance(after, dict) or before.keys() & set(HOOKS):
        return None
    return new if {key: value for key, value in after.items() if key not in HOOKS} == before else None


def _file(root: str) -> str | None:
    return next((name for name in FILES if os.path.exists(os.path.join(root, name))), None)


def _local(root: str, main: str) -> str:
    """Return the local file beside the main one: lefthook reads it only if it is named like that."""
    return os.path.join(root, *next(_names(main)).split("/"))


def _names(main: str) -> Iterator[str]:
    folder, slash, name = main.rpartition("/")
    yield f"{folder}{slash}{'.' if name.startswith('.') else ''}lefthook-local.yml"
