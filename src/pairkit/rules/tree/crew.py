"""Look at many files with several processes.

The first process works too, and it alone decides: a worker that dies gives its batch back, and whoever is left does it.
So nothing is lost, and nobody waits for the dead.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import IO, Self

from pairkit.git.objects import Objects
from pairkit.rules.context import Context
from pairkit.rules.tree.plain import from_wanted, to_look
from pairkit.rules.tree.sweep import Look, Sweep, Wanted
from pairkit.rules.tree.worker import command

_BATCH = 400_000  # bytes
_BATCH_FILES = 200
_PAYS = 3_000_000  # bytes in a tree from which another process earns back its start
_MOST = 8

Watch = Callable[[int], None]
"""Is told how many files were done since it was last told."""


def look_at(
    context: Context,
    wanted: Sequence[Wanted],
    objects: Objects,
    watch: Watch,
    meanwhile: Callable[[], None],
    cores: int | None = None,
) -> list[Look]:
    """Return what each file says, in order.

    `meanwhile` is what this process does while others have begun and before it helps. `cores` is how many processes may
    work, None for those this machine has.
    """
    looks: dict[int, Look] = {}

    def done(batch: Sequence[int], found: Sequence[Look]) -> None:
        looks.update(zip(batch, found, strict=True))
        watch(len(batch))

    with _Crew(context, objects.root, wanted, done, _others(wanted, cores)) as crew:
        sweep = Sweep(context)  # they start in the time that this takes
        crew.begin(batched(sweep, wanted))
        meanwhile()
        while (batch := crew.next()) is not None:
            done(batch, sweep.look([wanted[n] for n in batch], objects))
    return [looks[n] for n in range(len(wanted))]


def _others(wanted: Sequence[Wanted], cores: int | None) -> int:
    work = [one.file.work for one in wanted if one.file.work]
    if not cores and sum(work) < _PAYS:
        return 0
    return min((cores or available()) - 1, len(work) - 1, _MOST - 1)


def available() -> int:
    """Return how many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def batched(sweep: Sweep, wanted: Sequence[Wanted]) -> list[list[int]]:
    """Return places in `wanted` in batches, files for which the same rules are next to each other."""
    order = sorted(range(len(wanted)), key=lambda n: (sweep.kind(wanted[n].file.path), n))
    batches: list[list[int]] = []
    size = 0
    for n in order:
        own = wanted[n].file.work
        if not batches or size + own > _BATCH or len(batches[-1]) >= _BATCH_FILES:
            batches.append([])
            size = 0
        batches[-1].append(n)
        size += own
    return batches


class _Crew:
    """Other processes, each with a thread that hands it one batch after the other."""

    def __init__(
        self,
        context: Context,
        root: str,
        wanted: Sequence[Wanted],
        done: Callable[[Sequence[int], Sequence[Look]], None],
        count: int,
    ) -> None:
        self._wanted, self._done = wanted, done
        self._batches: deque[list[int]] = deque()
        self._head = {
            "root": root,
            "playbooks": [os.path.basename(folder) for folder in context.playbooks.folders],
            "own": [[one.name, one.id] for one in context.playbooks.own],
            "stamp": context.playbooks.stamp,
            "rules": {name: dict(own) for name, own in context.agreement.rules.items()},
            "size": dict(context.agreement.size),
        }
        self._processes: list[subprocess.Popen[bytes]] = []
        self._threads: list[threading.Thread] = []
        self._count = count

    def __enter__(self) -> Self:
        for _ in range(self._count):
            try:
                pipe = subprocess.PIPE
                process = subprocess.Popen(command(), stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
            except OSError:
                break  # no more processes for us: the ones that are here do the work
            self._processes.append(process)
        return self

    def begin(self, batches: Sequence[list[int]]) -> None:
        """Let the others work on batches; each has a thread that hands it one after the other."""
        self._batches.extend(batches)
        for process in self._processes:
            thread = threading.Thread(target=self._serve, args=(process.stdin, process.stdout), daemon=True)
            self._threads.append(thread)
            thread.start()

    def __exit__(self, kind: object, *_: object) -> None:
        for process in self._processes:
            if kind is not None:
                process.kill()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError, ValueError):
                    if stream is not None and (kind is None or stream is process.stdin):
                        stream.close()
            process.wait()

    def next(self) -> list[int] | None:
        """Return a batch for this process, or None when all are done; waits for those that others have in hand."""
        while True:
            with contextlib.suppress(IndexError):
                return self._batches.popleft()
            working = next((thread for thread in self._threads if thread.is_alive()), None)
            if working is None and not self._batches:
                return None
            if working is not None:
                working.join(0.2)  # may end because its process died, with its batch given back

    def _serve(self, questions: IO[bytes], answers: IO[bytes]) -> None:
        batch: list[int] | None = None
        try:
            questions.write(json.dumps(self._head).encode("ascii") + b"\n")
            while self._batches:
                batch = self._batches.popleft()
                asked = [from_wanted(self._wanted[n]) for n in batch]
                questions.write(json.dumps(asked).encode("ascii") + b"\n")
                questions.flush()
                found = [to_look(one) for one in json.loads(answers.readline())]
                self._done(batch, found)
                batch = None
        except (OSError, ValueError, TypeError, IndexError):  # it died, or said what no worker says
            if batch is not None:
                self._batches.append(batch)
