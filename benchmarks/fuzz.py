"""Look for inputs that break pairkit: a crash, an endless search, a secret in an answer, a denial that noise talks away.

    python benchmarks/fuzz.py --minutes 5
    python benchmarks/fuzz.py --minutes 60 --seed 7 --only patches,commands --corpus folder/of/diffs --finds finds
    python benchmarks/fuzz.py --again finds/patches-0a1b2c3d.json

Each input is made from real material in the repository (examples of rules, recorded payloads, documents) and spoiled.
All of it follows from the seed, the target and a number, which are printed with every find; the input is made as small
as it goes and kept in a folder. Exit code 1 means that there are finds.
"""

from __future__ import annotations

import argparse
import base64
import faulthandler
import hashlib
import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from fuzz_targets import Target, targets
from fuzz_watch import SECONDS, Find, Watch
from fuzz_world import World

_SLICE = 15.0
"""Seconds of processor time before the next target has its turn."""
_SMALLER_SECONDS = 40.0
_STUCK = 120
"""Seconds after which a step that nothing can interrupt is shown and given up."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz as long as asked; return 1 if there is a find."""
    args = _arguments(arguments)
    re._MAXCACHE = 10_000  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory(prefix="pairkit-fuzz-") as scratch:
        finds = Path(args.finds).resolve()
        again = Path(args.again).resolve() if args.again else None
        world = World(Path(scratch), Path(args.corpus).resolve() if args.corpus else None)
        watch = Watch(args.seconds)
        if again:
            return _again(again, world, watch)
        names = args.only.split(",") if args.only else list(targets())
        runs = [_Run(name, targets()[name](world, watch), args.seed, finds) for name in names]
        _take_turns(runs, args.minutes * 60)
    print(_table(runs, watch))
    return 1 if any(run.finds for run in runs) else 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=5, help="processor time in all (default: 5)")
    parser.add_argument("--seed", default="1", help="another seed, other inputs (default: 1)")
    parser.add_argument("--only", default="", help=f"targets, with commas between them: {', '.join(targets())}")
    parser.add_argument("--corpus", help="a folder with patches (*.diff) to start from, besides the repository's own")
    parser.add_argument("--finds", default="fuzz-finds", help="where finds are kept (default: fuzz-finds)")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"what one step may take (default: {SECONDS})")
    parser.add_argument("--again", help="a kept find, to be tried once more")
    return parser.parse_args(arguments)


class _Run:
    """One target on its way: how far it is, and what it found."""

    def __init__(self, name: str, target: Target, seed: str, folder: Path) -> None:
        self.name, self.target, self._seed, self._folder = name, target, seed, folder
        self.count, self.seconds = 0, 0.0
        self.finds: Counter[tuple[str, str]] = Counter()

    def turn(self, seconds: float) -> None:
        """Go on for a while."""
        start = time.process_time()
        while time.process_time() - start < seconds:
            self._one()
        self.seconds += time.process_time() - start

    def _one(self) -> None:
        random = Random(f"{self._seed} {self.name} {self.count}")
        self.count += 1
        variant = random.randrange(1 << 30)
        data = self.target.make(random, variant)
        find = attempt(self.target, data, variant)
        if find is None:
            return
        self.finds[find.kind, find.place] += 1
        if self.finds[find.kind, find.place] == 1:
            self._keep(find, data, variant)

    def _keep(self, find: Find, data: bytes, variant: int) -> None:
        print(f"\nfind: {self.name} #{self.count - 1}: {find.kind}: {find.place} ({len(data)} bytes)", flush=True)
        small = smaller(self.target, data, variant, find)
        known = {
            "target": self.name,
            "seed": self._seed,
            "number": self.count - 1,
            "variant": variant,
            "kind": find.kind,
        }
        known |= {"place": find.place, "detail": find.detail, "shown": repr(small[:2000])}
        known["input"] = base64.b64encode(small).decode()
        self._folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(f"{find.kind} {find.place}".encode()).hexdigest()[:8]
        (self._folder / f"{self.name}-{name}.json").write_text(json.dumps(known, indent=1), "utf-8")
        print(
            f"      {self.name}-{name}.json, {len(small)} bytes: {small[:300]!r}\n      {find.detail[-600:]}",
            flush=True,
        )


def attempt(target: Target, data: bytes, variant: int) -> Find | None:
    """Return what is wrong with the answer to an input, or None."""
    faulthandler.dump_traceback_later(_STUCK, exit=True)
    try:
        target.run(data, variant)
    except Find as find:
        return find
    except Exception as error:
        return Find("crash", f"outside of any step: {type(error).__name__}", repr(error))
    finally:
        faulthandler.cancel_dump_traceback_later()
    return None


def smaller(target: Target, data: bytes, variant: int, find: Find) -> bytes:
    """Return a smaller input with the same find: pieces are left out, large ones first."""
    end = time.process_time() + _SMALLER_SECONDS
    size = max(1, len(data) // 2)
    while size:
        changed = False
        for start in range(0, len(data), size):
            if time.process_time() > end:
                return data
            less = data[:start] + data[start + size :]
            again = attempt(target, less, variant) if len(less) < len(data) else None
            if again is not None and (again.kind, again.place) == (find.kind, find.place):
                data, changed = less, True
                break
        size = size if changed else size // 2
    return data


def _take_turns(runs: list[_Run], seconds: float) -> None:
    start = time.process_time()
    for run in _in_turn(runs):
        left = seconds - (time.process_time() - start)
        if left <= 0:
            return
        run.turn(min(_SLICE, left))
        found = sum(len(one.finds) for one in runs)
        print(
            f"{run.name}: {run.count} inputs, {run.count / run.seconds:.0f}/s; finds: {found}",
            file=sys.stderr,
            flush=True,
        )


def _in_turn(runs: list[_Run]) -> Iterator[_Run]:
    while True:
        yield from runs


def _again(path: Path, world: World, watch: Watch) -> int:
    kept = json.loads(path.read_text("utf-8"))
    find = attempt(targets()[kept["target"]](world, watch), base64.b64decode(kept["input"]), kept["variant"])
    print(f"{find.kind}: {find.place}\n{find.detail}" if find else "nothing is wrong any more")
    return 1 if find else 0


def _table(runs: list[_Run], watch: Watch) -> str:
    rows = [f"\n{'target':<12}{'inputs':>9}{'minutes':>9}{'a second':>10}{'finds':>7}"]
    for run in runs:
        rate = run.count / run.seconds if run.seconds else 0
        rows.append(f"{run.name:<12}{run.count:>9}{run.seconds / 60:>9.1f}{rate:>10.1f}{len(run.finds):>7}")
    rows += [f"  {count}x {kind}: {place}" for run in runs for (kind, place), count in run.finds.most_common()]
    slowest = sorted(watch.longest.items(), key=lambda pair: -pair[1])[:12]
    return "\n".join([*rows, "slowest steps: " + ", ".join(f"{name} {took:.2f} s" for name, took in slowest)])


if __name__ == "__main__":
    sys.exit(main())
