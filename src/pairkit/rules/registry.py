"""Ask whether packages exist, through the person's own `pip` and `npm` with their own settings.

Only `pairkit check --online` does this: a hook never asks a network. A registry that cannot be asked says nothing about
a package, so "missing" is said only where the answer was clear.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

EXISTS, MISSING, NOT_ASKED = "exists", "missing", "not-asked"
_AT_ONCE = 2
_SECONDS = 25
_MOST = 60
"""So many packages are asked for in one go; a change that adds more has other questions."""
_NAME = re.compile(r"(?:@[a-z0-9][\w.-]*/)?[A-Za-z0-9][\w.-]*")
_TROUBLE = re.compile(
    r"Retrying \(|Could not fetch URL (?!.*\b404\b)|Skipping link|Ignored the following|timed out|\b(?:401|403) Client"
)
"""Words of pip that make its "no matching distribution" mean something else: no network, another Python or platform."""


class Asked(NamedTuple):
    """One package (`ecosystem` is "pypi", "npm" or another), what is known of it now, and why not more.

    `reason` is the words' key of why nobody could be asked: "tool", "kind", "name", "many", "time" or "answer".
    """

    name: str
    ecosystem: str
    file: str
    state: str
    reason: str = ""


Package = tuple[str, str, str]
"""Name, ecosystem, and the file that asks for it."""


def ask(packages: Iterable[Package], folder: str) -> tuple[Asked, ...]:
    """Return an answer for each package, asked from `folder`, so that a project's own settings count."""
    wanted = list(dict.fromkeys(packages))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        states = list(pool.map(lambda one: _one(one, folder), wanted[:_MOST]))
    states += [(NOT_ASKED, "many")] * (len(wanted) - len(states))
    return tuple(Asked(*one, *state) for one, state in zip(wanted, states, strict=True))


def _one(package: Package, folder: str) -> tuple[str, str]:
    name, ecosystem, _ = package
    if ecosystem not in _TOOLS:
        return NOT_ASKED, "kind"
    if not _NAME.fullmatch(name):
        return NOT_ASKED, "name"
    program, arguments, read = _TOOLS[ecosystem]
    tool = next((path for path in map(shutil.which, program) if path), None)
    if tool is None:
        return NOT_ASKED, "tool"
    try:
        done = subprocess.run(
            [tool, *(argument.replace("NAME", name) for argument in arguments)],
            check=False,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, **_QUIET},
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return NOT_ASKED, "time"
    except OSError:
        return NOT_ASKED, "tool"
    return read(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


_QUIET = {
    "PIP_NO_INPUT": "1",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "NO_COLOR": "1",
    "NPM_CONFIG_UPDATE_NOTIFIER": "false",
}


def _pip(code: int, out: str, err: str) -> tuple[str, str]:
    if code == 0:
        return EXISTS, ""
    said = f"{out}\n{err}"
    if "No matching distribution found" in said and not _TROUBLE.search(said):
        return MISSING, ""
    return NOT_ASKED, "answer"


def _npm(code: int, out: str, _err: str) -> tuple[str, str]:
    if code == 0:
        return (EXISTS, "") if out.strip() else (NOT_ASKED, "answer")
    try:
        error = json.loads(out)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return NOT_ASKED, "answer"
    return (MISSING, "") if error == "E404" else (NOT_ASKED, "answer")


_PIP: Sequence[str] = (
    *(
        "index",
        "versions",
        "--verbose",
        "--pre",
        "--ignore-requires-python",
        "--retries",
        "1",
        "--timeout",
        "8",
        "NAME",
    ),
)
_TOOLS = {
    "pypi": (("pip", "pip3"), _PIP, _pip),
    "npm": (("npm",), ("view", "NAME", "name", "--json"), _npm),
}
