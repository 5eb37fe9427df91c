"""What a line of shell comes down to: simple commands, and the files they touch."""

from __future__ import annotations

from typing import NamedTuple

UNKNOWN = "\ufffc"
"""Stands in a word for what only the running shell knows: `$(…)`, a variable nobody set in this line."""

WRITE, APPEND, DELETE, READ = "write", "append", "delete", "read"


class Simple(NamedTuple):
    """One command as it will run, with what stood around it (`sudo`, `env A=b`, `timeout 5`) taken off.

    `argv[0]` is the program's bare name. `env` holds `NAME=value` texts set for it. `cwd` is its folder, None where
    that cannot be told. `text` is what it reads from standard input, where that is known; `sources` names the programs
    whose output it is given, by a pipe or as an argument, `sinks` those that its own output goes to. `remote` tells that it runs on another machine or in a
    container, where our files are not.
    """

    argv: tuple[str, ...]
    env: tuple[str, ...] = ()
    cwd: str | None = None
    text: str | None = None
    sources: tuple[str, ...] = ()
    remote: bool = False
    sinks: tuple[str, ...] = ()


class Touch(NamedTuple):
    """One file that a command writes, appends to, deletes or shows. `path` is absolute, or relative to nobody knows."""

    how: str
    path: str


class Line(NamedTuple):
    """A whole command as an agent gives it. `coarse` tells that it was too long or too strange to be taken apart."""

    commands: tuple[Simple, ...] = ()
    touched: tuple[Touch, ...] = ()
    coarse: bool = False
