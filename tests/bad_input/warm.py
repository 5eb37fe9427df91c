"""Run `pairkit` many times without importing Typer each time: one process imports it, each run is a fork of that.

A run has its own arguments, folder, environment and outputs, like any other process; only the start is saved. What is
about the start itself (the console's encoding, a closed pipe, an interruption) is tested with a cold one.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from typing import Any


def serve() -> None:
    """Answer requests on standard input, one JSON a line: `args`, `cwd`, `env`, `stdin`, `stdout`, `stderr`."""
    _load()
    for line in sys.stdin.buffer:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            os._exit(_run(request))
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _load() -> None:
    """Load what takes long: Typer loads more of itself when it first reads options, so one useless run is made."""
    from pairkit.cli.app import app
    from pairkit.errors import PairkitError

    with contextlib.suppress(PairkitError):
        app(["check", "--patch", os.devnull + "/none"], standalone_mode=False)


def _run(request: dict[str, Any]) -> int:
    from pairkit.cli import main

    os.chdir(os.fsencode(request["cwd"]))
    os.environ.clear()
    os.environ.update(request["env"])
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY
        os.dup2(os.open(request[name], flags), number)
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w")), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(io.BufferedWriter(io.FileIO(2, "w")), encoding="utf-8", line_buffering=True)
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0)), encoding="utf-8")
    sys.argv = ["pairkit", *request["args"]]
    code: Any = 0
    try:
        main()
    except SystemExit as leaving:
        code = leaving.code
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    serve()
