"""Try a handover: clone, install, migrate, test and start in a clean place, by what the documents say.

A command counts only if a document of the project says it: what somebody has in their head is what a stranger lacks.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress

from pairkit.checklist.document import Fact
from pairkit.checklist.runs import SECONDS, Tell, end, end_of, start
from pairkit.git.place import Place
from pairkit.git.run import git

STEPS = ("install", "migrate", "tests", "start")
_UP = 5.0
_WAIT = 60.0
_ADDRESS = re.compile(r"(?:127\.0\.0\.1|localhost|0\.0\.0\.0|\[::1?\]):(\d{2,5})")
_DOCUMENT = re.compile(r"(?i)^(?:readme|agents|contributing|install)[\w.-]*\.(?:md|rst|txt)$|^docs/.*\.(?:md|rst)$")
_LARGEST = 1_000_000
_KEPT = (
    "PATH",
    "LANG",
    "LC_ALL",
    "SYSTEMROOT",
    "COMSPEC",
    "PATHEXT",
    "TMPDIR",
    "TEMP",
    "PIP_INDEX_URL",
)
"""What a stranger's computer has too; where packages come from is the company's, not the person's."""


def try_handover(place: Place, commands: Mapping[str, str], tell: Tell) -> tuple[Fact, ...]:
    """Return what a stranger could do, step by step, up to the one where they got stuck. Raises GitFailed."""
    with tempfile.TemporaryDirectory(prefix="pairkit-", ignore_cleanup_errors=True) as scratch:
        folder = os.path.join(scratch, "clone")
        git(["clone", "--quiet", "--no-hardlinks", place.root, folder], scratch)
        documents = _documents(folder)
        env = _clean(scratch, commands.values())
        done = [Fact("handover-clone", {"count": len(documents)})]
        for name in STEPS:
            if name not in commands:
                done += [Fact("handover-no-step", {"name": name})] if name in ("install", "start") else []
                continue
            command = commands[name]
            if not any(_flat(command) in text for text in documents.values()):
                return (*done, Fact("handover-unwritten", {"name": name, "command": command}))
            tell(command)
            fact = _start(command, folder, env) if name == "start" else _step(name, command, folder, env)
            done.append(fact)
            if fact.key == "handover-stuck":
                break
        return tuple(done)


def _documents(folder: str) -> dict[str, str]:
    names = git(["ls-files", "-z"], folder).decode("utf-8", "surrogateescape").split("\0")
    found = {}
    for name in names:
        if _DOCUMENT.match(name):
            with suppress(OSError), open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                found[name] = _flat(file.read(_LARGEST))
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())


def _clean(scratch: str, commands: Iterable[str]) -> dict[str, str]:
    """Return the environment of a stranger: an empty home, nothing of this person's settings, a fresh Python."""
    env = {name: os.environ[name] for name in _KEPT if name in os.environ}
    home = os.path.join(scratch, "home")
    os.makedirs(home)
    env |= {"HOME": home, "USERPROFILE": home}
    if any(re.search(r"\b(?:python|pip|uv)\b", command) for command in commands):
        venv = os.path.join(scratch, "venv")
        subprocess.run([sys.executable, "-m", "venv", venv], check=False, capture_output=True)
        folder = os.path.join(venv, "Scripts" if os.name == "nt" else "bin")
        env |= {"VIRTUAL_ENV": venv, "PATH": folder + os.pathsep + env.get("PATH", "")}
    return env


def _step(name: str, command: str, folder: str, env: Mapping[str, str]) -> Fact:
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = start(command, folder, env, output)
        try:
            code: int | None = process.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            end(process)
        said = end_of(output)
    facts: dict[str, object] = {"name": name, "command": command, "seconds": round(time.monotonic() - started)}
    return Fact("handover-step", facts) if code == 0 else Fact("handover-stuck", {**facts, "said": said})


def _start(command: str, folder: str, env: Mapping[str, str]) -> Fact:
    """Start it, and see whether it stays up; where its output names an address, whether that answers."""
    with tempfile.TemporaryFile() as output:
        process = start(command, folder, env, output)
        begun = time.monotonic()
        answered = None
        try:
            while process.poll() is None and time.monotonic() - begun < _WAIT:
                time.sleep(0.2)
                port = _ADDRESS.search(end_of(output))
                answered = _answers(int(port[1])) if port else None
                if answered or (port is None and time.monotonic() - begun > _UP):
                    break
            up = process.poll() is None and answered is not False
        finally:
            end(process)
        said = end_of(output)
    facts: dict[str, object] = {"name": "start", "command": command, "seconds": round(time.monotonic() - begun)}
    return Fact("handover-start", facts) if up else Fact("handover-stuck", {**facts, "said": said})


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
