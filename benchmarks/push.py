"""Measure what a whole `git push` of three commits costs with pairkit's hook, beside no hook and an empty one.

    python benchmarks/push.py --size 3000 --runs 15

All variants are measured in turn, round after round. It never fails for being slow. Exit codes: 0 measured, 2 it cannot
run.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from statistics import median

import hook
import variants

_WARM_UP = 2
_COMMITS = 3


def main() -> int:
    """Measure, print the table and the ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--size", type=int, default=3000, help="files in the repository (3000)")
    parser.add_argument("--runs", type=int, default=15, help="measured pushes of each variant (15)")
    args = parser.parse_args()
    folder = os.path.realpath(tempfile.mkdtemp(prefix="pairkit-bench-"))
    try:
        times = _measure(folder, args.size, args.runs)
    except (hook.CannotRun, OSError, subprocess.CalledProcessError) as error:
        print(f"benchmarks/push.py cannot run: {error}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{args.size:,} files; {_COMMITS} commits of ten files; {args.runs} rounds, ms")
    for name, own in times.items():
        ratio = median(own) / median(times[variants.EMPTY])
        print(f"{name:<20} {median(own):7.1f}  min {min(own):7.1f}  max {max(own):7.1f}  / empty {ratio:.2f}")
    return 0


def _measure(folder: str, size: int, runs: int) -> dict[str, list[float]]:
    env = hook.environment(folder)
    root, there = os.path.join(folder, "desk"), os.path.join(folder, "there.git")
    _git(["init", "-q", "--bare", there], folder, env)
    hook.build(root, env, size, "core", findings=False)
    _git(["remote", "add", "origin", there], root, env)
    _git(["push", "-q", "origin", "work:main"], root, env)
    for n in range(_COMMITS):
        place = os.path.join(root, f"more{n}.py")
        with open(place, "w", encoding="utf-8", newline="\n") as file:
            file.write(f"value = {n}\n" * 20)
        _git(["add", "-A"], root, env)
        _git(["commit", "-q", "-m", "x"], root, env)
    scripts = _scripts(root, env)
    times: dict[str, list[float]] = {name: [] for name in scripts}
    for n in range(_WARM_UP + runs):
        for name, script in scripts.items():
            took = _push(root, env, name, script)
            if n >= _WARM_UP:
                times[name].append(took)
    return times


def _scripts(root: str, env: Mapping[str, str]) -> dict[str, str | None]:
    subprocess.run(
        [sys.executable, "-m", "pairkit", "guard", "install"], cwd=root, env=env, check=True, capture_output=True
    )
    hooks = os.path.join(root, ".git", "hooks")
    with open(os.path.join(hooks, "pre-push"), encoding="utf-8") as file:
        pairkit = file.read()
    shutil.rmtree(hooks)
    os.mkdir(hooks)
    empty = f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -I -c pass\n"
    return {variants.NO_HOOK: None, variants.EMPTY: empty, variants.PAIRKIT: pairkit}


def _push(root: str, env: Mapping[str, str], name: str, script: str | None) -> float:
    """Return how many milliseconds one push takes; the other side is as before afterwards."""
    hook.put(variants.Variant(name, script), os.path.join(root, ".git", "hooks", "pre-push"))
    started = time.perf_counter()
    done = subprocess.run(
        ["git", "push", "-q", "origin", "work"], cwd=root, env=env, check=False, capture_output=True, text=True
    )
    took = (time.perf_counter() - started) * 1000
    if done.returncode or done.stderr:
        raise hook.CannotRun(f"the push with {name!r} ended with {done.returncode} and said:\n{done.stderr}")
    hook.put(variants.Variant(name), os.path.join(root, ".git", "hooks", "pre-push"))
    _git(["push", "-q", "origin", ":work"], root, env)
    return took


def _git(args: list[str], cwd: str, env: Mapping[str, str]) -> None:
    subprocess.run(["git", *args], cwd=cwd, env=env, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
