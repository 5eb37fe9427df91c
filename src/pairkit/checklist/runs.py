"""`--run`: run what `pairkit.yaml` names in a checkout of exactly the tree that is judged, and nowhere else.

What passed is kept by the tree's id under git's own folder, so that the same content need not run twice. Only counts
are kept: what a program prints can hold anything.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import IO, Any, NamedTuple

from pairkit.checklist.counts import Counts, counts
from pairkit.git.checkout import lay_out, tree_of
from pairkit.git.place import Place

STAYS_UP = ("start", "serve", "run", "practice", "install", "migrate")
"""Names in `run:` that are not a check: they start something, or set it up."""
SECONDS = 15 * 60.0
"""How long one command may take before it is stopped."""
_TAIL = 200_000
_SAID = 12
_BROUGHT = (".venv", "venv", "env", "node_modules")

Tell = Callable[[str], None]


class Run(NamedTuple):
    """One command on one tree. `code` is its exit code, None if it was stopped; `said` is the end of its output."""

    name: str
    command: str
    code: int | None
    seconds: float
    counts: Counts | None
    before: Counts | None = None
    said: str = ""
    tree: str = ""


def run_all(
    place: Place, commands: Mapping[str, str], tip: str | None, base: str | None, tell: Tell, seconds: float = SECONDS
) -> list[Run]:
    """Run each command of `commands` that is a check on the tree of `tip` (None: the index).

    Tests also run on `base`, so that a test that vanished shows, unless their count there is known from before. `tell`
    is called with a command before it starts; one that takes longer than `seconds` is stopped. Raises GitFailed if the
    tree cannot be laid out.
    """
    with tempfile.TemporaryDirectory(prefix="pairkit-", ignore_cleanup_errors=True) as scratch:
        runner = _Runner(place, scratch, tell, seconds)
        checks = {name: command for name, command in commands.items() if name not in STAYS_UP}
        return [_compared(runner, name, command, tip, base) for name, command in checks.items()]


def _compared(runner: _Runner, name: str, command: str, tip: str | None, base: str | None) -> Run:
    run = runner.on(tip, name, command)
    if name != "tests" or base is None or run.counts is None:
        return run
    before = runner.on(base, name, command)
    return run._replace(before=before.counts if before.code is not None else None)


class _Runner:
    """Runs commands on trees; each tree is laid out once, when something has to run on it."""

    def __init__(self, place: Place, scratch: str, tell: Tell, seconds: float) -> None:
        self._place = place
        self._scratch = scratch
        self._tell = tell
        self._seconds = seconds
        self._folders: dict[str, str] = {}

    def on(self, revision: str | None, name: str, command: str) -> Run:
        """Run `command` on the tree of a revision (None: the index), unless it is known to have passed there."""
        tree = tree_of(self._place, revision, self._scratch)
        kept = _kept(self._place, tree).get(command)
        if kept is not None:
            return Run(
                name, command, 0, kept["seconds"], Counts(*kept["counts"]) if kept["counts"] else None, tree=tree
            )
        folder = self._folder(revision, tree)
        self._tell(command)
        run = _run(name, command, folder, self._seconds)._replace(tree=tree)
        if run.code == 0:
            _keep(self._place, tree, run)
        return run

    def _folder(self, revision: str | None, tree: str) -> str:
        if tree not in self._folders:
            folder = os.path.join(self._scratch, tree[:12])
            lay_out(self._place, revision, folder, self._scratch)
            _bring(self._place.root, folder)
            self._folders[tree] = folder
        return self._folders[tree]


def _bring(root: str, folder: str) -> None:
    """Link what a checkout lacks and a project cannot run without: its virtual environment, its node_modules."""
    places = {"."}
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in _BROUGHT]
        if "package.json" in names:
            places.add(os.path.relpath(top, folder))
    for place in places:
        for name in _BROUGHT:
            source, target = os.path.join(root, place, name), os.path.join(folder, place, name)
            if os.path.isdir(source) and not os.path.lexists(target):
                with suppress(OSError):  # Windows lets only some people make links
                    os.symlink(source, target, target_is_directory=True)


def _run(name: str, command: str, folder: str, seconds: float) -> Run:
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = start(command, folder, _environment(folder), output)
        try:
            code: int | None = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            end(process)
        text = end_of(output)
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    return Run(name, command, code, round(time.monotonic() - started, 1), counts(text), said="\n".join(lines[-_SAID:]))


def start(command: str, folder: str, env: Mapping[str, str], output: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a command of the agreement in a shell, as a person would type it, in a process group of its own."""
    return subprocess.Popen(  # noqa: S602
        command,
        shell=True,
        cwd=folder,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End the command with all it has started, also when a person presses ^C."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            process.kill()
    process.wait()


def end_of(output: IO[bytes]) -> str:
    """Return the last part of what a command printed."""
    size = output.seek(0, os.SEEK_END)
    output.seek(max(0, size - _TAIL))
    return output.read().decode("utf-8", "replace")


def _environment(folder: str) -> dict[str, str]:
    """Return the person's environment, with the checkout's code before any that is installed from the work tree."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    paths = [folder, os.path.join(folder, "src"), env.get("PYTHONPATH", "")]
    return {**env, "PYTHONPATH": os.pathsep.join(path for path in paths if path), "PYTHONDONTWRITEBYTECODE": "1"}


def _file(place: Place, tree: str) -> str:
    return os.path.join(place.common_dir, "pairkit", "runs", f"{tree}.json")


def _kept(place: Place, tree: str) -> dict[str, dict[str, Any]]:
    try:
        with open(_file(place, tree), encoding="utf-8") as file:
            data = json.load(file)
        return {command: one for command, one in data.items() if {"seconds", "counts"} <= one.keys()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _keep(place: Place, tree: str, run: Run) -> None:
    path = _file(place, tree)
    known = _kept(place, tree)
    known[run.command] = {"seconds": run.seconds, "counts": list(run.counts) if run.counts else None}
    with suppress(OSError):  # a read-only repository: it only has to run again
        os.makedirs(os.path.dirname(path), exist_ok=True)
        part = f"{path}.{os.getpid()}"
        with open(part, "w", encoding="utf-8") as file:
            json.dump(known, file)
        os.replace(part, path)
