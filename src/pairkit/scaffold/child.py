"""The process in which the text of somebody else's template runs: little memory, little time, no way to write a file.

It reads one request as JSON from standard input and answers with JSON on standard output: plain data, both ways.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from pairkit.errors import PairkitError
from pairkit.scaffold.render import BrokenTemplate, render
from pairkit.scaffold.template import read_folder, settle

MEMORY, SECONDS = 1 << 30, 3
"""Bytes of address space and seconds of computing that the process may use, where the system can hold it to that."""


def main() -> None:
    """Answer one request."""
    request = json.loads(sys.stdin.buffer.read())
    _hold_back()
    try:
        answer = {"match": _match, "render": _render}[request["do"]](request)
    except PairkitError as error:
        answer = {"error": error.key, "facts": {name: str(value) for name, value in error.facts.items()}}
    except (MemoryError, RecursionError):
        answer = {"error": "template-endless", "facts": {}}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _match(request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"fits": re.fullmatch(request["pattern"], request["text"]) is not None}
    except re.error as error:
        pattern = request["pattern"]
        raise BrokenTemplate("template-pattern", template="", pattern=pattern, said=str(error)) from None


def _render(request: Mapping[str, Any]) -> dict[str, Any]:
    files = render(settle(read_folder(request["folder"]), request["answers"]))
    return {
        "files": [[path, base64.b64encode(one.content).decode(), one.mode, one.layer] for path, one in files.items()]
    }


def _hold_back() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time-out of the process that asked remains
        return
    limits = [("RLIMIT_CPU", SECONDS), ("RLIMIT_AS", MEMORY), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)]
    for name, value in limits:
        try:
            resource.setrlimit(getattr(resource, name), (value, value))
        except (AttributeError, OSError, ValueError):
            continue


if __name__ == "__main__":
    main()
